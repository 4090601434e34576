// The bridge to plugins that ask on threads of their own: Vault's economy and PlaceholderAPI. They
// read what was laid out here last; only a change of coins reaches the script, on the server's thread.

/** What a player can spend on this server at once, and all the player's coins: whole coins. */
export interface BridgeCoins {
  readonly spendable: number;
  readonly total: number;
}

/**
 * Decides a change that another plugin asks for, on the server's thread: `coins` above zero are
 * paid to the player, below zero taken. Null when it is done, else why not, in words for that
 * plugin. `plugin` is its name where known, else ''. A throw counts as no.
 */
export type BridgeDesk = (uuid: string, coins: number, plugin: string) => string | null;

/** The Java plugin MintkeepBridge. All of it is taken back when the script ends or loads anew. */
export interface Bridge {
  /** Vault is there, and may ask for coins. */
  readonly hasVault: boolean;
  /** PlaceholderAPI is there, and may ask for texts. */
  readonly hasPlaceholders: boolean;
  /** Lays out a player's coins for every thread to read; null: the player is not here any more. */
  balance(uuid: string, coins: BridgeCoins | null): void;
  /** Hears of every `balance` that is laid out, right after it. */
  onBalance(run: (uuid: string, coins: BridgeCoins) => void): void;
  /** Lays out the text of `%mintkeep_<name>%`; null takes it away. The uuid '' is for everybody. */
  placeholder(uuid: string, name: string, text: string | null): void;
  /** Who decides from now on; null: nobody, every change is refused. */
  desk(decide: BridgeDesk | null): void;
}
