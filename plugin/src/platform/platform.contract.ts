// What every platform promises, as checks that run on any of them: on the fake in unit tests, on a
// real server by contract-main.ts. Knows only the interface.
import { consoleLanguage, type Platform } from './platform.ts';

export interface ContractCheck {
  readonly name: string;
  /** Resolves when the promise is kept, rejects with why it is not. */
  run(platform: Platform): Promise<void>;
}

/** A port that nobody listens on. */
const refusedUrl = 'http://127.0.0.1:1/';

export const contractChecks: readonly ContractCheck[] = [
  {
    name: 'timers run by when they are due, later ones last',
    async run(platform) {
      const order: string[] = [];
      const mark = (name: string) => () => void order.push(name);
      platform.after('late', 300, mark('late'));
      platform.after('first', 0, mark('first'));
      platform.after('second', 0, mark('second'));
      const cancelled = platform.after('never', 100, mark('never'));
      cancelled();
      cancelled();
      equal(order.join(), '', 'nothing runs before the next tick');
      await pass(platform, 500);
      equal(order.join(), 'first,second,late', 'the order');
    },
  },
  {
    name: 'a repeated timer goes on until it is cancelled',
    async run(platform) {
      let beats = 0;
      const cancel = platform.every('beat', 50, () => {
        beats += 1;
        if (beats === 3) cancel();
        throw new Error('This line belongs to the contract: a throw does not end a timer.');
      });
      await pass(platform, 600);
      equal(beats, 3, 'beats');
    },
  },
  {
    name: 'a callback on every tick goes on until it is cancelled',
    async run(platform) {
      let ticks = 0;
      const cancel = platform.onTick('count', () => {
        ticks += 1;
        if (ticks === 2) cancel();
      });
      await pass(platform, 300);
      equal(ticks, 2, 'ticks');
    },
  },
  {
    name: 'files keep what was written and appended',
    run: asPromise((platform) => {
      const path = 'contract/file.txt';
      equal(platform.files.read('contract/none.txt'), null, 'a missing file');
      platform.files.write(path, 'ä€😀\n');
      platform.files.append(path, 'one');
      platform.files.append(path, 'two');
      equal(platform.files.read(path), 'ä€😀\none\ntwo\n', 'the file');
      platform.files.write(path, '');
      equal(platform.files.read(path), '', 'the file written anew');
      equal(platform.files.readServer('contract-none.txt'), null, 'a missing server file');
      platform.files.write('contract/listed/b.txt', '');
      platform.files.write('contract/listed/a.txt', '');
      equal(platform.files.list('contract/listed').join(), 'a.txt,b.txt', 'the names in a folder');
      equal(platform.files.list('contract/none').join(), '', 'a folder that is not there');
    }),
  },
  {
    name: 'a file is replaced whole, also over what a crash left beside it',
    run: asPromise(({ files }) => {
      const path = 'contract/replaced.txt';
      files.replace(path, 'first\n');
      equal(files.read(path), 'first\n', 'a file that was not there');
      files.write(`${path}.new`, 'half of a much longer file that was never finis');
      files.replace(path, 'ä€😀\n');
      equal(files.read(path), 'ä€😀\n', 'the file');
      equal(files.read(`${path}.new`), null, 'what lay beside it');
      files.append(path, 'more');
      equal(files.read(path), 'ä€😀\nmore\n', 'the file with a line more');
    }),
  },
  {
    name: 'sha256 knows the published vectors',
    run: asPromise(({ crypto }) => {
      equal(
        crypto.sha256('abc'),
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        'abc',
      );
      equal(
        crypto.sha256(''),
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        'the empty text',
      );
    }),
  },
  {
    name: 'hmac knows case 2 of RFC 4231, twice with one key',
    run: asPromise(({ crypto }) => {
      for (let time = 0; time < 2; time += 1) {
        equal(
          crypto.hmac('SmVmZQ==', 'what do ya want for nothing?'),
          'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=',
          'the mac',
        );
      }
    }),
  },
  {
    name: 'whole numbers are written as the language does',
    run: asPromise((platform) => {
      equal(platform.formatInteger(1_234_567, 'en'), '1,234,567', 'en');
      equal(platform.formatInteger(1_234_567, 'de-DE'), '1.234.567', 'de-DE');
      equal(platform.formatInteger(1_234_567, 'fr-FR'), '1\u00a0234\u00a0567', 'fr-FR');
      equal(platform.formatInteger(1_234_567, 'es'), '1.234.567', 'es');
      equal(platform.formatInteger(1_234_567, consoleLanguage), '1,234,567', 'the console');
      equal(platform.formatInteger(0, 'en'), '0', 'zero');
      equal(platform.formatInteger(9_007_199_254_740_991, 'en'), '9,007,199,254,740,991', 'large');
    }),
  },
  {
    name: 'new ids are UUIDs of version 4, each another',
    run: asPromise((platform) => {
      const ids = [platform.newId(), platform.newId()];
      for (const id of ids) {
        const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
        equal(form.test(id), true, id);
      }
      equal(ids[0] === ids[1], false, 'the same id twice');
    }),
  },
  {
    name: 'materials are items only when one can hold them',
    run: asPromise((platform) => {
      equal(platform.isItem('DIAMOND'), true, 'DIAMOND');
      equal(platform.isItem('AIR'), false, 'AIR');
      equal(platform.isItem('WATER'), false, 'WATER');
      equal(platform.isItem('NO_SUCH_ITEM'), false, 'NO_SUCH_ITEM');
      equal(platform.maxStackSize('DIAMOND'), 64, 'a stack of diamonds');
      equal(platform.maxStackSize('ENDER_PEARL'), 16, 'a stack of pearls');
    }),
  },
  {
    name: 'a property that nobody set is null',
    run: asPromise((platform) => {
      equal(platform.property('mintkeep.contract.none'), null, 'the property');
    }),
  },
  {
    name: 'a refused connection rejects at once',
    async run(platform) {
      let failure: unknown = null;
      platform
        .http({ method: 'GET', url: refusedUrl, headers: {}, timeoutMs: 30_000 })
        .catch((error: unknown) => {
          failure = error;
        });
      await pass(platform, 1_000);
      equal(failure instanceof Error, true, 'rejected within a second');
    },
  },
];

/** Turns a check that needs no time into one that resolves. */
function asPromise(check: (platform: Platform) => void): (platform: Platform) => Promise<void> {
  return async (platform) => {
    await Promise.resolve();
    check(platform);
  };
}

function pass(platform: Platform, ms: number): Promise<void> {
  return new Promise((resolve) => {
    platform.after('contract', ms, resolve);
  });
}

function equal<T>(seen: T, wanted: T, what: string): void {
  if (seen === wanted) return;
  throw new Error(`${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}.`);
}
