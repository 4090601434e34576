// Places where a test may kill or hold this process: between two effects that a crash must not
// tear apart. Outside of tests every point is empty, and a production start refuses to arm one.

type Armed = () => void | Promise<void>;
const armed = new Map<string, Armed>();

/** Arms a point for this process; answers how to disarm it. For tests. */
export function armFaultPoint(name: string, act: Armed): () => void {
  armed.set(name, act);
  return () => armed.delete(name);
}

/**
 * Arms points from FAULT_POINTS, as `purchases.after-commit:kill:3`: at the third pass of
 * that point this process kills itself as `kill -9` would.
 */
export function armFaultPointsFrom(text: string): void {
  for (const one of text.split(',').filter(Boolean)) {
    const [name, act, nth = '1'] = one.split(':');
    if (!name || act !== 'kill') throw new Error(`FAULT_POINTS: cannot read "${one}".`);
    let passes = 0;
    armFaultPoint(name, () => {
      passes += 1;
      if (passes === Number(nth)) process.kill(process.pid, 'SIGKILL');
    });
  }
}

/** Passes the named point: nothing happens unless a test armed it. */
export async function faultPoint(name: string): Promise<void> {
  if (armed.size > 0) await armed.get(name)?.();
}
