/** Processor time of a process. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Ticks a second that Linux counts processor time in. */
function ticksPerSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}

/**
 * Gives a clock of the processor time of a process, in milliseconds (user and system; resolution 10 ms); undefined where the
 * system does not tell it so. Source: proc_pid_stat(5), fields 14 and 15.
 */
export function processorClock(pid: number): (() => number) | undefined {
  if (process.platform !== 'linux') return undefined;
  const tick = 1000 / ticksPerSecond();
  return () => {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tick;
  };
}
