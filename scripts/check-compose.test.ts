// A good compose file, and the sentence that each way of spoiling it earns.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkCompose, checkDockerfile } from './check-compose.ts';
import type { Lane } from './check-compose.ts';

const good = {
  image: 'mongo:8.0.17',
  user: '999:999',
  healthcheck: { test: ['CMD', 'true'] },
  restart: 'unless-stopped',
  read_only: true,
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  networks: ['inside'],
  secrets: ['key'],
  deploy: { resources: { limits: { cpus: '1', memory: '1g', pids: 100 } } },
};

function check(change: object, lane: Lane = 'production', others: object = {}): string[] {
  const compose = {
    services: { one: { ...good, ...change }, ...others },
    networks: { inside: { internal: true }, outside: null },
    secrets: { key: { file: 'key' } },
  };
  return checkCompose(stringify(compose), lane, tmpdir());
}

describe('checkCompose (S1-142, S1-143, S1-144, S1-164)', () => {
  test('is content with a good service', () => {
    expect(check({})).toEqual([]);
  });

  const spoiled: [object, string][] = [
    [{ image: 'mongo' }, 'pin the version of the image mongo.'],
    [{ image: 'mongo:latest' }, 'pin the version of the image mongo:latest.'],
    [{ image: 'mongo:8' }, 'pin the version of the image mongo:8.'],
    [{ image: 'node:slim' }, 'pin the version of the image node:slim.'],
    [{ image: undefined }, 'name an image or a build.'],
    [{ image: undefined, build: { dockerfile: 'Gone' } }, 'there is no Gone.'],
    [{ healthcheck: undefined }, 'has no health check.'],
    [{ healthcheck: { test: ['CMD', 'true'], disable: true } }, 'has no health check.'],
    [{ privileged: true }, 'must not be privileged.'],
    [{ cap_add: ['NET_ADMIN'] }, 'adds capabilities.'],
    [{ cap_drop: ['CHOWN'] }, 'keeps capabilities: cap_drop [ALL].'],
    [{ security_opt: [] }, 'may gain privileges: security_opt [no-new-privileges:true].'],
    [{ pid: 'host' }, 'shares the host.'],
    [{ network_mode: 'host' }, "has the host's network."],
    [{ volumes: ['/var/run/docker.sock:/x'] }, 'can start containers through docker.sock.'],
    [{ ports: ['3000:3000'] }, 'publishes "3000:3000" beyond 127.0.0.1.'],
    [{ user: undefined }, 'runs as root.'],
    [{ user: '0:0' }, 'runs as root.'],
    [{ user: 'root' }, 'runs as root.'],
    [{ deploy: { resources: { limits: { cpus: '1', memory: '1g' } } } }, 'has no limit of pids.'],
    [{ read_only: false }, 'can write to its image: read_only.'],
    [{ restart: undefined }, 'does not say when to restart.'],
    [{ environment: { APP_KEY: 'x' } }, 'has APP_KEY in its environment: make it a secret.'],
    [{ environment: ['APP_KEY=x'] }, 'has APP_KEY in its environment: make it a secret.'],
    [{ secrets: ['gone'] }, 'wants the secret gone, which has no file.'],
    [
      { networks: ['inside', 'outside'] },
      'publishes nothing, yet stands in the network outside that is not internal.',
    ],
    [{ depends_on: { gone: {} } }, 'waits for gone, which is not there.'],
  ];
  test.each(spoiled)('%j: %s', (change, sentence) => {
    expect(check(change)).toEqual([`one: ${sentence}`]);
  });

  test('lets a service wait for health, and for the end of what runs once', () => {
    const others = { lasting: good, once: { ...good, restart: 'no', healthcheck: undefined } };
    const wait = (lasting: string, once: string) =>
      check(
        { depends_on: { lasting: { condition: lasting }, once: { condition: once } } },
        'production',
        others,
      );
    expect(wait('service_healthy', 'service_completed_successfully')).toEqual([]);
    expect(wait('service_started', 'service_healthy')).toEqual([
      'one: waits for lasting without service_healthy.',
      'one: waits for once without service_completed_successfully.',
    ]);
  });

  test('lets a test server use the network of the host, and write', () => {
    const change = { network_mode: 'host', networks: undefined, read_only: false };
    expect(check(change, 'test')).toEqual([]);
    expect(check({ ...change, privileged: true }, 'test')).toHaveLength(1);
  });

  test('looks into the Dockerfile of a build', () => {
    const root = mkdtempSync(join(tmpdir(), 'mintkeep-compose-'));
    writeFileSync(join(root, 'Dockerfile'), 'FROM node:24\n');
    const services = { one: { ...good, image: undefined, build: { context: '.' } } };
    const text = stringify({ services, networks: { inside: { internal: true } } });
    expect(checkCompose(text, 'test', root)).toEqual([
      'one: pin the version of the base image node:24.',
      'one: end the Dockerfile with a USER, not root.',
    ]);
    rmSync(root, { recursive: true });
  });

  test.each(['', 'services: {}\n'])('refuses a file without services: %j', (text) => {
    expect(checkCompose(text, 'test', tmpdir())).toEqual(['There are no services.']);
  });

  const root = resolve(import.meta.dirname, '..');
  test.each([
    ['docker-compose.yml', 'production', root],
    ['server-test/docker-compose.paper.yml', 'test', join(root, 'server-test')],
  ] as const)('is content with our %s', (path, lane, folder) => {
    expect(checkCompose(readFileSync(join(root, path), 'utf8'), lane, folder)).toEqual([]);
  });
});

describe('checkDockerfile', () => {
  test('takes a stage for what it is made from, and the last USER for the one that counts', () => {
    const text = 'FROM node:24.1.0-slim AS base\nUSER root\nFROM base\nUSER root\nUSER node\n';
    expect(checkDockerfile(text)).toEqual([]);
    expect(checkDockerfile(text.replace('USER node\n', ''))).toHaveLength(1);
    expect(checkDockerfile('FROM node:24.1.0 AS base\nUSER node\nFROM base\n')).toHaveLength(1);
  });
});
