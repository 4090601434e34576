// Loaded into a backend before its own source: ends it when whoever started it is gone, however that
// died. A run that is broken off must leave no backend behind that asks for its database for ever.
import type { Socket } from 'node:net';

// A pipe whose other end the starter holds, and never writes to.
const line = process.stdin as unknown as Socket;
line.on('close', () => process.kill(process.pid, 'SIGKILL'));
line.resume();
// The backend ends by itself when it has nothing else to do.
line.unref();
