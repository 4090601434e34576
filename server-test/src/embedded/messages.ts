// What an embedded server and the process that started it say to each other.

/** The server ends itself, as a pulled plug would, at the nth call of a member as `Player.saveData`. */
export interface CrashPoint {
  readonly call: string;
  readonly when: 'before' | 'after';
  readonly nth: number;
}

/** Plugins of others that the server can be told to have. */
export type OtherPlugin = 'MintkeepBridge' | 'Vault' | 'PlaceholderAPI';

/** What another plugin asks by way of Vault or PlaceholderAPI; coins above zero are deposited. */
export type OtherPluginAsk =
  | { readonly kind: 'balance'; readonly uuid: string }
  | {
      readonly kind: 'change';
      readonly uuid: string;
      readonly coins: number;
      readonly plugin: string;
    }
  | { readonly kind: 'placeholder'; readonly uuid: string; readonly name: string };

/** What Vault says of a change: the balance after it, and why not. */
export interface VaultAnswer {
  readonly isDone: boolean;
  readonly balance: number;
  readonly error: string | null;
}

export type ToServer = { readonly id: number } & (
  | { readonly type: 'console'; readonly line: string }
  | { readonly type: 'crash-at'; readonly point: CrashPoint | null }
  | { readonly type: 'save-mode'; readonly mode: 'normal' | 'refused' }
  | { readonly type: 'memory'; readonly uuid: string }
  | { readonly type: 'counts' }
  | { readonly type: 'tick-times'; readonly reset: boolean }
  | {
      readonly type: 'permit';
      readonly uuid: string;
      readonly permission: string;
      readonly value: boolean | null;
    }
  | { readonly type: 'as-plugin'; readonly ask: OtherPluginAsk }
  | { readonly type: 'stop' }
);

export type FromServer =
  | { readonly type: 'ready'; readonly port: number; readonly enableMs: number }
  | { readonly type: 'log'; readonly level: 'INFO' | 'WARN' | 'ERROR'; readonly line: string }
  | { readonly type: 'swallowed'; readonly where: string; readonly what: string }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown };
