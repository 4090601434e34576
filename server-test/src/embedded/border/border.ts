// The border: a script's calls come in as plain values, are checked against the surface, and reach
// the model's objects; answers go out the same way. One implementation serves both engines.
import { bytesValue, fileValue, localeValue, uuidValue, type JavaBytes } from './crossing.ts';
import {
  BorderError,
  choose,
  explicitName,
  isA,
  signature,
  type ClassSurface,
  type Signature,
  type Surface,
} from './signatures.ts';
import type { Reply, Request, Wire } from './exchange.ts';
import { GuestFunction, JavaArray, JavaException, NotModelled, type JavaObject } from './values.ts';

/** What stands behind a class name: its statics as members of `statics`, its constructor. */
export interface Implementation {
  readonly statics?: object;
  readonly create?: (...args: never[]) => unknown;
}

export interface BorderOptions {
  readonly surface: Surface;
  readonly implementations: Readonly<Record<string, Implementation>>;
  /** The JDK's own values are native in the engine (GraalJS), not modelled. */
  readonly nativeJdk: boolean;
  /** Called around every call, with `Player.saveData` and the like: tests may end the process here. */
  onCall(name: string, when: 'before' | 'after'): void;
  /** Something is not modelled, even if the script catches the throw. */
  onUnmodelled(what: string): void;
  toModel(kind: 'list' | 'map', value: readonly unknown[]): JavaObject;
}

type Member = (...args: unknown[]) => unknown;

/** One script's view of the model: the objects it holds, by number. */
export class Border {
  readonly #options: BorderOptions;
  readonly #contextId: number;
  readonly #objects = new Map<number, JavaObject>();
  readonly #ids = new Map<JavaObject, number>();
  #lastId = 0;

  constructor(contextId: number, options: BorderOptions) {
    this.#contextId = contextId;
    this.#options = options;
  }

  /** Answers one request of the script; never throws. */
  answer(request: Request): Reply {
    try {
      return { ok: this.encode(this.#perform(request)) };
    } catch (error) {
      return this.#refuse(error);
    }
  }

  #refuse(error: unknown): Reply {
    if (error instanceof BorderError) return { type: error.message };
    if (error instanceof JavaException) {
      return {
        java: error.exceptionClass,
        message: error.text,
        cause: error.causedBy && this.#refuse(error.causedBy),
      };
    }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#options.onUnmodelled(
      error instanceof NotModelled ? error.message : `fault of the model: ${what}`,
    );
    return { type: error instanceof Error ? error.message : String(error) };
  }

  #perform(request: Request): unknown {
    switch (request.op) {
      case 'call': {
        const target = this.#object(request.on);
        return this.#invoke(target.javaClass, 'members', target, request.member, request.args);
      }
      case 'static': {
        const statics = this.#options.implementations[request.type]?.statics;
        return this.#invoke(request.type, 'statics', statics, request.member, request.args);
      }
      case 'field':
        return this.#field(request.type, request.member);
      case 'new':
        return this.#create(request.type, request.args);
      case 'iterate':
        return new JavaArray([...(this.#object(request.on) as JavaObject & Iterable<unknown>)]);
      case 'unmodelled':
        throw new NotModelled(`not modelled: ${request.what}`);
      case 'release':
        for (const id of request.ids) this.#forget(id);
        return null;
    }
  }

  #invoke(
    type: string,
    kind: 'members' | 'statics',
    target: object | undefined,
    member: string,
    args: readonly Wire[],
  ): unknown {
    const overloads = overloadsOf(this.#options.surface, type, kind, member);
    if (overloads.length === 0) throw new NotModelled(`not modelled: ${type}.${member}`);
    const { chosen, values } = choose(
      this.#options.surface,
      overloads,
      args.map((one) => this.decode(one)),
    );
    const run = (target as Record<string, Member | undefined> | undefined)?.[chosen.name];
    if (typeof run !== 'function')
      throw new NotModelled(`not modelled: ${type}.${explicitName(chosen)}`);
    const name = `${type.slice(type.lastIndexOf('.') + 1)}.${chosen.name}`;
    this.#options.onCall(name, 'before');
    const result = run.apply(target, values);
    this.#options.onCall(name, 'after');
    return result;
  }

  #field(type: string, member: string): unknown {
    const statics = this.#options.implementations[type]?.statics as Record<string, unknown>;
    const declared = this.#options.surface[type]?.statics?.includes(member) === true;
    if (!declared || statics[member] === undefined) {
      throw new NotModelled(`not modelled: ${type}.${member}`);
    }
    return statics[member];
  }

  #create(type: string, args: readonly Wire[]): unknown {
    const overloads = (this.#options.surface[type]?.constructors ?? []).map((text) =>
      signature(text),
    );
    const create = this.#options.implementations[type]?.create as Member | undefined;
    if (overloads.length === 0 || !create) throw new NotModelled(`not modelled: new ${type}`);
    const { values } = choose(
      this.#options.surface,
      overloads,
      args.map((one) => this.decode(one)),
    );
    return create(...values);
  }

