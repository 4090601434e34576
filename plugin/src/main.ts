// The bundle's entry: the plugin on a real server. It exports nothing, so that the bundle also runs
// as a plain script.
import * as z from 'zod';
import { createPaper } from './platform/paper.ts';
import { start } from './start.ts';

// The engine is an interpreter: compiled schemas would cost more than they save.
z.config({ jitless: true });
start(createPaper());
