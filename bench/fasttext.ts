/** A fastText model of the real size: opening, predicting, memory, beside the official C++ build. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { modelTexts, writeModel } from './fasttext-model.ts';
import { askPeer, findPeer, type PeerRun } from './fasttext-peer.ts';
import type { FastTextRun } from './fasttext-process.ts';
import { median, type Figure } from './report.ts';

const runs = 5;
const textCount = 20_000;
const neededBytes = 3 * 10 ** 9;
const run = promisify(execFile);

async function runOnce(what: 'open' | 'predict', model: string): Promise<FastTextRun> {
  const program = path.join(import.meta.dirname, 'fasttext-process.ts');
  const { stdout } = await run(process.execPath, [program, what, model, String(textCount)]);
  return JSON.parse(stdout) as FastTextRun;
}

/** All figures, medians of five; none, with the reason on the error stream, where the disk is too small. */
export async function fasttextFigures(): Promise<Figure[]> {
  const { bavail, bsize } = await statfs(os.tmpdir());
  if (bavail * bsize < neededBytes) {
    process.stderr.write(`fastText is not measured: ${os.tmpdir()} has less than 3 GB free\n`);
    return [];
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-fasttext-'));
  try {
    return await measureModel(path.join(folder, 'model.bin'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureModel(model: string): Promise<Figure[]> {
  const size = `${(writeModel(model) / 1e9).toFixed(2)} GB model`;
  const peer = findPeer(model);
  const texts = modelTexts(textCount + 1);
  const own: FastTextRun[] = [];
  const others: PeerRun[] = [];
  // In turns, so that a busy moment meets both.
  for (let count = 0; count < runs; count += 1) {
    own.push({ ...(await runOnce('open', model)), ...(await runOnce('predict', model)) });
    if (peer) others.push(await askPeer(peer, texts));
  }
  const middle = (value: (one: FastTextRun) => number | undefined) =>
    Math.round(10 * median(own.map((one) => value(one) ?? Number.NaN))) / 10;
  const beside = (value: (one: PeerRun) => number) =>
    peer
      ? { peer: { name: peer.name, value: Math.round(median(others.map(value))) } }
      : { peer: null, reason: 'neither the command fasttext nor its Python module is on this machine' };
  const alone = { peer: null, reason: 'it answers nothing before the whole model is in memory' } as const;
  return [
    {
      what: `fastText, ${size} in the system's cache: open (header, dictionary, all sizes checked)`,
      value: middle(({ open }) => open),
      unit: 'ms',
      budget: 20,
      direction: 'below',
      ...alone,
    },
    {
      what: `fastText, ${size}: thread started and model open`,
      value: middle(({ start }) => start),
      unit: 'ms',
      direction: 'below',
      ...alone,
    },
    {
      what: `fastText, ${size}: first answer, from nothing`,
      value: middle(({ start = Number.NaN, first = Number.NaN }) => start + first),
      unit: 'ms',
      direction: 'below',
      ...beside(({ first }) => first),
    },
    {
      what: `fastText, ${size}: five best of 732 codes for ${textCount} texts`,
      value: middle(({ perSecond }) => perSecond),
      unit: 'predictions/s',
      budget: 4000,
      direction: 'above',
      ...beside(({ perSecond }) => perSecond),
    },
    {
      what: `fastText, ${size}: memory of the whole process after ${textCount} texts`,
      value: middle(({ memory }) => memory),
      unit: 'MiB',
      budget: 200,
      direction: 'below',
      ...beside(({ memory }) => memory),
    },
    {
      what: `fastText, ${size}: memory that the model adds to the process`,
      value: middle(({ added }) => added),
      unit: 'MiB',
      direction: 'below',
      peer: null,
      reason: 'its process does nothing else',
    },
  ];
}
