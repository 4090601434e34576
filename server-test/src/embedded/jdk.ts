// The JDK's classes for the Node engine, as narrow as jdk-surface.ts. On GraalJS none of this is
// used: there they are the real ones.
import { randomUUID } from 'node:crypto';
import type { Implementation } from './border/border.ts';
import { JavaLocale, JavaUUID } from './border/crossing.ts';
import { JavaException, type JavaObject } from './border/values.ts';
import { fileImplementations } from './jdk-files.ts';
import { httpImplementations, httpMethods } from './jdk-http.ts';
import { java } from './jdk-objects.ts';
import { secretImplementations } from './jdk-secrets.ts';
import { JavaList, JavaMap } from './model/collections.ts';
import { classObject } from './model/events.ts';

class ArrayList extends JavaList {
  add(value: unknown): boolean {
    this.items.push(value);
    return true;
  }
}
Object.assign(ArrayList.prototype, { javaClass: 'java.util.ArrayList' });

class HashMap extends JavaMap {
  put(key: unknown, value: unknown): unknown {
    const before = this.get(key);
    this.entries.set(key, value);
    return before;
  }
}
Object.assign(HashMap.prototype, { javaClass: 'java.util.HashMap' });

/** A class of the JDK: its public methods are called through `Method` objects. */
function jdkClass(name: string): object {
  return java('java.lang.Class', {
    getName: () => name,
    getMethod: (method: string, ...types: { getName(): string }[]) => {
      const key = `${name}.${method}(${types.map((type) => type.getName()).join(',')})`;
      const run = httpMethods[key];
      if (!run) throw new JavaException('java.lang.NoSuchMethodException', key);
      return java('java.lang.reflect.Method', {
        invoke: (target: never, ...args: never[]) => run(target, ...args),
      });
    },
  });
}

function integerFormat(locale: JavaLocale): JavaObject {
  // The JDK's locale of no language writes as English does; Intl would take the machine's own.
  const tag = locale.value === 'und' ? 'en' : locale.value;
  const format = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  return java('java.text.NumberFormat', { format: (value: number) => format.format(value) });
}

const duration = (ms: number) => java('java.time.Duration', { toMillis: () => ms });

function uuidFromString(text: string): JavaUUID {
  if (!/^[0-9a-f]{1,8}(-[0-9a-f]{1,4}){3}-[0-9a-f]{1,12}$/i.test(text)) {
    throw new JavaException('java.lang.IllegalArgumentException', `Invalid UUID string: ${text}`);
  }
  return new JavaUUID(text);
}

const language: Readonly<Record<string, Implementation>> = {
  'java.lang.Boolean': { statics: { TYPE: jdkClass('boolean') } },
  'java.lang.Long': { statics: { TYPE: jdkClass('long') } },
  'java.lang.Class': {
    statics: {
      forName: (name: string) => (/^java/.test(name) ? jdkClass(name) : classObject(name)),
    },
  },
  'java.lang.System': {
    statics: {
      nanoTime: () => Math.round(performance.now() * 1e6),
      currentTimeMillis: () => Date.now(),
      getProperty: (name: string) => process.env[name] ?? null,
    },
  },
};

const values: Readonly<Record<string, Implementation>> = {
  'java.text.NumberFormat': { statics: { getIntegerInstance: integerFormat } },
  'java.time.Duration': {
    statics: { ofMillis: duration, ofSeconds: (seconds: number) => duration(seconds * 1_000) },
  },
  'java.util.ArrayList': { create: () => new ArrayList([]) },
  'java.util.HashMap': { create: () => new HashMap() },
  'java.util.Locale': { statics: { forLanguageTag: (tag: string) => new JavaLocale(tag) } },
  'java.util.UUID': {
    statics: { randomUUID: () => new JavaUUID(randomUUID()), fromString: uuidFromString },
  },
};

/** Everything of the JDK that a script may name; its files lie in the server's folder. */
export function jdkImplementations(folder: string): Record<string, Implementation> {
  return {
    ...language,
    ...values,
    ...secretImplementations,
    ...fileImplementations(folder),
    ...httpImplementations,
  };
}
