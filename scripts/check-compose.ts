// Checks compose files without Docker: what every service must have and must not be. Knows the
// format of compose files and Dockerfiles, and nothing of what the services do.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

/** What runs for others, or what only a test starts on its own machine and throws away. */
export type Lane = 'production' | 'test';

/** The parts of a service that are looked at. */
interface Service {
  readonly image?: string;
  readonly build?: { readonly context?: string; readonly dockerfile?: string };
  readonly user?: string;
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly pid?: string;
  readonly ipc?: string;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly healthcheck?: { readonly test?: unknown; readonly disable?: boolean };
  readonly ports?: readonly unknown[];
  readonly volumes?: readonly unknown[];
  readonly networks?: readonly string[];
  readonly environment?: Readonly<Record<string, unknown>> | readonly string[];
  readonly secrets?: readonly (string | { readonly source: string })[];
  readonly depends_on?: Readonly<Record<string, { readonly condition?: string }>>;
  readonly deploy?: {
    readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> };
  };
}

interface Compose {
  readonly services?: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly secrets?: Readonly<Record<string, { readonly file?: string }>>;
}

// `22.04`, `8.0.17` and `21.0.9_10-jre` say what runs; `8`, `slim` and `latest` change by themselves.
const pinnedImage = /:[a-z]*\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$|@sha256:[0-9a-f]{64}$/;
const isRoot = (user: unknown): boolean => /^(root|0)(:|$)/.test(String(user));

/** Every rule that a compose file breaks, as sentences. `root` is where its paths begin. */
export function checkCompose(text: string, lane: Lane, root: string): string[] {
  const compose = parse(text, { merge: true }) as Compose | null;
  const services = Object.entries(compose?.services ?? {});
  if (services.length === 0) return ['There are no services.'];
  return services.flatMap(([name, service]) =>
    [
      ...imageProblems(service, root),
      ...healthProblems(service),
      ...powerProblems(service, lane),
      ...limitProblems(service),
      ...dependencyProblems(compose ?? {}, service),
      ...(lane === 'production' ? productionProblems(compose ?? {}, service) : []),
    ].map((problem) => `${name}: ${problem}`),
  );
}

function imageProblems({ image, build }: Service, root: string): string[] {
  if (image !== undefined) {
    return pinnedImage.test(image) ? [] : [`pin the version of the image ${image}.`];
  }
  if (!build) return ['name an image or a build.'];
  const path = join(root, build.context ?? '.', build.dockerfile ?? 'Dockerfile');
  if (!existsSync(path)) return [`there is no ${build.dockerfile ?? 'Dockerfile'}.`];
  return checkDockerfile(readFileSync(path, 'utf8'));
}

/** Every rule that a Dockerfile breaks: pinned bases, and a user that is not root at the end. */
export function checkDockerfile(text: string): string[] {
  const bases = [...text.matchAll(/^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)];
  const stages = new Set(bases.map(([, , stage]) => stage));
  const problems = bases
    .map(([, base = '']) => base)
    .filter((base) => !stages.has(base) && !pinnedImage.test(base))
    .map((base) => `pin the version of the base image ${base}.`);
  const lastStage = text.slice(bases.at(-1)?.index ?? 0);
  const user = [...lastStage.matchAll(/^USER\s+(\S+)/gim)].at(-1)?.[1];
  if (user === undefined || isRoot(user))
    problems.push('end the Dockerfile with a USER, not root.');
  return problems;
}

function healthProblems({ healthcheck, restart }: Service): string[] {
  // What runs once and ends is judged by its exit code.
  if (restart === 'no') return [];
  return healthcheck?.test && healthcheck.disable !== true ? [] : ['has no health check.'];
}

function powerProblems(service: Service, lane: Lane): string[] {
  const problems: string[] = [];
  if (service.privileged) problems.push('must not be privileged.');
  if (service.cap_add?.length) problems.push('adds capabilities.');
  if (service.pid === 'host' || service.ipc === 'host') problems.push('shares the host.');
  // A test server listens on 127.0.0.1 of the host, where the backend under test is.
  if (service.network_mode === 'host' && lane === 'production') {
    problems.push("has the host's network.");
  }
  if ((service.volumes ?? []).some((volume) => JSON.stringify(volume).includes('docker.sock'))) {
    problems.push('can start containers through docker.sock.');
  }
  for (const port of service.ports ?? []) {
    if (!/^127\.0\.0\.1:/.test(String(port))) {
      problems.push(`publishes ${JSON.stringify(port)} beyond 127.0.0.1.`);
    }
  }
  if (service.user === undefined || isRoot(service.user)) problems.push('runs as root.');
  if (!service.cap_drop?.includes('ALL')) problems.push('keeps capabilities: cap_drop [ALL].');
  if (!service.security_opt?.includes('no-new-privileges:true')) {
    problems.push('may gain privileges: security_opt [no-new-privileges:true].');
  }
  return problems;
}

function limitProblems({ deploy }: Service): string[] {
  const limits = deploy?.resources?.limits ?? {};
  return ['cpus', 'memory', 'pids']
    .filter((limit) => limits[limit] === undefined)
    .map((limit) => `has no limit of ${limit}.`);
}

function dependencyProblems(compose: Compose, { depends_on: others = {} }: Service): string[] {
  return Object.entries(others).flatMap(([other, { condition }]) => {
    const service = compose.services?.[other];
    if (!service) return [`waits for ${other}, which is not there.`];
    const wanted = service.restart === 'no' ? 'service_completed_successfully' : 'service_healthy';
    return condition === wanted ? [] : [`waits for ${other} without ${wanted}.`];
  });
}

const secretName = /PASSWORD|SECRET|TOKEN|KEY|DATABASE_URL/;

function productionProblems(compose: Compose, service: Service): string[] {
  const problems: string[] = [];
  if (service.read_only !== true) problems.push('can write to its image: read_only.');
  if (service.restart === undefined) problems.push('does not say when to restart.');
  const { environment = {} } = service;
  const variables = Array.isArray(environment)
    ? (environment as readonly string[]).map((one) => one.split('=')[0] ?? '')
    : Object.keys(environment);
  for (const variable of variables) {
    if (secretName.test(variable) && !variable.endsWith('_FILE')) {
      problems.push(`has ${variable} in its environment: make it a secret.`);
    }
  }
  for (const secret of service.secrets ?? []) {
    const name = typeof secret === 'string' ? secret : secret.source;
    if (!compose.secrets?.[name]?.file)
      problems.push(`wants the secret ${name}, which has no file.`);
  }
  return [...problems, ...networkProblems(compose, service)];
}

/** Only what publishes a port may stand in a network that reaches the world. */
function networkProblems(compose: Compose, service: Service): string[] {
  if (service.network_mode !== undefined || (service.ports ?? []).length > 0) return [];
  const names = service.networks ?? ['default'];
  return names
    .filter((name) => compose.networks?.[name]?.internal !== true)
    .map((name) => `publishes nothing, yet stands in the network ${name} that is not internal.`);
}

const files: readonly (readonly [path: string, lane: Lane])[] = [
  ['docker-compose.yml', 'production'],
  ['server-test/docker-compose.paper.yml', 'test'],
];

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const problems = files.flatMap(([path, lane]) => {
    const text = readFileSync(join(root, path), 'utf8');
    return checkCompose(text, lane, join(root, dirname(path))).map((one) => `${path}: ${one}`);
  });
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log('The compose files keep the rules. Nothing was started.');
}
