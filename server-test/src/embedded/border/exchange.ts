// What a script and the model say to each other, as plain values that survive JSON.

/** A value on its way: see `encode` and `decode` of guest.ts for the other end. */
export type Wire =
  | null
  | boolean
  | number
  | string
  | { readonly u: 1 }
  | { readonly n: string }
  | { readonly o: 1 }
  | { readonly r: number; readonly c?: string }
  | { readonly f: number }
  | { readonly a: readonly Wire[] }
  | { readonly j: 'uuid'; readonly v: string }
  | { readonly j: 'file'; readonly v: string }
  | { readonly j: 'locale'; readonly v: string }
  | { readonly j: 'bytes'; readonly v: string }
  | { readonly j: 'list'; readonly v: readonly Wire[] }
  | { readonly j: 'map'; readonly v: readonly (readonly [Wire, Wire])[] };

export type Request =
  | {
      readonly op: 'call';
      readonly on: number;
      readonly member: string;
      readonly args: readonly Wire[];
    }
  | {
      readonly op: 'static';
      readonly type: string;
      readonly member: string;
      readonly args: readonly Wire[];
    }
  | { readonly op: 'field'; readonly type: string; readonly member: string }
  | { readonly op: 'new'; readonly type: string; readonly args: readonly Wire[] }
  | { readonly op: 'iterate'; readonly on: number }
  | { readonly op: 'unmodelled'; readonly what: string }
  | { readonly op: 'release'; readonly ids: readonly number[] };

export type Reply =
  | { readonly ok: Wire }
  | { readonly type: string }
  | { readonly java: string; readonly message: string | null; readonly cause: Reply | null };
