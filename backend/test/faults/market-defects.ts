// Known defects of the market, of taking things and of vouchers; as defects.ts has those of the rest.
import type { Defect } from './defects.ts';

// The backends live, so that much is traded: these are seen without their deaths.
const quiet = ['crash the game server'] as const;
const inTwoPlaces = 'goods are in two places, or in none';

export const marketDefects: readonly Defect[] = [
  {
    name: 'refusal of a hand-in not kept',
    what: 'things are refused and given back, and nothing is written under their id',
    edits: [
      {
        file: 'backend/src/market/goods.ts',
        find: 'async function refuse(',
        replace:
          'const refuse = (_tx, _input, _owner, { code, details }) => ' +
          "({ outcome: 'refused', code, details });\nasync function refuseAndKeep(",
      },
    ],
    faults: quiet,
    bursts: ['listings'],
    seenAs: ['goods got two answers', inTwoPlaces],
  },
  {
    name: 'handed in before the save',
    what: "the backend hears of things before the player's file is on disk without them",
    game: 'handInBeforeSave',
    faults: ['crash the game server'],
    seenAs: [inTwoPlaces],
  },
  {
    name: 'given back after any error',
    what: 'the game server takes an error for a no and gives things back',
    game: 'giveBackOnError',
    faults: ['lose the answers of the primary', 'kill a backend'],
    seenAs: [inTwoPlaces],
  },
  {
    name: 'listings limited without an owner document',
    what: 'listings of a seller are counted, and nothing is written that all of them write',
    edits: [
      {
        file: 'backend/src/market/store.ts',
        find: 'await takeTurn(scope, sellerId);',
        replace: '',
      },
    ],
    faults: quiet,
    bursts: ['listings'],
    seenAs: ['a limit was exceeded'],
  },
  {
    name: 'bought without writing the listing',
    what: 'a purchase counts what there is and what the buyer has, and does not write the listing',
    edits: [
      {
        file: 'backend/src/market/buy.ts',
        find: 'await takeFromListings(scope, accepted);',
        replace: '',
      },
    ],
    faults: quiet,
    bursts: ['listing', 'buyer'],
    seenAs: ['a limit was exceeded', inTwoPlaces],
  },
  {
    name: 'refund of an order without proof',
    what: 'an order is paid back while a game server still has its goods, and they are for sale again',
    edits: [
      {
        file: 'backend/src/market/orders-staff.ts',
        find: "=== 'voided' ? 'notGiven' : 'wait'",
        replace: "? 'notGiven' : 'wait'",
      },
    ],
    faults: quiet,
    // It takes a refund that comes while a game server has the goods in its hands.
    seconds: 30,
    seenAs: ['delivered and refunded', inTwoPlaces],
  },
  {
    name: 'paid out when handed to a game server',
    what: 'the seller gets the coins while the goods may still prove not given',
    edits: [
      {
        file: 'backend/src/market/orders-jobs.ts',
        find: "on: 'delivery.cancelling',\n  run: async (tx, { ref }) => {\n    if (ref.refType === 'order') await awaitVoid(tx, ref.refId);",
        replace:
          "on: 'delivery.cancelling',\n  run: async (tx, { ref }) => {\n    if (ref.refType === 'order') await payEarly(tx, ref.refId);",
      },
      {
        file: 'backend/src/market/orders-jobs.ts',
        find: "import { awaitVoid, fulfilDelivered, refundVoided } from './settle.ts';",
        replace:
          "import { getOrderDoc, isOpen, payOut, fulfilDelivered, refundVoided } from './settle.ts';\n" +
          'const payEarly = async (tx, orderId) => {\n' +
          '  const order = await getOrderDoc(tx, orderId);\n' +
          '  if (isOpen(order)) await payOut(tx, order);\n};',
      },
    ],
    faults: quiet,
    seenAs: ['an order does not fit its delivery or its coins'],
  },
  {
    name: 'goods back to the listing and to the seller',
    what: 'what an order gives back goes to its listing, and home to the seller too',
    edits: [
      {
        file: 'backend/src/market/listings.ts',
        find: 'open ? null : await returnGoods(',
        replace: 'await returnGoods(',
      },
    ],
    faults: quiet,
    seenAs: [inTwoPlaces],
  },
  {
    name: 'fee paid on top',
    what: 'the seller gets the whole price, and the treasury gets its fee too',
    edits: [
      {
        file: 'backend/src/ledger/escrow.ts',
        find: 'const netCoins = totalCoins - feeCoins;',
        replace: 'const netCoins = totalCoins;',
      },
    ],
    faults: quiet,
    seenAs: ['a read of the totals does not add up', 'the ledger does not replay to the balances'],
  },
  {
    name: 'fee rounded up',
    what: 'a part of a coin of the fee is taken from the seller as a whole one',
    edits: [
      {
        file: 'backend/src/pricing/decide.ts',
        find: '(BigInt(totalCoins) * inParts(feeRatio)) / BigInt(parts)',
        replace: '(BigInt(totalCoins) * inParts(feeRatio) + BigInt(parts - 1)) / BigInt(parts)',
      },
    ],
    faults: quiet,
    seenAs: ['an order does not fit its delivery or its coins'],
  },
  {
    name: 'voucher redeemed without asking for its state',
    what: 'whoever knows a code gets a delivery of its own',
    edits: [
      {
        file: 'backend/src/vouchers/service.ts',
        find: "if (status === 'redeemed') {",
        replace: 'if (false) {',
      },
      {
        file: 'backend/src/vouchers/service.ts',
        find: "if (status !== 'pending' || voucher.expiresAt <= tx.now)",
        replace: 'if (voucher.expiresAt <= tx.now)',
      },
      {
        file: 'backend/src/vouchers/service.ts',
        find: "const open = { status: 'pending', returns: voucher.returns,",
        replace: 'const open = {',
      },
      {
        file: 'backend/src/vouchers/service.ts',
        find: '`${_id}/${String(returns)}`',
        replace: '`${_id}/${String(returns)}/${String(Math.random())}`',
      },
    ],
    faults: quiet,
    bursts: ['redeem'],
    seenAs: ['a voucher was redeemed twice'],
  },
  {
    name: 'entry id not remembered',
    what: 'what a plugin took is settled again each time that it is told',
    edits: [
      {
        file: 'backend/src/holds/settle.ts',
        find: "operationIdOf(`server:${serverId}`, 'holds.entry', entryId)",
        replace:
          "operationIdOf(`server:${serverId}`, 'holds.entry', entryId + String(Math.random()))",
      },
    ],
    faults: quiet,
    seenAs: ['an entry of a plugin is not settled once'],
  },
];
