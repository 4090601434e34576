// German words about level caps.
import type { enLevels } from './en-levels.ts';

export const deLevels: Readonly<Record<keyof typeof enLevels, string>> = {
  'levels.reached':
    "<yellow>Du hast deine Levelgrenze erreicht: <white><level></white>.</yellow> <gray>Erfahrung darüber geht verloren. Warum: <click:run_command:'/levelcap'><white>/levelcap</white></click>",
  'levels.reachedShort': '<yellow>Levelgrenze <white><level></white> erreicht',
  'levels.raised': '<green>Deine Levelgrenze ist jetzt <white><level></white>.',
  'levels.lowered':
    '<yellow>Deine Levelgrenze ist jetzt <white><level></white>.</yellow> <gray>Level, die du hast, bleiben dir.',
  'levels.lifted': '<green>Du hast keine Levelgrenze mehr.',
  'levels.commandLimited':
    '<yellow><white><player></white> steigt durch Erfahrung nicht höher: Die Levelgrenze ist <white><level></white>.',

  'levels.own':
    '<gray>Deine Levelgrenze ist <white><level></white>; du bist auf Level <white><now></white>.',
  'levels.ownNone': '<gray>Du hast keine Levelgrenze; du bist auf Level <white><now></white>.',
  'levels.ownRule': '<gray>Regel <white><rule></white> ergibt <white><level></white>',
  'levels.ownRuleOfGroup':
    '<gray>Regel <white><rule></white> ergibt <white><level></white>, weil du in der Gruppe <white><group></white> bist',
  'levels.ownNoRule': '<gray>Für dich gilt keine Regel.',
  'levels.ownVersion': '<gray>Version <version> der Regeln',
  'levels.ownOld':
    '<yellow>Die Grenzen lassen sich gerade nicht erfragen.</yellow> <gray>Das ist die letzte bekannte, vom <white><date></white>.',

  'levels.status':
    '<gray>Levelgrenzen: Version <white><version></white>, <white><age></white> s alt',
  'levels.status.none': '<yellow>Levelgrenzen: noch nichts gehört',

  'levels.usage':
    "<gray><click:run_command:'/levelcap list'><white>/levelcap list</white></click> die Regeln und ihre Version",
  'levels.usage.set':
    "<gray><click:suggest_command:'/levelcap set '><white>/levelcap set [Regel] [Zahl, Formel, on oder off] [Grund]</white></click> eine Regel ändern oder anlegen; eine Formel mit Leerzeichen steht in Anführungszeichen",
  'levels.usage.preview':
    "<gray><click:suggest_command:'/levelcap preview '><white>/levelcap preview [Regel oder Formel] [Variable]</white></click> was sie ergibt, ohne zu speichern",
  'levels.usage.reload':
    "<gray><click:run_command:'/levelcap reload'><white>/levelcap reload</white></click> die Grenzen neu holen",
  'levels.noKey':
    '<red>„<rule>“ kann keine Regel sein.</red> <gray>Schreibe 1 bis 32 aus a-z, 0-9, Bindestrich, Unterstrich.',
  'levels.noRule': '<red>Es gibt keine Regel „<rule>“.</red> <gray>Es gibt: <rules>.',

  'levels.list': '<aqua>Levelgrenzen, Version <white><version></white>',
  'levels.list.by': '<gray>Geändert <white><date></white> von <white><who></white>',
  'levels.list.none':
    '<gray>Keine Regeln: Niemand hat eine Grenze. Lege eine an mit <white>/levelcap set</white>.',
  'levels.rule':
    '<white><rule></white> <gray>= <white><what></white>, Vorrang <priority><conditions><off>',
  'levels.rule.if': '<gray>, wenn <white><condition></white>',
  'levels.rule.groups': '<gray>, für die Gruppen <white><groups></white>',
  'levels.rule.off': ' <red>(aus)',
  'levels.set': '<green>Gespeichert: <rule></green> <gray>Version <version>',
  'levels.set.changed':
    '<yellow>Jemand hat diese Regel inzwischen geändert; nichts wurde gespeichert.</yellow> <gray>Sie ist jetzt: <rule>',
  'levels.set.gone':
    '<yellow>Jemand hat diese Regel inzwischen entfernt; nichts wurde gespeichert.',
  'levels.reloaded':
    '<green>Die Grenzen von <players> Spielern sind geholt.</green> <gray>Version <version>',
  'levels.reloadFailed':
    '<yellow>Das Backend antwortet nicht; die letzten bekannten Grenzen gelten weiter.',
  'levels.preview': '<aqua><what></aqua> <gray>über <white><variable></white>:',
  'levels.preview.row': '<gray><variable> <white><at></white>: <white><level></white>',
  'levels.preview.none': 'keine Grenze',

  'levels.fault': '<gray><before><red><found></red><after>',
  'levels.fault.console': '<before><found><after>',
  'levels.fault.mark': '<mark>',
  'levels.fault.why': '<red><why></red> <gray>(Zeichen <position>)',
  'levels.fault.other': '<red>Regel „<path>“: <why>',
  'levels.problem.empty': 'Hier steht nichts.',
  'levels.problem.tooLong': 'Das ist zu lang: höchstens 256 Zeichen.',
  'levels.problem.characterRefused': 'Dieses Zeichen ist nicht erlaubt.',
  'levels.problem.operatorRefused': 'Dieser Operator ist nicht erlaubt; es gibt + - * / %.',
  'levels.problem.functionRefused': 'Diese Funktion gibt es nicht; es gibt min, max, floor, ceil.',
  'levels.problem.nameUnknown':
    'Diese Variable gibt es nicht; es gibt level, playtimeHours, badges, seasonDay, streakDays, linked.',
  'levels.problem.syntax': 'Das lässt sich hier nicht lesen.',
  'levels.problem.operatorMissing': 'Hier fehlt ein Operator.',
  'levels.problem.arity': 'Diese Funktion nimmt eine andere Zahl von Werten.',
  'levels.problem.tooManyParts': 'Das hat zu viele Teile.',
  'levels.problem.tooDeep': 'Das ist zu tief verschachtelt.',
  'levels.problem.numberTooLarge': 'Diese Zahl ist zu groß.',
  'levels.problem.notANumber': 'Das ergibt keine Zahl.',
  'levels.problem.notACondition': 'Das ist keine Bedingung wie level >= 10.',
  'levels.problem.divisionByZero': 'Das kann durch null teilen.',
  'levels.problem.belowZero': 'Das kann unter null fallen.',
  'levels.problem.tooLarge': 'Das kann zu groß werden.',
};
