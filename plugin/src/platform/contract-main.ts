// An entry for a server: runs the contract checks on Paper, one after the other, and logs how each
// ended. Whoever started the server reads the log.
import { goodsChecks } from './goods.contract.ts';
import { createPaper } from './paper.ts';
import { contractChecks } from './platform.contract.ts';
import type { Platform } from './platform.ts';

async function runContract(platform: Platform): Promise<void> {
  for (const check of contractChecks) {
    try {
      await check.run(platform);
      platform.log.info(`CONTRACT ok ${check.name}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      platform.log.error(`CONTRACT FAILED ${check.name}: ${why}`);
    }
  }
  platform.log.info('CONTRACT done');
}

/** The checks on the first player who is here, who holds what they need. */
function runGoodsContract(platform: Platform): void {
  const [player] = platform.players();
  if (!player) return platform.log.error('CONTRACT FAILED goods: nobody is here');
  for (const check of goodsChecks) {
    try {
      check.run(platform, player);
      platform.log.info(`CONTRACT ok ${check.name}`);
    } catch (error) {
      platform.log.error(`CONTRACT FAILED ${check.name}`, error);
    }
  }
}

/** A window with the thing in the first player's hand, and one whose bytes nobody can read. */
function showIcons(platform: Platform): void {
  const [player] = platform.players();
  const thing = player?.inHand()?.bytes;
  if (!player || thing === undefined) return platform.log.error('CONTRACT FAILED icons: no thing');
  const icon = { material: 'PAPER', name: { template: 'Unread' }, lore: [{ template: '5 coins' }] };
  const icons = new Map([
    [0, { ...icon, thing }],
    [1, { ...icon, material: 'DIAMOND', thing: 'AAAA' }],
  ]);
  platform.openMenu(player, {
    title: { template: 'Icons' },
    rows: 1,
    icons,
    onClick: () => undefined,
  });
}

/** Lays out coins and a text of the first player; changes of 13 coins are refused. */
function openBridge(platform: Platform): void {
  const [player] = platform.players();
  const bridge = platform.bridge();
  if (!player || !bridge) return platform.log.error('CONTRACT FAILED bridge: no bridge or player');
  let coins = 500;
  const layOut = (): void => bridge.balance(player.id, { spendable: coins, total: coins + 1_000 });
  bridge.placeholder('', 'balance', '');
  bridge.onBalance((_id, { total }) => bridge.placeholder(player.id, 'balance', String(total)));
  layOut();
  bridge.desk((_id, change, plugin) => {
    if (change === 13) throw new Error('This line belongs to the contract: a throw is a no.');
    if (coins + change < 0) return `${plugin} wants too many.`;
    coins += change;
    layOut();
    return null;
  });
  platform.log.info(`CONTRACT bridge ${bridge.hasVault} ${bridge.hasPlaceholders}`);
}

const paper = createPaper();
paper.command({
  name: 'contract-goods',
  permission: 'mintkeep.contract',
  forbidden: () => ({ template: 'Only the console can.' }),
  run: () => runGoodsContract(paper),
});
paper.after('contract', 0, () => void runContract(paper));
paper.command({
  name: 'contract-icon',
  permission: 'mintkeep.contract',
  forbidden: () => ({ template: 'Only the console can.' }),
  run: () => showIcons(paper),
});
paper.command({
  name: 'contract-bridge',
  permission: 'mintkeep.contract',
  forbidden: () => ({ template: 'Only the console can.' }),
  run: () => openBridge(paper),
});
