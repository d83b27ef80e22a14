/** Memory that only one process has, so that what other programs do leaves it alone. */
import { existsSync, readFileSync } from 'node:fs';
import { memoryOf } from './memory.ts';

/**
 * MiB that a process has allocated (heaps, stacks, buffers; not its program file, which it shares with others that run
 * it): `Anonymous` of proc_pid_smaps(5) where the system tells it, else its resident size.
 */
export function ownMemoryOf(pid: number): number {
  const rollup = `/proc/${pid}/smaps_rollup`;
  const found = existsSync(rollup) && /^Anonymous:\s+(\d+) kB/m.exec(readFileSync(rollup, 'utf8'));
  return found ? Number(found[1]) / 1024 : memoryOf(pid);
}
