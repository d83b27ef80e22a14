/** The program of the utility process: the core, out of reach of windows, with Electron's main process as its host. */
import { createCore } from '../core/index.ts';
import { runCore } from './run-core.ts';

runCore(process.parentPort, createCore, (code) => process.exit(code));
