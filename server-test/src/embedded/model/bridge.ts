// The plugin of plugin/bridge as the script and other plugins see it: what is laid out can be read at
// any time, a change of coins goes to the script's desk and nowhere else.
import { NotModelled, type GuestFunction, type JavaObject } from '../border/values.ts';
import type { OtherPlugin, OtherPluginAsk, VaultAnswer } from '../messages.ts';

/** What a script's function answered, or that it threw. */
export type Asked = { readonly value: unknown } | { readonly threw: string };

export interface BridgeOptions {
  readonly installed: readonly OtherPlugin[];
  ask(desk: GuestFunction, args: readonly unknown[]): Asked;
}

const amountMax = Number.MAX_SAFE_INTEGER;

export class BridgePlugin implements JavaObject {
  declare readonly javaClass: string;
  readonly #options: BridgeOptions;
  readonly #coins = new Map<string, { readonly spendable: number; readonly total: number }>();
  readonly #texts = new Map<string, Map<string, string>>();
  #desk: GuestFunction | null = null;

  constructor(options: BridgeOptions) {
    this.#options = options;
  }

  // ---- what the script calls ------------------------------------------------------------------------

  hasVault(): boolean {
    return this.#options.installed.includes('Vault');
  }
  hasPlaceholders(): boolean {
    return this.#options.installed.includes('PlaceholderAPI');
  }
  coins(uuid: string, spendable: number, total: number): void {
    this.#coins.set(uuid, { spendable, total });
  }
  forget(uuid: string): void {
    this.#coins.delete(uuid);
  }
  placeholder(uuid: string, name: string, text: string | null): void {
    const texts = this.#texts.get(uuid) ?? new Map<string, string>();
    if (text === null) texts.delete(name);
    else texts.set(name, text);
    if (texts.size === 0) this.#texts.delete(uuid);
    else this.#texts.set(uuid, texts);
  }
  desk(desk: GuestFunction | null): void {
    this.#desk = desk;
  }
  clear(): void {
    this.#coins.clear();
    this.#texts.clear();
    this.#desk = null;
  }

  // ---- what other plugins call ----------------------------------------------------------------------

  /** Answers as Vault or PlaceholderAPI would pass it on; throws where they are not installed. */
  answer(ask: OtherPluginAsk): unknown {
    if (ask.kind === 'placeholder') {
      if (!this.hasPlaceholders()) throw new NotModelled('there is no PlaceholderAPI here');
      const name = ask.name.toLowerCase();
      return this.#texts.get(ask.uuid)?.get(name) ?? this.#texts.get('')?.get(name) ?? null;
    }
    if (!this.hasVault()) throw new NotModelled('there is no Vault here');
    if (ask.kind === 'balance') return this.#coins.get(ask.uuid)?.spendable ?? 0;
    return this.#change(ask);
  }

  #change({ uuid, coins, plugin }: OtherPluginAsk & { readonly kind: 'change' }): VaultAnswer {
    const error = this.#refusal(uuid, coins, plugin);
    return {
      isDone: error === null,
      balance: this.#coins.get(uuid)?.spendable ?? 0,
      error,
    };
  }
  #refusal(uuid: string, coins: number, plugin: string): string | null {
    if (!Number.isInteger(coins) || Math.abs(coins) > amountMax) return 'Only whole coins.';
    if (!this.#coins.has(uuid)) return 'This player is not on this server.';
    if (!this.#desk) return 'Mintkeep is not ready.';
    if (coins === 0) return null;
    const asked = this.#options.ask(this.#desk, [uuid, coins, plugin]);
    if ('threw' in asked) return 'Mintkeep failed.';
    if (asked.value === null || typeof asked.value === 'string') return asked.value;
    throw new NotModelled(`a desk answered a ${typeof asked.value}`);
  }
}
Object.assign(BridgePlugin.prototype, { javaClass: 'dev.mintkeep.bridge.BridgePlugin' });
