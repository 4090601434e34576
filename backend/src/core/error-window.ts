// How many of the last five minutes' requests failed: a rolling window of counts, for the error rate
// that staff are told of (S0-063). Pure; the time is given.

const bucketMs = 10_000;
export const errorWindowMs = 300_000;
const bucketsMax = errorWindowMs / bucketMs;

interface Bucket {
  readonly number: number;
  requests: number;
  errors: number;
}

export interface ErrorRate {
  readonly requests: number;
  readonly errors: number;
}

export interface ErrorWindow {
  count(nowMs: number, failed: boolean): void;
  /** What was counted in the last five minutes, to ten seconds. */
  read(nowMs: number): ErrorRate;
}

/** Opens an empty window. It holds thirty small objects, however many requests there are. */
export function openErrorWindow(): ErrorWindow {
  let buckets: Bucket[] = [];
  const drop = (current: number): void => {
    if ((buckets[0]?.number ?? current) > current - bucketsMax) return;
    buckets = buckets.filter(({ number }) => number > current - bucketsMax);
  };
  return {
    count: (nowMs, failed) => {
      const number = Math.floor(nowMs / bucketMs);
      let newest = buckets.at(-1);
      if (!newest || newest.number < number) {
        newest = { number, requests: 0, errors: 0 };
        buckets.push(newest);
        drop(number);
      }
      newest.requests += 1;
      if (failed) newest.errors += 1;
    },
    read: (nowMs) => {
      drop(Math.floor(nowMs / bucketMs));
      return {
        requests: buckets.reduce((sum, { requests }) => sum + requests, 0),
        errors: buckets.reduce((sum, { errors }) => sum + errors, 0),
      };
    },
  };
}
