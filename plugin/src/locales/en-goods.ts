// What taking goods says, in English.
export const enGoods = {
  'goods.no.nothing': '<red>You hold none of that.',
  'goods.no.creative': '<red>Nothing can be sold in creative mode.',
  'goods.no.world': '<red>Nothing can be sold in this world.',
  'goods.no.blacklisted': '<red>This cannot be sold here.',
  'goods.no.tooComplex':
    '<red>This holds too much to be sold.</red> <gray>Empty it first, then try again.',
  'goods.no.pending':
    '<yellow>What you sold before is still being worked on.</yellow> <gray>Nothing is lost; try again in a moment.',
  'goods.no.savingOff': '<red>Nothing can be sold on this server: it saves no players.',
  'goods.noRoom':
    '<yellow>No room to give <white><item></white> back:</yellow> <gray>it stays safe. Free <white><slots></white> more slots; it comes by itself, or with <white>/claim</white>.',
} as const;
