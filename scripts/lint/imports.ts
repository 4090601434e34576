// Who may import whom, decided from two paths alone. Knows the map of the repository and the order
// of the nouns; reads no file and knows nothing of ESLint.
import { posix } from 'node:path';
import { nouns } from './nouns.ts';

/** One import: the file that asks, what it writes between the quotes, and whether only for types. */
export interface Import {
  /** From the root of the repository, with forward slashes. */
  readonly from: string;
  readonly specifier: string;
  readonly typesOnly: boolean;
}

/** What the specifier points at: a file of the repository, or a package with nothing of ours. */
type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string };

const isTest = (path: string): boolean =>
  path.endsWith('.test.ts') || path.startsWith('backend/test/');

const isFake = (path: string): boolean => /\/fake[a-z-]*\.ts$/.test(path);

/** Why this import is refused, as a sentence that names the way in, or null when it may stay. */
export function refusedImport(asked: Import): string | null {
  const target = targetOf(asked);
  const [workspace = ''] = asked.from.split('/');
  switch (workspace) {
    case 'shared':
      return fromShared(asked, target);
    case 'backend':
      return fromBackend(asked, target);
    case 'plugin':
      return fromPlugin(asked, target);
    case 'server-test':
      return fromServerTest(target);
    default:
      return null;
  }
}

function targetOf({ from, specifier }: Import): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier) };
  }
  const ours = /^@mintkeep\/([a-z-]+)(?:\/(.+))?$/.exec(specifier);
  if (ours) return { kind: 'file', path: `${ours[1]}/src/${ours[2] ?? ''}` };
  return { kind: 'package', name: specifier };
}

const isIn = (target: Target, ...folders: string[]): boolean =>
  target.kind === 'file' && folders.some((folder) => target.path.startsWith(`${folder}/`));

function fromShared({ from }: Import, target: Target): string | null {
  if (isIn(target, 'shared/src')) return null;
  if (target.kind === 'package' && target.name === 'zod') return null;
  if (target.kind === 'package' && isTest(from)) return null;
  return 'shared runs in Node and in the game server: it imports zod and itself, nothing else.';
}

function fromBackend({ from, typesOnly }: Import, target: Target): string | null {
  if (target.kind === 'package') return packageOfService(from, target.name);
  if (isIn(target, 'shared/src')) return null;
  if (isTest(from)) {
    // The delivery model runs both halves of the handover: ours, and the plugin's.
    const otherHalf = isIn(target, 'plugin/src/delivery') && from.startsWith('backend/test/model/');
    return isIn(target, 'backend') || otherHalf
      ? null
      : 'A test of the backend knows the backend and shared.';
  }
  if (!isIn(target, 'backend/src')) return 'The backend imports shared and its own source only.';

  const [room, file] = target.path.slice('backend/src/'.length).split('/');
  const [ownRoom, ownFile] = from.slice('backend/src/'.length).split('/');
  if (room === 'main.ts') return 'main.ts is where everything starts; nothing imports it.';
  if (room === 'app.ts' && ownRoom !== 'main.ts') return 'Only main.ts and tests open app.ts.';
  // The files at the top and the commands put the rooms together: they may enter all of them.
  if (ownFile === undefined || ownRoom === 'commands' || room === ownRoom) return null;
  if (room === 'core') {
    return ownFile === 'service.ts' && file === 'http.ts'
      ? 'A service knows no HTTP: throw a Refusal, and routes.ts answers with it.'
      : null;
  }
  if (ownRoom === 'core') return 'core knows no feature: let the feature hand it what it needs.';
  return betweenNouns({ own: ownRoom ?? '', other: room ?? '', file: file ?? '', typesOnly });
}

function packageOfService(from: string, name: string): string | null {
  if (!/^backend\/src\/[a-z-]+\/service\.ts$/.test(from)) return null;
  const [packageName = ''] = name.split('/');
  switch (packageName) {
    case 'fastify':
      return 'A service knows no HTTP: put it into routes.ts.';
    case 'discord.js':
      return 'A service knows no Discord: put it into discord.ts.';
    case 'mongodb':
      return 'A service knows no queries: put them into store.ts.';
    default:
      return null;
  }
}

function betweenNouns(step: {
  readonly own: string;
  readonly other: string;
  readonly file: string;
  readonly typesOnly: boolean;
}): string | null {
  const order: readonly string[] = nouns;
  const ownFloor = order.indexOf(step.own);
  const otherFloor = order.indexOf(step.other);
  if (ownFloor < 0) return `Give ${step.own} its place in scripts/lint/nouns.ts.`;
  if (otherFloor < 0) return `${step.other} is neither core nor a noun of scripts/lint/nouns.ts.`;
  if (otherFloor > ownFloor) {
    return `Calls go down, events come back up: ${step.other} stands above ${step.own}.`;
  }
  if (step.file === 'service.ts' || step.typesOnly) return null;
  return `Enter ${step.other} by its service.ts.`;
}

/** Rooms of the plugin that every noun may use; all other folders are nouns. */
const commonRooms = ['platform', 'backend', 'goods'];

function fromPlugin({ from }: Import, target: Target): string | null {
  // A fake stands for a part of the plugin in tests, so it may know what tests may know.
  const testing = isTest(from) || isFake(from);
  if (target.kind === 'package') {
    return target.name.startsWith('node:') && !testing
      ? 'The game server has no modules of Node: ask the Platform.'
      : null;
  }
  if (isIn(target, 'shared/src')) return null;
  if (!isIn(target, 'plugin/src')) {
    return testing ? null : 'The plugin imports shared and its own source only.';
  }

  if (!testing && isFake(target.path)) return 'A fake is for tests: the plugin does without.';
  const [room, file] = target.path.slice('plugin/src/'.length).split('/');
  const [ownRoom, ownFile] = from.slice('plugin/src/'.length).split('/');
  if (testing || ownRoom === 'main.ts' || file === undefined) return null;
  if (ownFile !== undefined && room === ownRoom) return null;
  if (room === 'platform') {
    return file === 'platform.ts' ? null : 'Enter the game server by platform/platform.ts.';
  }
  if (ownRoom === 'platform') return 'platform/ knows the game server, and nothing of Mintkeep.';
  if (ownFile === undefined || commonRooms.includes(room ?? '')) return null;
  return `${ownRoom} must not know ${room}: tie them together in main.ts.`;
}

function fromServerTest(target: Target): string | null {
  if (target.kind === 'package' || isIn(target, 'shared/src', 'server-test')) return null;
  return 'server-test knows only the doors: shared, and its own files.';
}
