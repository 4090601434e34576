// What a player can do by command: one list for the help, its tests and the permissions. What each
// does, and how it is written, stands in the locale files.

/** Every one, in the order of the help: `typed` is what a click puts into the chat line. */
export const helpEntries = [
  { name: 'shop', typed: '/shop ', example: '/shop info bread' },
  { name: 'buy', typed: '/buy ', example: '/buy bread 16' },
  { name: 'sell', typed: '/sell ', example: '/sell hand' },
  { name: 'market', typed: '/market', example: '/market' },
  { name: 'balance', typed: '/balance', example: '/balance' },
  { name: 'card', typed: '/card', example: '/card' },
  { name: 'pay', typed: '/pay ', example: '/pay Alex 100' },
  { name: 'leaderboard', typed: '/leaderboard', example: '/leaderboard season' },
  { name: 'claim', typed: '/claim', example: '/claim' },
  { name: 'starter', typed: '/starter ', example: '/starter odds' },
  { name: 'gacha', typed: '/gacha ', example: '/gacha odds' },
  { name: 'link', typed: '/link', example: '/link' },
  { name: 'unlink', typed: '/unlink', example: '/unlink' },
  { name: 'redeem', typed: '/redeem ', example: '/redeem ABCD-EFGH' },
  { name: 'levelcap', typed: '/levelcap', example: '/levelcap' },
  { name: 'daily', typed: '/daily', example: '/daily' },
  { name: 'quests', typed: '/quests', example: '/quests' },
  { name: 'help', typed: '/mintkeep help ', example: '/mintkeep help shop' },
  { name: 'language', typed: '/mintkeep language ', example: '/mintkeep language auto' },
  { name: 'sounds', typed: '/mintkeep sounds ', example: '/mintkeep sounds off' },
] as const;
export type PlayerCommand = (typeof helpEntries)[number]['name'];

export type HelpEntry = (typeof helpEntries)[number];
