// English words about level caps.
export const enLevels = {
  'levels.reached':
    "<yellow>You have reached your level cap: <white><level></white>.</yellow> <gray>Experience above it is lost. Why: <click:run_command:'/levelcap'><white>/levelcap</white></click>",
  'levels.reachedShort': '<yellow>Level cap <white><level></white> reached',
  'levels.raised': '<green>Your level cap is now <white><level></white>.',
  'levels.lowered':
    '<yellow>Your level cap is now <white><level></white>.</yellow> <gray>Levels you have stay yours.',
  'levels.lifted': '<green>You have no level cap any more.',
  'levels.commandLimited':
    '<yellow><white><player></white> gets no higher by experience: the level cap is <white><level></white>.',

  'levels.own':
    '<gray>Your level cap is <white><level></white>; you are at level <white><now></white>.',
  'levels.ownNone': '<gray>You have no level cap; you are at level <white><now></white>.',
  'levels.ownRule': '<gray>Rule <white><rule></white> gives <white><level></white>',
  'levels.ownRuleOfGroup':
    '<gray>Rule <white><rule></white> gives <white><level></white>, because you are in the group <white><group></white>',
  'levels.ownNoRule': '<gray>No rule applies to you.',
  'levels.ownVersion': '<gray>Version <version> of the rules',
  'levels.ownOld':
    '<yellow>The caps cannot be asked for right now.</yellow> <gray>This is the last one known, of <white><date></white>.',

  'levels.status': '<gray>Level caps: version <white><version></white>, <white><age></white> s old',
  'levels.status.none': '<yellow>Level caps: not heard of yet',

  'levels.usage':
    "<gray><click:run_command:'/levelcap list'><white>/levelcap list</white></click> the rules and their version",
  'levels.usage.set':
    "<gray><click:suggest_command:'/levelcap set '><white>/levelcap set [rule] [number, formula, on or off] [reason]</white></click> change or add a rule; a formula with blanks stands in quotes",
  'levels.usage.preview':
    "<gray><click:suggest_command:'/levelcap preview '><white>/levelcap preview [rule or formula] [variable]</white></click> what it gives, saving nothing",
  'levels.usage.reload':
    "<gray><click:run_command:'/levelcap reload'><white>/levelcap reload</white></click> fetch the caps again",
  'levels.noKey':
    '<red>“<rule>” can be no rule.</red> <gray>Write 1 to 32 of a-z, 0-9, dash, underscore.',
  'levels.noRule': '<red>There is no rule “<rule>”.</red> <gray>There are: <rules>.',

  'levels.list': '<aqua>Level caps, version <white><version></white>',
  'levels.list.by': '<gray>Changed <white><date></white> by <white><who></white>',
  'levels.list.none':
    '<gray>No rules: nobody has a cap. Add one with <white>/levelcap set</white>.',
  'levels.rule':
    '<white><rule></white> <gray>= <white><what></white>, priority <priority><conditions><off>',
  'levels.rule.if': '<gray>, if <white><condition></white>',
  'levels.rule.groups': '<gray>, for the groups <white><groups></white>',
  'levels.rule.off': ' <red>(off)',
  'levels.set': '<green>Saved: <rule></green> <gray>Version <version>',
  'levels.set.changed':
    '<yellow>Somebody changed this rule meanwhile; nothing was saved.</yellow> <gray>It is now: <rule>',
  'levels.set.gone': '<yellow>Somebody removed this rule meanwhile; nothing was saved.',
  'levels.reloaded':
    '<green>Fetched the caps of <players> players.</green> <gray>Version <version>',
  'levels.reloadFailed': '<yellow>The backend does not answer; the last known caps stay in force.',
  'levels.preview': '<aqua><what></aqua> <gray>over <white><variable></white>:',
  'levels.preview.row': '<gray><variable> <white><at></white>: <white><level></white>',
  'levels.preview.none': 'no cap',

  'levels.fault': '<gray><before><red><found></red><after>',
  'levels.fault.console': '<before><found><after>',
  'levels.fault.mark': '<mark>',
  'levels.fault.why': '<red><why></red> <gray>(character <position>)',
  'levels.fault.other': '<red>Rule “<path>”: <why>',
  'levels.problem.empty': 'There is nothing here.',
  'levels.problem.tooLong': 'This is too long: at most 256 characters.',
  'levels.problem.characterRefused': 'This character is not allowed.',
  'levels.problem.operatorRefused': 'This operator is not allowed; there are + - * / %.',
  'levels.problem.functionRefused': 'There is no such function; there are min, max, floor, ceil.',
  'levels.problem.nameUnknown':
    'There is no such variable; there are level, playtimeHours, badges, seasonDay, streakDays, linked.',
  'levels.problem.syntax': 'This cannot be read here.',
  'levels.problem.operatorMissing': 'An operator is missing here.',
  'levels.problem.arity': 'This function takes another number of values.',
  'levels.problem.tooManyParts': 'This has too many parts.',
  'levels.problem.tooDeep': 'This is nested too deep.',
  'levels.problem.numberTooLarge': 'This number is too large.',
  'levels.problem.notANumber': 'This gives no number.',
  'levels.problem.notACondition': 'This is no condition, as level >= 10.',
  'levels.problem.divisionByZero': 'This can divide by zero.',
  'levels.problem.belowZero': 'This can fall below zero.',
  'levels.problem.tooLarge': 'This can grow too large.',
} as const;
