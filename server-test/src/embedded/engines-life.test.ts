// What becomes of a script's calls on both engines: throws are told, contexts end, a reload starts
// the new script before the old one's end (facts/grakkit.md, section 7). Needs a JDK 17 to 21.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProbe, writeScript, type Guest, type Probe } from './probe.ts';

const engines = ['node', 'graal'] as const;

const listening = `
  const listener = new (Java.type('org.bukkit.event.Listener'))();
  const on = (name, run) => Bukkit.getPluginManager().registerEvent(
    Java.type('org.bukkit.event.' + name).class, listener,
    Java.type('org.bukkit.event.EventPriority').valueOf('NORMAL'), run, plugin);
  const every = (run) => Bukkit.getScheduler()[
    'runTaskTimer(org.bukkit.plugin.Plugin,java.lang.Runnable,long,long)'](plugin, run, 1, 1);
`;

const throwing = `${listening}
  command('throw', () => { throw new Error('command'); }, () => { throw new Error('tab'); });
  command('wrong', () => {}, () => 5);
  command('java', () => { Java.type('java.util.UUID').fromString('no'); });
  command('push', () => Grakkit.push(() => { throw new Error('push'); }));
  on('player.PlayerJoinEvent', () => { throw new Error('join'); });
  Grakkit.hook(() => { throw new Error('hook'); });
  globalThis.start = () => every(() => { throw new Error('task'); });
`;

let probe: Probe;
afterEach(() => probe.end());

describe.each(engines)('a throw on %s', (engine) => {
  let ada: Guest;
  beforeEach(async () => {
    probe = await startProbe({ engine, script: throwing });
    ada = probe.join('Ada');
  });

  /** The reports since the last look, without their stacks. */
  const reports = (): string[] => probe.swallowed.map((line) => line.split('\n')[0] ?? '');

  test('in an event is reported, and the player is in', () => {
    expect(reports()).toEqual(['event PlayerJoinEvent: Error: join']);
    expect(probe.evaluate('Bukkit.getOnlinePlayers().size()')).toBe('1');
  });

  test('in a command, of Java or of the script, is reported', () => {
    ada.visit.command('throw');
    ada.visit.command('java');
    expect(reports().slice(1)).toEqual([
      'command /throw: Error: command',
      'command /java: java.lang.IllegalArgumentException: Invalid UUID string: no',
    ]);
  });

  test('in a completer is reported, and so is an answer that is no list', () => {
    ada.visit.tab(1, '/throw x');
    ada.visit.tab(2, '/wrong x');
    expect(reports()).toContain('tab /throw: Error: tab');
    expect(reports()).toContain('tab /wrong: a completer must answer an array of texts');
  });

  test('in a pushed task is reported once: it is gone', () => {
    ada.visit.command('push');
    probe.tick(3);
    expect(reports().slice(1)).toEqual(['pushed task: Error: push']);
  });

  test('in a task is reported at every tick: it stays', () => {
    probe.evaluate('start()');
    probe.tick(3);
    expect(reports().slice(1)).toEqual(Array.from({ length: 3 }, () => 'task: Error: task'));
  });

  test('in a hook is reported, and the reload goes on', () => {
    writeScript(probe, `say('the new one');`);
    probe.evaluate('Grakkit.reload()');
    expect(reports().slice(1)).toEqual(['hook: Error: hook']);
    expect(probe.said()).toEqual(['the new one']);
  });

  test('at the top of a script is reported', () => {
    writeScript(probe, `throw new Error('top');`);
    probe.evaluate('Grakkit.reload()');
    expect(reports().at(-1)).toBe('index.js: Error: top');
  });
});

const closed = 'java.lang.IllegalStateException: The Context is already closed.';

describe.each(engines)('a reload on %s', (engine) => {
  const old = `${listening}
    say('old starts');
    Grakkit.hook(() => say('old hook'));
    command('reload', () => { Grakkit.reload(); say('never'); });
    command('mine', () => say('old command'));
    command('orphan', () => say('old orphan'));
    on('player.PlayerQuitEvent', () => say('old listener'));
    every(() => say('old task'));
  `;
  const next = `${listening}
    say('new starts');
    command('mine', () => say('new command'));
    on('player.PlayerQuitEvent', () => say('new listener'));
    every(() => say('new task'));
  `;
  let ada: Guest;

  beforeEach(async () => {
    probe = await startProbe({ engine, script: old });
    ada = probe.join('Ada');
    writeScript(probe, next);
    ada.visit.command('reload');
  });

  test('runs the hook, then the new script, and ends the call that asked for it', () => {
    expect(probe.said()).toEqual(['old starts', 'old hook', 'new starts']);
    expect(probe.swallowed).toEqual([]);
  });

  test('leaves what was not cleaned up, and it finds its context closed', () => {
    const { plugins, scheduler } = probe.embedded.game;
    expect([plugins.listenerCount(), scheduler.taskCount()]).toEqual([2, 2]);
    probe.tick();
    ada.visit.quit();
    expect(probe.said().slice(3)).toEqual(['new task', 'new listener']);
    expect(probe.swallowed).toEqual([`task: ${closed}`, `event PlayerQuitEvent: ${closed}`]);
  });

  test('gives a command registered again to the new script, and leaves others dead', () => {
    ada.visit.command('mine');
    ada.visit.command('orphan');
    expect(probe.said().slice(3)).toEqual(['new command']);
    expect(probe.swallowed).toEqual([`command /orphan: ${closed}`]);
  });

  test('runs the hooks of a script once', () => {
    probe.evaluate('Grakkit.reload()');
    expect(probe.said().filter((line) => line === 'old hook')).toHaveLength(1);
    expect(probe.said().filter((line) => line === 'new starts')).toHaveLength(2);
  });
});

describe.each(engines)('a disabled plugin on %s', (engine) => {
  test('ran its hooks, and hears nothing of the players who leave after', async () => {
    probe = await startProbe({
      engine,
      script: `${listening}
        Grakkit.hook(() => say('hook, with ' + Bukkit.getOnlinePlayers().size()));
        on('player.PlayerQuitEvent', () => say('quit'));
        every(() => say('task'));
        command('mine', () => say('command'));`,
    });
    const ada = probe.join('Ada');
    probe.embedded.disable();
    ada.visit.command('mine');
    probe.tick();
    ada.visit.quit();
    expect(probe.said()).toEqual(['hook, with 1']);
    expect(probe.swallowed).toEqual([]);
  });
});
