// The bench of the catalogue: GET /api/shop/items with 1,000 rewards, the longest answer a menu asks
// for, beside the smallest signed answer.
import { rewardsCount, startBackend } from './backend.ts';
import { openClient } from './client.ts';
import { runLoad } from './load.ts';
import { addLoad } from './report.ts';
import type { Report } from './report.ts';

const concurrencies = [1, 16, 100];

/** Measures the catalogue. */
export async function benchCatalogue(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const backend = await startBackend(replicaSetUrl);
  try {
    for (const concurrent of concurrencies) {
      const client = openClient(backend.port, backend.key, concurrent);
      const load = async (path: string) =>
        runLoad(concurrent, seconds, async () => {
          const { status, text } = await client.ask('GET', path);
          if (status !== 200) throw new Error(`${String(status)} ${text}`);
        });
      const group = `catalogue, ${String(concurrent)} at once`;
      const least = await load('/api/level-caps/version');
      addLoad(report, group, 'GET /api/level-caps/version, signed', least);
      const listed = await load('/api/shop/items');
      const ratio = listed.perSecond / least.perSecond;
      const beside = [{ name: 'the smallest signed answer', ratio }];
      addLoad(report, group, `GET /api/shop/items, ${rewardsCount} rewards`, listed, beside);
      client.close();
    }
  } finally {
    await backend.stop();
  }
}
