/** 100,000 texts of a CSV predicted into Parquet with a model of the real size, beside the official C++ build. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { modelTexts, writeModel } from './fasttext-model.ts';
import { askPeer, findPeer } from './fasttext-peer.ts';
import type { BatchRun } from './models-batch-process.ts';
import { median, type Figure } from './report.ts';

const runs = 3;
const rows = 100_000;
const neededBytes = 4 * 10 ** 9;
const run = promisify(execFile);

/** The line as the model learnt it, and its parts: the text and the variables of INSEE's form. */
function csv(lines: readonly string[]): string {
  const records = lines.map((line) => {
    const words = line.split(' ');
    const variables = words.slice(-4).map((word) => word.slice(word.indexOf('_') + 1));
    return [line, words.slice(0, -4).join(' '), ...variables].join(',');
  });
  return `${['line,text,type_,nature,surface,event', ...records].join('\n')}\n`;
}

/** Medians of three; none, with the reason on the error stream, where the disk is too small. */
export async function batchFigures(): Promise<Figure[]> {
  const { bavail, bsize } = await statfs(os.tmpdir());
  if (bavail * bsize < neededBytes) {
    process.stderr.write(`batches are not measured: ${os.tmpdir()} has less than 4 GB free\n`);
    return [];
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-batch-'));
  try {
    const [model, file] = [path.join(folder, 'model.bin'), path.join(folder, 'texts.csv')];
    const lines = modelTexts(rows + 1);
    writeModel(model);
    await writeFile(file, csv(lines.slice(1)));
    return await measured(model, file, lines);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function predictOnce(model: string, file: string): Promise<BatchRun[]> {
  const program = path.join(import.meta.dirname, 'models-batch-process.ts');
  const { stdout } = await run(process.execPath, [program, model, file, String(rows)]);
  return JSON.parse(stdout) as BatchRun[];
}

async function measured(model: string, file: string, lines: readonly string[]): Promise<Figure[]> {
  const peer = findPeer(model);
  const own: BatchRun[] = [];
  const others: number[] = [];
  // In turns, so that a busy moment meets both.
  for (let turn = 0; turn < runs; turn += 1) {
    own.push(...(await predictOnce(model, file)));
    if (peer) others.push((await askPeer(peer, lines)).perSecond);
  }
  const beside = peer
    ? { peer: { name: `${peer.name}, lines only: no file, no chain`, value: Math.round(median(others)) } }
    : { peer: null, reason: 'neither the command fasttext nor its Python module is on this machine' };
  const names = [...new Set(own.map(({ name }) => name))];
  return [
    ...names.map((name): Figure => {
      const speeds = own.filter((one) => one.name === name).map(({ seconds }) => rows / seconds);
      return {
        what: `${rows.toLocaleString('en')} rows of CSV to Parquet, ${name}`,
        value: Math.round(median(speeds)),
        unit: 'rows/s',
        direction: 'above',
        ...beside,
      };
    }),
    {
      what: "longest hold of the core's loop meanwhile",
      value: Math.round(median(own.map(({ held }) => held))),
      unit: 'ms',
      budget: 50,
      direction: 'below',
      peer: null,
      reason: 'its process does nothing else',
    },
  ];
}
