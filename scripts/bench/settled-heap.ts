// Loaded into a process before its own script: collects all garbage on SIGUSR2 and prints what is left,
// so that a bench sees what the process holds and not what V8 has yet to collect.
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ msg: 'settled heap', bytes: heapUsed })}\n`);
});
