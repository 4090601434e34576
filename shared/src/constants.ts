// Numbers that more than one room must agree on: lifetimes, page sizes, retries (G-19). A number
// that one feature alone needs lives in that feature.

/** The largest amount of coins anything may hold or cost: exact in a double (D20). */
export const coinsMax = Number.MAX_SAFE_INTEGER;

// One full inventory of full stacks; nobody buys more at once.
export const purchaseQuantityMax = 36 * 64;

/** Bytes of a request body that are still read; one more is refused (S0-032). */
export const bodyBytesMax = 1_048_576;

export const pageSizeDefault = 20;
export const pageSizeMax = 100;

/** How long a game server may work on a delivery before it is offered again. */
export const leaseMs = 60_000;

/** Deliveries handed out by one poll; a batch of one player costs one save of the player's file. */
export const leasesPerPollMax = 50;

/** Longest wait of one long poll for deliveries; below the usual idle time-outs of proxies. */
export const deliveryWaitSMax = 25;

/** Tries of a hand-over before it is cancelled and refunded (jobs: fulfilment:retry). */
export const deliveryAttemptsMax = 8;

/** Receipts in the player's file must outlive the oldest usable backup of the backend (D22). */
export const receiptDaysMax = 60;
export const receiptsPerPlayerMax = 1_024;

/** How far the clock of a game server may differ before its signature is refused (D13). */
export const signatureSkewMs = 300_000;

/** The body of a stored answer can be asked for again this long; its effect counts for ever. */
export const replyDaysMax = 7;

/** A game server says "I am here" this often. */
export const heartbeatMs = 30_000;

/** Cases of every property test (S0-070). */
export const propertyRunsMin = 100;
