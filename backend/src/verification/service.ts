// Verification: proves by a code that a game account and a Discord user are one person, and links
// them. Whoever shows the code in Discord is the business of the bot; this knows no Discord.
import type { KeyObject } from 'node:crypto';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { codeLifetimeMs } from '@mintkeep/shared/verification.ts';
import type {
  generateCode as generate,
  linkStatus,
  verifyCode as verify,
} from '@mintkeep/shared/verification.ts';
import { audit } from '../audit/service.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { postEarning, postMerge } from '../ledger/service.ts';
import * as players from '../players/service.ts';
import type { Ban, DiscordUser, Player } from '../players/service.ts';
import { hashOf, newCode } from './code.ts';
import * as store from './store.ts';

export { codeKeyOf } from './code.ts';
export { admitAttempt } from './attempts.ts';

/** What linking needs besides the transaction. */
export interface Linking {
  readonly codeKey: KeyObject;
  /** How many game accounts one Discord user may link (D28). */
  readonly accountsPerDiscordUserMax: number;
  /** What a first link brings; 0 for nothing. */
  readonly rewardCoins: number;
  /** How often one caller may enter a code within a minute (S0-025). */
  readonly attemptsPerMinuteMax: number;
}

type Link = ReplyOf<typeof verify>;

/**
 * Makes a code for a player, in the place of the last one. The code is in the answer and nowhere
 * else. Refuses `PLAYER_LINKED` (S0-020 to S0-022).
 */
export async function generateCode(
  tx: Tx,
  { codeKey }: Linking,
  input: InputOf<typeof generate>,
): Promise<ReplyOf<typeof generate>> {
  const player = await players.ensurePlayer(tx, input);
  if (player.discordId !== null) throw new Refusal('PLAYER_LINKED');
  const code = newCode();
  const expiresAt = new Date(tx.now.getTime() + codeLifetimeMs);
  await store.putCode(tx, {
    _id: input.minecraftUUID,
    minecraftName: input.name,
    codeHash: hashOf(codeKey, code),
    expiresAt,
  });
  return { code, expiresAt: expiresAt.toISOString() };
}

/**
 * Uses a code: links the game account that made it with this Discord user. The one way for every
 * door, the Discord bot included; each door first calls `admitAttempt`. Refuses `LINK_CODE_UNKNOWN`
 * (never made, used, or voided by a newer one), `LINK_CODE_EXPIRED`, `PLAYER_LINKED`,
 * `LINK_LIMIT_REACHED`, `BALANCE_TOO_LARGE`.
 */
export async function verifyCode(
  tx: Tx,
  linking: Linking,
  { code, ...user }: { readonly code: string } & DiscordUser,
): Promise<Link> {
  const codeHash = hashOf(linking.codeKey, code);
  const made = await store.findCode(tx, codeHash);
  if (!made) throw new Refusal('LINK_CODE_UNKNOWN');
  if (made.expiresAt <= tx.now) throw new Refusal('LINK_CODE_EXPIRED');
  await store.useCode(tx, codeHash);
  return linkPlayer(tx, linking, made._id, user);
}

async function linkPlayer(
  tx: Tx,
  linking: Linking,
  minecraftUUID: string,
  user: DiscordUser,
): Promise<Link> {
  const { discordId } = user;
  // First, so that of many links of one Discord user at once each sees those before it (D28).
  await store.takeOwner(tx, discordId);
  const player = await players.getPlayer(tx, minecraftUUID);
  if (player.discordId !== null) throw new Refusal('PLAYER_LINKED');
  if ((await players.countLinked(tx, discordId)) >= linking.accountsPerDiscordUserMax) {
    throw new Refusal('LINK_LIMIT_REACHED', { max: linking.accountsPerDiscordUserMax });
  }
  const merged = await mergeDiscordOnly(tx, player, discordId);
  await players.writeLink(tx, player._id, user);
  const rewardCoins = await payReward(tx, linking, player, discordId);
  const linked = await players.getPlayer(tx, minecraftUUID);
  await logEvent(tx, {
    eventType: 'link',
    playerId: player._id,
    before: { ...linkOf(player), merged: merged && { ...merged } },
    after: { ...linkOf(linked), rewardCoins },
  });
  const mergedPlayerId = merged?._id ?? null;
  tx.emit({
    type: 'player.linked',
    playerId: player._id,
    minecraftUUID,
    discordId,
    mergedPlayerId,
  });
  return { playerId: player._id, minecraftUUID, discordId };
}

