// Operators of the database, in every place of a request where a text can stand (S10, API8). A
// monitor on what the driver sends says what arrived there: of a request only values, never a rule.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Document } from 'mongodb';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { testApp } from '../app.ts';
import { panelOf, staffMember } from '../staff.ts';
import { asker, attackedContracts, exampleBody } from './asker.ts';
import type { Replaced } from './asker.ts';
import { putExampleWorld } from './example-world.ts';
import { appOn, watchedContext } from './watched-app.ts';
import type { Sent } from './watched-app.ts';

const opened = testApp();
const watched = watchedContext(opened);
const own = appOn(() => watched.ctx);
let memberId: string;
beforeAll(async () => {
  ({ memberId } = await staffMember(opened, 'SUPERADMIN'));
});
const panel = () => panelOf(opened, memberId);
const ask = asker(() => ({ app: own.app, key: opened.key, panel }));
const contracts = await attackedContracts();

/** In every hostile value, so that it is found wherever it comes out. */
const canary = 'zq7canary';

/** What a database would obey, as JSON and as text. */
const values: readonly unknown[] = [
  { $gt: canary },
  { $ne: canary },
  { $in: [canary] },
  { $regex: canary, $options: 's' },
  { $where: `return "${canary}"` },
  { $expr: { $eq: ['$_id', canary] } },
  { $function: { body: canary, args: [], lang: 'js' } },
  { $set: { walletBalanceCoins: canary } },
  { $jsonSchema: { title: canary } },
  [{ $gt: canary }],
  [canary, { $ne: null }],
  { [`${canary}.$ne`]: null },
  { $oid: canary },
  { _bsontype: 'ObjectId', id: canary },
  { _bsontype: 'Code', code: canary },
  { toString: canary },
];
const texts: readonly string[] = [
  `$${canary}`,
  `$$ROOT.${canary}`,
  `{"$gt":"${canary}"}`,
  `';return "${canary}";//`,
  `${canary}[$ne]`,
  `.*${canary}`,
];

/** Suffixes of a name in a query that other parsers turn into operators. */
const suffixes = ['[$ne]', '[$gt]', '[$regex]', '[]', '.$ne', '[__proto__]', '[constructor]'];

/** Operators that this backend's own commands are made of; none of them runs what a value says. */
const ownOperators = new Set([
  ...['$eq', '$ne', '$in', '$nin', '$gt', '$gte', '$lt', '$lte', '$or', '$and', '$not', '$exists'],
  ...['$type', '$elemMatch', '$all', '$size', '$set', '$unset', '$inc', '$min', '$max', '$mul'],
  ...['$setOnInsert', '$push', '$pull', '$pop', '$addToSet', '$each', '$slice', '$currentDate'],
  ...['$expr', '$literal', '$cond', '$switch', '$ifNull', '$add', '$subtract', '$multiply'],
  ...['$divide', '$floor', '$ceil', '$trunc', '$round', '$mod', '$abs', '$dateTrunc', '$dateDiff'],
  ...['$dateAdd', '$filter', '$map', '$reduce', '$concatArrays', '$arrayElemAt', '$mergeObjects'],
  ...['$match', '$group', '$sum', '$avg', '$sort', '$limit', '$skip', '$project', '$addFields'],
  ...['$count', '$lookup', '$unwind', '$first', '$last', '$facet', '$setWindowFields', '$rank'],
  // Of the protocol and not of any question.
  ...['$db', '$clusterTime', '$readPreference'],
]);

/** What is wrong with a command: an operator not ours, or a text of a request that could rule. */
function faultsOf({ name, command }: Sent): string[] {
  const faults: string[] = [];
  const look = (value: unknown, path: string, isPipeline: boolean): void => {
    if (typeof value === 'string') {
      const isExpression = isPipeline && value.startsWith('$') && value.includes(canary);
      if (isExpression) faults.push(`${path} is an expression: ${value}`);
      return;
    }
    if (typeof value !== 'object' || value === null || value instanceof Date) return;
    for (const [key, field] of Object.entries(value as Document)) {
      const at = `${path}.${key}`;
      if (key.startsWith('$') && !ownOperators.has(key))
        faults.push(`${at} is no operator of ours`);
      if (key.includes(canary)) faults.push(`${at} is a name out of a request`);
      const isUpdateByPipeline = (key === 'u' || key === 'update') && Array.isArray(field);
      look(field, at, isPipeline || key === 'pipeline' || isUpdateByPipeline || key === '$expr');
    }
  };
  look(command, name, false);
  return faults;
}

/** Every hostile request that a contract's fields can be made into. */
function* attacksOn(contract: Contract): Generator<readonly [string, Replaced]> {
  const names = (fields: Contract['body']) => Object.keys(fields?.shape ?? {});
  const all = [...names(contract.params), ...names(contract.query), ...names(contract.body)];
  for (const text of [...texts, ...values.map((value) => JSON.stringify(value))]) {
    const segment = encodeURIComponent(text).slice(0, 90);
    for (const field of names(contract.params)) {
      yield [`path ${field}=${text}`, { params: { [field]: segment } }];
    }
    for (const field of names(contract.query)) {
      yield [`query ${field}=${text}`, { query: `${field}=${encodeURIComponent(text)}` }];
    }
  }
  for (const field of [...all, '_id', '$where', '__proto__']) {
    for (const suffix of suffixes) {
      const query = `${encodeURIComponent(field + suffix)}=${canary}`;
      yield [`query ${field}${suffix}`, { query }];
    }
  }
  const body = exampleBody(contract);
  for (const field of names(contract.body)) {
    for (const value of [...values, ...texts]) {
      const payload = JSON.stringify({ ...body, [field]: value });
      yield [`body ${field}=${JSON.stringify(value)}`, { payload }];
    }
  }
}

describe.each(contracts)('%s', (_name, contract) => {
  test('takes no operator from a request: 400 or harmless, never a fault (S10, S0-031)', async () => {
    await putExampleWorld(opened.ctx);
    const faults: unknown[] = [];
    let asked = 0;
    for (const [what, replaced] of attacksOn(contract)) {
      watched.sent.length = 0;
      const idempotencyKey = `an-attack-of-many-${String((asked += 1))}`;
      const { status, text } = await ask(contract, { ...replaced, idempotencyKey });
      if (status >= 500) faults.push([what, status, text]);
      for (const fault of watched.sent.flatMap(faultsOf)) faults.push([what, fault]);
    }
    expect(faults.slice(0, 10)).toEqual([]);
    expect(asked).toBeGreaterThan(10);
  }, 120_000);
});

test('the monitor sees what is sent, and an operator out of a request would show', async () => {
  watched.sent.length = 0;
  const db = watched.ctx.db.collection('players');
  await db.findOne({ minecraftName: { $regex: canary } });
  await db.updateOne({ _id: 'x' as never }, [{ $set: { minecraftName: `$${canary}` } }]);
  const seen = watched.sent.filter(({ name }) => name === 'find' || name === 'update');
  expect(seen.map((one) => faultsOf(one).length)).toEqual([1, 1]);
});
