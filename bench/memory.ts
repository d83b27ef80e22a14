/** Memory of a process and of all that it started. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Process ids of a process and its descendants. */
export function family(pid: number): number[] {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    for (const [child, its] of children) if (its === parent && child !== undefined) found.push(child);
  }
  return found;
}

/** MiB of memory that a process alone is responsible for: proportional set size where the system tells it, else resident. */
export function memoryOf(pid: number): number {
  const rollup = `/proc/${pid}/smaps_rollup`;
  if (existsSync(rollup)) {
    const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(rollup, 'utf8'));
    if (match) return Math.round(Number(match[1]) / 1024);
  }
  return Math.round(
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
  );
}
