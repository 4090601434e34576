// A database that keeps its connections and says nothing: how long an answer is waited for. The
// driver has limits for the steps of an operation (a connection, a word on it, another try), and they
// add up to more than a caller waits; a limit for the whole it has not.

/** The database said nothing in the time that was given it. What was asked may still arrive there. */
export class Silence extends Error {
  override readonly name = 'Silence';
}

/** What was asked for, or `Silence` after so long; what comes later is nobody's. */
export async function answerWithin<T>(asked: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Silence(`Nothing was said for ${String(ms)} ms.`));
    }, ms);
  });
  try {
    return await Promise.race([asked, silence]);
  } finally {
    clearTimeout(timer);
  }
}
