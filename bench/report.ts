/** What a benchmark prints: one JSON object, or a table for people. */
import { execFileSync } from 'node:child_process';
import os from 'node:os';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: number;
  /** Which side of the budget is good. */
  readonly direction: 'below' | 'above';
  /** The same work done by another program in the same run; null with the reason where it cannot run here. */
  readonly peer: { readonly name: string; readonly value: number } | null;
  readonly reason?: string;
}

/** Middle value of at least one figure. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Runs work several times, one after the other, and gives the median of what it measured. */
export async function medianOf(runs: number, work: (run: number) => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let run = 0; run < runs; run += 1) values.push(await work(run));
  return median(values);
}

/** Better than the peer when above 1; absent without a peer. */
function ratioOf(figure: Figure): number | undefined {
  // Nothing used has no ratio to anything.
  if (!figure.peer || figure.value === 0 || figure.peer.value === 0) return undefined;
  const ratio =
    figure.direction === 'below' ? figure.peer.value / figure.value : figure.value / figure.peer.value;
  return Math.round(ratio * 100) / 100;
}

function holds(figure: Figure): boolean | undefined {
  if (figure.budget === undefined) return undefined;
  return figure.direction === 'below' ? figure.value <= figure.budget : figure.value >= figure.budget;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** The object of DESIGN 9. */
export function report(bench: string, figures: readonly Figure[]): unknown {
  return {
    bench,
    machine: {
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.cpus().length,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.platform()} ${os.release()}`,
      node: process.version,
    },
    commit: commit(),
    figures: figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), holds: holds(figure) })),
  };
}

/** The same for people: a line a figure. */
export function table(figures: readonly Figure[]): string {
  return figures
    .map((figure) => {
      const budget =
        figure.budget === undefined
          ? ''
          : ` (budget ${figure.direction} ${figure.budget}: ${holds(figure) ? 'holds' : 'MISSED'})`;
      const peer = figure.peer
        ? `; ${figure.peer.name} ${figure.peer.value} ${figure.unit}, ratio ${ratioOf(figure)}`
        : `; no peer: ${figure.reason ?? ''}`;
      return `${figure.what}: ${figure.value} ${figure.unit}${budget}${peer}`;
    })
    .join('\n');
}
