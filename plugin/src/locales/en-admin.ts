// What admins and staff read of /mintkeep, in English.
export const enAdmin = {
  'admin.title': '<aqua>Mintkeep <white><version>',
  'admin.help.status':
    "<click:run_command:'/mintkeep status'><white>/mintkeep status</white></click> <gray>is the backend there, how fast, what is in hand",
  'admin.help.reload':
    "<click:suggest_command:'/mintkeep reload'><white>/mintkeep reload</white></click> <gray>read settings and words again; nothing is lost",
  'admin.help.debug':
    "<click:run_command:'/mintkeep debug'><white>/mintkeep debug</white></click> <gray>one report to paste, without secrets",
  'admin.help.receipts':
    "<click:suggest_command:'/mintkeep receipts '><white>/mintkeep receipts [player]</white></click> <gray>what was handed over to a player",
  'admin.help.balance':
    "<click:suggest_command:'/mintkeep balance '><white>/mintkeep balance [player]</white></click> <gray>a player’s coins",
  'admin.help.adjust':
    "<click:suggest_command:'/mintkeep adjust '><white>/mintkeep adjust [player] [coins] [reason]</white></click> <gray>give coins, or take them with a minus",
  'admin.help.freeze':
    "<click:suggest_command:'/mintkeep freeze '><white>/mintkeep freeze [player] [reason]</white></click> <gray>no coins leave the wallet",
  'admin.help.unfreeze':
    "<click:suggest_command:'/mintkeep unfreeze '><white>/mintkeep unfreeze [player] [reason]</white></click> <gray>coins may leave it again",
  'admin.help.ban':
    "<click:suggest_command:'/mintkeep ban '><white>/mintkeep ban [player] [hours, if not for ever] [reason]</white></click> <gray>remove a player and keep the player out",
  'admin.help.unban':
    "<click:suggest_command:'/mintkeep unban '><white>/mintkeep unban [player] [reason]</white></click> <gray>let a player in again",
  'admin.help.refund':
    "<click:suggest_command:'/mintkeep refund '><white>/mintkeep refund [purchase] [reason]</white></click> <gray>pay a purchase back",
  'admin.status.reachable':
    '<green>Backend: reachable</green><gray>, answered in <latency> ms, <ago> s ago',
  'admin.status.silent': '<yellow>Backend: nothing heard yet',
  'admin.status.away':
    '<red>Backend: away</red><gray>; asking again by itself. Last heard <ago> s ago',
  'admin.status.clock': '<gray>Clocks differ by <ms> ms',
  'admin.status.work':
    '<gray>Deliveries in hand: <white><hand></white>, answers not heard yet: <white><waiting></white>, players: <white><players>',
  'admin.reloading': '<green>Reloading.',
  'admin.reload.fault': '<red><line>',
  'admin.reload.settings': '<gray>Settings that changed: <white><names>',
  'admin.reload.texts': '<gray>Texts that changed: <white><count>',
  'admin.reload.same': '<gray>No setting and no text has changed.',
  'admin.receipts.usage':
    '<gray>Write <white>/mintkeep receipts [player]</white>; the player must be here.',
  'admin.receipts.count': 'receipts <name>: <count>',
  'admin.receipts.line': 'receipt <id> <receipt> <at>',
  'admin.debug.line': '<gray><line>',
  'admin.slow': '<gray>One moment, please…',
  'admin.away': '<red>The backend cannot be reached.</red> <gray>Nothing was changed.',
  'admin.unclear':
    '<yellow>No answer came: it may have happened, or not.</yellow> <gray>Look before you repeat it, as with <white>/mintkeep balance [player]</white>.',
  'admin.invalid':
    '<red>The backend does not take that.</red> <gray>A reason is one line of at most 128 characters.',
  'admin.player.unknown':
    '<red>Nobody called “<name>” is known.</red> <gray>A player is known from the first join on.',
  'admin.player.several':
    '<yellow>Several players were called “<name>”.</yellow> <gray>Name one by the UUID: <white><ids>',
  'admin.player.gone': '<red>That player is not known any more.',
  'admin.balance':
    '<green><white><name></white> has <yellow><coins></yellow>.</green> <gray>Earned <earned>, spent <spent>.',
  'admin.balance.frozen': '<aqua>Frozen: no coins leave the wallet.',
  'admin.balance.banned': '<red>Banned <until>: <reason>',
  'admin.balance.usage': '<gray>Write <white>/mintkeep balance [player]</white>.',
  'admin.adjust.given':
    '<green><white><name></white> was given <yellow><amount></yellow> and has <yellow><balance></yellow> now.',
  'admin.adjust.taken':
    '<green><yellow><amount></yellow> were taken from <white><name></white>, who has <yellow><balance></yellow> now.',
  'admin.adjust.belowZero':
    '<red>That is more than there is:</red> <gray>the player has <yellow><balance></yellow>.',
  'admin.adjust.tooLarge':
    '<red>That is more than one can count:</red> <gray>the player has <yellow><balance></yellow>.',
  'admin.adjust.usage':
    '<gray>Write <white>/mintkeep adjust [player] [coins] [reason]</white>: coins as 100, 1.5k or -2m, the reason in up to 128 characters.',
  'admin.freeze.done': '<green><white><name></white> is frozen: no coins leave the wallet.',
  'admin.freeze.usage': '<gray>Write <white>/mintkeep freeze [player] [reason]</white>.',
  'admin.unfreeze.done': '<green><white><name></white> is not frozen.',
  'admin.unfreeze.usage': '<gray>Write <white>/mintkeep unfreeze [player] [reason]</white>.',
  'admin.ban.done': '<green><white><name></white> is banned <until>.',
  'admin.ban.forEver': 'for ever',
  'admin.ban.until': 'until <date>',
  'admin.ban.usage':
    '<gray>Write <white>/mintkeep ban [player] [reason]</white>, or with a time before the reason: 24 for hours, 7d for days.',
  'admin.unban.done': '<green><white><name></white> is not banned.',
  'admin.unban.usage': '<gray>Write <white>/mintkeep unban [player] [reason]</white>.',
  'admin.refund.done':
    '<green>Paid back: <yellow><amount></yellow>.</green> <gray>The player has <yellow><balance></yellow> now.',
  'admin.refund.pending':
    '<yellow>The delivery is cancelled.</yellow> <gray>The coins come back as soon as the game server has proved that nothing was handed over.',
  'admin.refund.usage':
    '<gray>Write <white>/mintkeep refund [purchase] [reason]</white>: the purchase by its id.',
} as const;
