// What the plugin's commands are called, and the permissions that open them: one list for the server
// and for the tests.
import type { Permission } from './platform/platform.ts';

/** What a player can do with `/mintkeep`: no commands of their own, with permissions of their own. */
export const wordsOfMintkeep = ['help', 'language', 'sounds'] as const;

/** Every command of a player; its permission is `mintkeep.player.<name>`. */
export const playerCommands: readonly string[] = [
  'shop',
  'buy',
  'sell',
  'market',
  'balance',
  'card',
  'pay',
  'leaderboard',
  'claim',
  'starter',
  'gacha',
  'link',
  'unlink',
  'redeem',
  'levelcap',
  'daily',
  'quests',
  ...wordsOfMintkeep,
];

/** All permissions: a player's for everyone, those of `admins` for operators. */
export function permissions(admins: readonly string[]): Permission[] {
  const group = (kind: 'player' | 'admin', names: readonly string[]): Permission[] => {
    const forWhom = kind === 'player' ? 'everyone' : 'operators';
    const children = names.map((name) => `mintkeep.${kind}.${name}`);
    return [
      ...children.map((name) => ({ name, description: `Use ${name}`, for: forWhom }) as const),
      {
        name: `mintkeep.${kind}.*`,
        description: `All of mintkeep.${kind}`,
        for: forWhom,
        children,
      },
    ];
  };
  return [
    ...group('player', playerCommands),
    ...group('admin', admins),
    {
      name: 'mintkeep.*',
      description: 'All of mintkeep',
      for: 'operators',
      children: ['mintkeep.player.*', 'mintkeep.admin.*'],
    },
  ];
}
