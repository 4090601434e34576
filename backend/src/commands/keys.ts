// npm run keys: the keys that game servers sign with. A secret is printed once, when it is made.
import { createKey, listServers, retireKey, rotateKey } from '../servers/service.ts';
import type { NewKey } from '../servers/service.ts';
import { runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';

const usage = `npm run keys -- create <server>            make a key for a game server
npm run keys -- rotate <server> [minutes]  make a new key; the old ones stay valid so long (default 60)
npm run keys -- retire <key id>            end a key now (backends hear of it within 10 seconds)
npm run keys -- list                       servers, their keys, and when they were last heard`;

await runCommand(usage, async (shell, [verb, name, minutes]) => {
  const { APP_KEY: appKey } = shell.config;
  switch (verb) {
    case 'create':
      return show(shell, await shell.change((tx) => createKey(tx, appKey, serverName(name))));
    case 'rotate': {
      const graceMs = graceOf(minutes);
      return show(
        shell,
        await shell.change((tx) => rotateKey(tx, appKey, serverName(name), graceMs)),
      );
    }
    case 'retire':
      if (!name) throw new Usage('Which key?');
      await shell.change((tx) => retireKey(tx, name));
      return shell.print(`Key ${name} is retired.`);
    case 'list':
      return list(shell);
    case undefined:
      throw new Usage('What should be done?');
    default:
      throw new Usage(`There is no "${verb}" here.`);
  }
});

function serverName(name: string | undefined): string {
  if (!name || !/^[a-z0-9][a-z0-9_-]{0,31}$/.test(name)) {
    throw new Usage('A server has a name of 1 to 32 of a-z, 0-9, dash, underscore.');
  }
  return name;
}

function graceOf(minutes = '60'): number {
  if (!/^\d{1,5}$/.test(minutes)) throw new Usage('Minutes are a whole number.');
  return Number(minutes) * 60_000;
}

function show({ config, print }: Shell, { serverId, keyId, secret }: NewKey): void {
  print(`A key for the game server "${serverId}". The secret is not shown again.`);
  print('Put these into plugins/mintkeep/config.json of that server, then: /mintkeep reload');
  print('');
  print(JSON.stringify({ backendUrl: config.API_BASE_URL, keyId, signingKey: secret }, null, 2));
}

async function list({ ctx, print }: Shell): Promise<void> {
  const servers = await listServers(ctx);
  if (servers.length === 0) print('No game server has a key yet: npm run keys -- create <server>');
  for (const { _id, keys, lastSeenAt, pluginVersion } of servers) {
    const heard = lastSeenAt ? `last heard ${lastSeenAt.toISOString()}` : 'never heard';
    print(`${_id}: ${heard}${pluginVersion ? `, plugin ${pluginVersion}` : ''}`);
    for (const { keyId, createdAt, retiredAt } of keys) {
      const state = retiredAt ? `retired ${retiredAt.toISOString()}` : 'in force';
      print(`  ${keyId}  made ${createdAt.toISOString()}  ${state}`);
    }
  }
}
