// npm run model: tells seeded stories of deliveries against crashes, lost messages, cancels and
// restores, and counts. `--orders N` how many, `--seed N` where to begin. The last line is the
// counts; any that is not zero ends with 1 and names its seed.
import { parseArgs } from 'node:util';
import { tellStory, wrongs } from '../backend/test/model/story.ts';

const ordersPerStory = 6;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
  },
});
const orders = Number(values.orders);
const firstSeed = Number(values.seed);
if (!Number.isSafeInteger(orders) || orders < 1 || !Number.isSafeInteger(firstSeed)) {
  throw new Error('--orders and --seed are whole numbers.');
}

const startedAt = performance.now();
const sums = { lost: 0, twice: 0, stuck: 0, both: 0 };
const stories = Math.ceil(orders / ordersPerStory);
for (let story = 0; story < stories; story += 1) {
  const seed = firstSeed + story;
  const outcome = tellStory(seed, ordersPerStory);
  for (const kind of wrongs) {
    if (outcome[kind] === 0) continue;
    if (sums[kind] === 0) process.stdout.write(`${kind}: first seen with --seed ${String(seed)}\n`);
    sums[kind] += outcome[kind];
  }
}
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
process.stdout.write(
  `${String(stories * ordersPerStory)} orders in ${seconds} s, seeds ${String(firstSeed)} to ` +
    `${String(firstSeed + stories - 1)}: ${String(sums.lost)} lost, ${String(sums.twice)} twice, ` +
    `${String(sums.stuck)} stuck, ${String(sums.both)} delivered and refunded\n`,
);
if (Object.values(sums).some((sum) => sum > 0)) process.exitCode = 1;
