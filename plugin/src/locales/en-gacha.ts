// What players read of draws and of their starter, in English.
export const enGacha = {
  'gacha.title': '<dark_green>Draws',
  'gacha.tableTitle': '<dark_green><table>: the odds',
  'gacha.confirmTitle': '<dark_green>Roll <table>?',
  'gacha.resultTitle': '<dark_green><table>',
  'gacha.none': '<gray>There is nothing to draw right now. Come back later!',
  'gacha.usage':
    '<gray>Write <white>/gacha</white>, <white>/gacha odds [table]</white> or <white>/gacha roll [table]</white>.',
  'gacha.unknownTable':
    '<red>There is no draw “<table>”.</red> <gray>There are: <white><tables></white>.',
  'gacha.whichTable': '<gray>Which one? There are: <white><tables></white>.',
  'gacha.tableName': '<white><table>',
  'gacha.cost': '<gray>One roll: <yellow><price>',
  'gacha.free': '<gray>Free, once for each player',
  'gacha.entries': '<gray>One of <white><count></white>',
  'gacha.open': '<gray>Click to see the odds.',
  'gacha.odds': '<gray>Comes in <white><percent></white> of all rolls',
  'gacha.oddsExact': '<gray>exactly <white><weight></white> in <white><total></white>',
  'gacha.head': '<white><table></white>  <cost>',
  'gacha.line': '<yellow><percent></yellow> <white><item></white> <gray>(<weight> in <total>)',
  'gacha.affordable': '<green>✔ Your coins are enough for <white><count></white>.',
  'gacha.tooExpensive': '<red>✘ You need <yellow><missing></yellow> more.',
  'gacha.roll': '<green>Roll for <yellow><price>',
  'gacha.rollHint': '<gray>You are asked once more.',
  'gacha.unaffordable': '<red>You cannot afford a roll.',
  'gacha.yes': '<green>Yes, roll for <yellow><price>',
  'gacha.left': '<gray>You keep <yellow><balance></yellow>.',
  'gacha.wait': '<gray>One moment, please…',
  'gacha.waitHint': '<gray>You may close this; nothing is lost.',
  'gacha.passing': '<gray><item>',
  'gacha.drawn': '<green>You drew <white><item>',
  'gacha.won':
    '<green>You drew <white><item></white> from <white><table></white> for <yellow><price></yellow>.',
  'gacha.balanceLeft':
    '<gray>You have <yellow><balance></yellow> left. It comes to you at once; when there is no room: <white>/claim</white>.',
  'gacha.busy': '<gray>Your last draw is still being worked on.',
  'gacha.slow': '<gray>The draw is slow. It is being looked after; the result comes here.',
  'gacha.away':
    '<red>The draw cannot be reached right now.</red> <gray>Nothing was taken. Please try again in a minute.',
  'gacha.unclear':
    '<yellow>The draw cannot be reached right now.</yellow> <gray>Nothing is lost: it is asked for again until it is clear, and never twice.',
  'gacha.changed':
    '<yellow>The odds or the cost have just changed.</yellow> <gray>Nothing was taken: look at them again with <white>/gacha</white>.',

  'starter.title': '<dark_green>Your starter',
  'starter.none': '<gray>This server gives no starter.',
  'starter.usage':
    '<gray>Write <white>/starter</white>, <white>/starter claim</white>, <white>/starter status</white> or <white>/starter odds</white>.',
  'starter.claim': '<green>Claim your starter',
  'starter.claimHint': '<gray>One of these comes to you, once and for ever.',
  'starter.got': '<green>Your starter is <white><item></white>.',
  'starter.comes': '<gray>It comes to you at once; when there is no room: <white>/claim</white>.',
  'starter.status.unclaimed':
    '<green>Your starter waits for you:</green> <gray>write <white>/starter claim</white>.',
  'starter.status.pending':
    '<yellow>Your starter is on its way.</yellow> <gray>Is there room? Then <white>/claim</white>.',
  'starter.status.in_progress': '<yellow>Your starter is being handed over.',
  'starter.status.delivered': '<gray>You have had your starter.',
  'starter.status.failed':
    '<yellow>Your starter did not arrive.</yellow> <gray>Write <white>/starter claim</white> again.',
  'starter.attempts': '<gray>Hand-overs so far: <white><count>',
} as const;
