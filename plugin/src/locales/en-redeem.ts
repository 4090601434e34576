// What vouchers say, in English. {code} stands where MiniMessage puts in no placeholder.
export const enRedeem = {
  'redeem.usage': '<gray>Write <white>/redeem [code]</white>, as it stands on the voucher.',
  'redeem.done':
    '<green>You redeemed a voucher for <white><item></white>.</green> <gray>It comes to you at once; when there is no room: <white>/claim</white>.',
  'redeem.away':
    '<red>Vouchers cannot be redeemed right now.</red> <gray>Yours stays as it is. Please try again in a minute.',
  'redeem.unclear':
    '<yellow>It is not clear yet whether it went through.</yellow> <gray>Nothing is lost: it is asked for again until it is clear, and never counts twice.',
  'redeem.busy': '<gray>Your last voucher is still being worked on.',
  'redeem.code':
    "<gray>The code: <click:copy_to_clipboard:'{code}'><hover:show_text:'Click to copy'><aqua><code></aqua></hover></click> <gray>(click to copy)",
  'redeem.codeHint':
    '<gray>Whoever enters it first with <white>/redeem</white> gets the goods. Keep it safe; you have <yellow><balance></yellow> left.',
} as const;