/** What a link may change of a player: what the event log keeps of it. */
const linkOf = ({
  discordId,
  discordName,
  linkedAt,
  walletBalanceCoins,
  frozen,
  banned,
}: Player) => ({
  discordId,
  discordName: discordName ?? null,
  linkedAt: linkedAt ?? null,
  walletBalanceCoins,
  frozen,
  banned,
});

/**
 * Merges the player that the Discord user was without a game account into this one: coins, a freeze
 * and a ban. Two game accounts are never merged (D28, C-10).
 */
async function mergeDiscordOnly(tx: Tx, into: Player, discordId: string): Promise<Player | null> {
  const from = await players.findDiscordOnly(tx, discordId);
  if (!from) return null;
  await postMerge(tx, from, into);
  const ban = longerBan(from, into, tx.now);
  if (ban && ban !== into.banned) await players.setBan(tx, into._id, ban);
  return from;
}

/** The ban that holds for two players who are one: the longer of those in force. */
function longerBan(from: Player, into: Player, now: Date): Ban | null {
  const endOf = (player: Player): number =>
    players.isBanned(player, now) ? (player.banned?.untilAt?.getTime() ?? Infinity) : 0;
  return endOf(from) > endOf(into) ? from.banned : into.banned;
}

/** Pays the reward where neither the player nor the Discord user ever had it; answers how much. */
async function payReward(
  tx: Tx,
  { rewardCoins: amountCoins }: Linking,
  { _id: playerId }: Player,
  discordId: string,
): Promise<number> {
  if (amountCoins === 0) return 0;
  if (!(await store.claimReward(tx, { playerId, discordId, amountCoins }))) return 0;
  const meta = { cause: 'link', discordId };
  await postEarning(tx, { playerId, amountCoins, reason: 'link', meta });
  return amountCoins;
}

/** Says whether a game account is linked, and with whom; one nobody knows is not. */
export async function statusOf(
  scope: ReadScope,
  minecraftUUID: string,
): Promise<ReplyOf<typeof linkStatus>> {
  const [player] = await players.findPlayers(scope, [minecraftUUID]);
  if (!player?.discordId) return { linked: false };
  const { discordId, discordName, linkedAt } = player;
  return {
    linked: true,
    discordId,
    ...(discordName ? { discordName } : {}),
    ...(linkedAt ? { linkedAt: linkedAt.toISOString() } : {}),
  };
}

/**
 * Ends the link of a game account: asked by the player, or by staff with a reason, which is audited.
 * Coins stay where they are. Refuses `PLAYER_UNKNOWN`, `PLAYER_NOT_LINKED`.
 */
export async function unlink(
  tx: Tx,
  { minecraftUUID, reason }: { readonly minecraftUUID: string; readonly reason: string | null },
): Promise<Link> {
  const player = await players.getPlayer(tx, minecraftUUID);
  const { _id: playerId, discordId } = player;
  if (discordId === null) throw new Refusal('PLAYER_NOT_LINKED');
  await store.takeOwner(tx, discordId);
  await players.writeLink(tx, playerId, null);
  const before = linkOf(player);
  const after = linkOf({ ...player, discordId: null, discordName: null, linkedAt: null });
  await logEvent(tx, { eventType: 'unlink', playerId, before, after });
  if (reason !== null) {
    const target = { type: 'player', id: playerId };
    await audit(tx, { action: 'player.unlink', target, reason, before, after });
  }
  tx.emit({ type: 'player.unlinked', playerId, minecraftUUID, discordId });
  return { playerId, minecraftUUID, discordId };
}
