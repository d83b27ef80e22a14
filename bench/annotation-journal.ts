/** Decisions on the disk: 10,000 of them, each in a transaction of its own with fsync, beside what the disk takes for as many fsyncs. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabases } from '../src/main/core/store/database.ts';
import { median, type Figure } from './report.ts';

const decisions = 10_000;
const runs = 5;

/** A record as long as a real one with five suggestions. */
function record(id: string, index: number): string {
  return JSON.stringify({
    id,
    item: `item-${index}`,
    batch: 'single-0001',
    annotator: 'alice',
    round: 1,
    mode: 'assisted',
    status: 'done',
    codeFirst: '47.21Z',
    codeFinal: '47.21Z',
    levelReached: 5,
    source: 'suggestion',
    suggestionRank: 1,
    searchUsed: false,
    flagged: false,
    comment: '',
    leadTime: 4200,
    decidedAt: 1_700_000_000_000 + index,
    guidelineVersion: 1,
    modelVersion: 'fasttext/12',
    confidenceIndex: 0.42,
    suggestions: [1, 2, 3, 4, 5].map((rank) => ({ rank, code: `47.2${rank}Z`, probability: 0.5 / rank })),
    machine: '6f7a3c0e-6a0b-4c63-9c1e-0d6a2f0b9a11',
    replaces: [],
    withdrawn: false,
  });
}

/** Milliseconds for all, and the 95th percentile of one. */
async function journalled(folder: string): Promise<{ all: number; p95: number }> {
  const databases = openDatabases(folder);
  const journal = databases.open('bench', 'alice').decisions;
  await journal.unsent();
  const times: number[] = [];
  const began = performance.now();
  for (let index = 0; index < decisions; index += 1) {
    const id = `decision-${index}`;
    const before = performance.now();
    await journal.append([
      { id, campaign: 'home/bench/c/', kind: 'decision', item: `item-${index}`, record: record(id, index) },
    ]);
    times.push(performance.now() - before);
  }
  const all = performance.now() - began;
  await databases.close();
  return { all, p95: times.sort((a, b) => a - b)[Math.floor(decisions * 0.95)] ?? Number.NaN };
}

/** Milliseconds for as many appends to a plain file, each with fsync. */
function plain(folder: string): number {
  const file = openSync(path.join(folder, 'plain'), 'a');
  const began = performance.now();
  for (let index = 0; index < decisions; index += 1) {
    writeSync(file, record(`decision-${index}`, index));
    fsyncSync(file);
  }
  const all = performance.now() - began;
  closeSync(file);
  return all;
}

/** The figures of the journal, medians of five runs. */
export async function journalFigures(): Promise<Figure[]> {
  const own: { all: number; p95: number }[] = [];
  const disk: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-'));
    try {
      own.push(await journalled(folder));
      disk.push(plain(folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return [
    {
      what: '10,000 decisions journaled, each with fsync',
      value: Math.round(median(own.map(({ all }) => all))),
      unit: 'ms',
      budget: 5000,
      direction: 'below',
      peer: { name: '10,000 appends to a plain file, each with fsync', value: Math.round(median(disk)) },
    },
    {
      what: 'one decision on the disk, p95',
      value: Math.round(median(own.map(({ p95 }) => p95)) * 1000) / 1000,
      unit: 'ms',
      direction: 'below',
      peer: null,
      reason: 'no other program keeps this journal',
    },
  ];
}
