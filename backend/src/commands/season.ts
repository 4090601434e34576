// npm run season: shows, starts or ends the season from this machine, audited with a reason (D34).
import { season as seasonOf } from '@mintkeep/shared/staff.ts';
import type { Season } from '@mintkeep/shared/staff.ts';
import { changeSettings, getSettings } from '../staff/service.ts';
import { runCommand, Usage } from './command.ts';

const usage = `npm run season -- show
npm run season -- start <name> <reason...> [--at=2026-12-01T00:00:00Z]   now, if not told otherwise
npm run season -- end <reason...>`;

await runCommand(usage, async ({ ctx, change, print }, [verb, ...given]) => {
  const at = given.find((word) => word.startsWith('--at='))?.slice('--at='.length);
  const words = given.filter((word) => !word.startsWith('--at='));
  if (verb === 'show') {
    const { season } = await getSettings(ctx);
    print(season ? `${season.name}, since ${season.startedAt.toISOString()}` : 'There is none.');
    return;
  }
  if (verb !== 'start' && verb !== 'end') throw new Usage('Show, start or end?');
  const name = verb === 'start' ? words.shift() : undefined;
  const reason = words.join(' ').trim();
  if (!reason || reason.length > 256) throw new Usage('It needs a reason, 256 characters at most.');
  let season: Season | null = null;
  if (verb === 'start') {
    const startedAt = at ?? ctx.clock.now().toISOString();
    const parsed = seasonOf.safeParse({ name, startedAt });
    if (!parsed.success) throw new Usage('A name has 1 to 32 characters; --at is a time in UTC.');
    season = parsed.data;
  }
  await change(async (tx) => {
    const { version: expectedVersion } = await getSettings(tx);
    await changeSettings(tx, { season, expectedVersion, reason });
  });
  print(season ? `${season.name} runs from ${season.startedAt} on.` : 'There is no season now.');
});
