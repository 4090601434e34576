// What paying says, in English. {token} stands where MiniMessage puts in no placeholder.
export const enPay = {
  'pay.usage':
    '<gray>Write <white>/pay [player] [coins]</white>, as <white>/pay Alex 1.5k</white>. To take no coins of others: <white>/pay toggle</white>.',
  'pay.notAmount':
    '<red>“<amount>” is not an amount.</red> <gray>Write whole coins, as 50, 1.5k or 2m.',
  'pay.unknown': '<red>No player called <white><player></white> was ever here.',
  'pay.tooSmall': '<red>That is too little:</red> <gray>at least <yellow><coins></yellow>.',
  'pay.refuses': '<red><white><player></white> takes no coins right now.',
  'pay.full': '<red><white><player></white> has more coins than one can count.',
  'pay.ask':
    "<yellow>Pay <white><coins></white> to <white><player></white>?</yellow> <click:run_command:'/pay confirm {token}'><hover:show_text:'Click to pay'><green>[Yes, pay]</green></hover></click> <gray>or <white>/pay confirm</white> within <seconds> seconds.",
  'pay.nothing': '<gray>There is nothing to confirm any more.',
  'pay.busy': '<gray>Your last payment is still being worked on.',
  'pay.away':
    '<red>The bank cannot be reached right now.</red> <gray>Nothing was paid. Please try again in a minute.',
  'pay.unclear':
    '<yellow>The bank cannot be reached right now.</yellow> <gray>Nothing is lost: your payment is asked for again until it is clear, and never twice.',
  'pay.paid':
    '<green>You paid <yellow><coins></yellow> to <white><player></white>.</green> <gray>You have <yellow><balance></yellow> left.',
  'pay.got': '<green><white><player></white> paid you <yellow><coins></yellow>.',
  'pay.gotAway':
    '<green>While you were away, <white><player></white> paid you <yellow><coins></yellow>.',
  'pay.gotAwayMany':
    '<green>While you were away, you were paid <white><count> times</white>: <yellow><coins></yellow> in all.',
  'pay.payable': '<green>Other players can pay you coins.',
  'pay.notPayable':
    '<yellow>Other players cannot pay you coins any more.</yellow> <gray>To change it back: <white>/pay toggle</white>.',
} as const;