  #object(id: number): JavaObject {
    const object = this.#objects.get(id);
    if (!object) throw new NotModelled(`an object that was let go (${id}) was used`);
    return object;
  }

  #forget(id: number): void {
    const object = this.#objects.get(id);
    this.#objects.delete(id);
    if (object) this.#ids.delete(object);
  }

  /** Writes a value of the model for the script. */
  encode(value: unknown): Wire {
    if (value === undefined) return { u: 1 };
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { n: String(value) };
    if (value instanceof JavaArray) return { a: value.items.map((one) => this.encode(one)) };
    const object = value as JavaObject;
    if (typeof object.javaClass !== 'string') {
      throw new NotModelled(`the model answered something that is no Java value: ${typeof value}`);
    }
    const native = this.#options.nativeJdk ? crossing(object) : null;
    if (native) return native;
    let id = this.#ids.get(object);
    if (id === undefined) {
      id = ++this.#lastId;
      this.#ids.set(object, id);
      this.#objects.set(id, object);
    }
    return { r: id, c: object.javaClass };
  }

  /** Reads a value of the script. */
  decode(wire: Wire): unknown {
    if (wire === null || typeof wire !== 'object') return wire;
    if ('u' in wire) return undefined;
    if ('n' in wire) return Number(wire.n);
    if ('o' in wire) throw new BorderError('a JavaScript object is not a Java value');
    if ('r' in wire) return this.#object(wire.r);
    if ('f' in wire) return new GuestFunction(this.#contextId, wire.f);
    if ('a' in wire) return wire.a.map((one) => this.decode(one));
    if (wire.j === 'uuid') return uuidValue(wire.v);
    if (wire.j === 'bytes') return bytesValue(wire.v);
    if (wire.j === 'file') return fileValue(wire.v);
    if (wire.j === 'locale') return localeValue(wire.v);
    if (wire.j === 'list') {
      return this.#options.toModel(
        'list',
        wire.v.map((one) => this.decode(one)),
      );
    }
    const entries = wire.v.map(([key, value]) => [this.decode(key), this.decode(value)]);
    return this.#options.toModel('map', entries);
  }
}

function crossing(object: JavaObject): Wire | null {
  const value = object as JavaObject & { readonly value?: string };
  switch (object.javaClass) {
    case 'java.util.UUID':
      return { j: 'uuid', v: value.value ?? '' };
    case 'java.io.File':
      return { j: 'file', v: value.value ?? '' };
    case 'java.util.Locale':
      return { j: 'locale', v: value.value ?? '' };
    case 'byte[]':
      return { j: 'bytes', v: Buffer.from((object as JavaBytes).bytes).toString('base64') };
    default:
      return null;
  }
}

const overloadCache = new Map<string, readonly Signature[]>();

/** The overloads of a member, its own and inherited; one alone when asked by its full signature. */
export function overloadsOf(
  surface: Surface,
  type: string,
  kind: 'members' | 'statics',
  member: string,
): readonly Signature[] {
  const key = `${type}#${kind}#${member}`;
  const known = overloadCache.get(key);
  if (known) return known;
  const explicit = member.includes('(');
  const found = allMembers(surface, type, kind)
    .map((text) => signature(text))
    .filter((one) => !one.isField && (explicit ? explicitName(one) : one.name) === member);
  overloadCache.set(key, found);
  return found;
}

/** Every member of a class as text, its own and inherited. */
export function allMembers(surface: Surface, type: string, kind: 'members' | 'statics'): string[] {
  const own: ClassSurface | undefined = surface[type];
  const above = kind === 'members' ? (own?.extends ?? []) : [];
  return [...(own?.[kind] ?? []), ...above.flatMap((name) => allMembers(surface, name, kind))];
}

/** What a script must know of the surface to refuse by itself what is not there. */
export function tableForGuest(surface: Surface): Record<string, object> {
  return Object.fromEntries(
    Object.entries(surface).map(([name, one]) => {
      const names = (kind: 'members' | 'statics') => [
        ...new Set(
          allMembers(surface, name, kind)
            .map((text) => signature(text))
            .filter(({ isField }) => !isField)
            .flatMap((each) => [each.name, explicitName(each)]),
        ),
      ];
      return [
        name,
        {
          methods: names('members'),
          statics: names('statics'),
          fields: (one.statics ?? []).filter((text) => !text.includes('(')),
          above: Object.keys(surface).filter((other) => isA(surface, name, other)),
          named: one.named === true,
          iterable: one.iterable === true,
        },
      ];
    }),
  );
}
