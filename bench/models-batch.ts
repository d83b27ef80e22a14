/** 100,000 texts of a CSV predicted into Parquet with a model of the real size, beside the official C++ build. */
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { PreprocessingProfile } from '../src/shared/contract/models/inference.ts';
import { apeProfile } from '../src/shared/text/ape-profiles.ts';
import { modelTexts, writeModel } from './fasttext-model.ts';
import { askPeer, findPeer } from './fasttext-peer.ts';
import { openLaptop, until, type Laptop } from './models-laptop.ts';
import { median, type Figure } from './report.ts';

const runs = 3;
const rows = 100_000;
const neededBytes = 4 * 10 ** 9;
const { signal } = new AbortController();

interface Way {
  readonly name: string;
  readonly profile: PreprocessingProfile;
  readonly text: string;
}

/** The line as the model learnt it, and the raw text with the variables of INSEE's form. */
const ways: readonly Way[] = [
  { name: 'lines as they are', profile: { cleaning: { kind: 'none' }, variables: [] }, text: 'line' },
  { name: 'French chain ape-v1', profile: apeProfile('sirene-3'), text: 'text' },
];

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

async function measured(model: string, file: string, lines: readonly string[]): Promise<Figure[]> {
  const peer = findPeer(model);
  await using laptop = await openLaptop();
  const id = await brought(laptop, model);
  const taken = ways.map((way) => ({ way, speeds: [] as number[], held: [] as number[] }));
  const others: number[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    for (const { way, speeds, held } of taken) {
      const one = await predictOnce(laptop, id, file, way);
      speeds.push(rows / one.seconds);
      held.push(one.held);
    }
    if (peer) others.push((await askPeer(peer, lines)).perSecond);
  }
  const beside = peer
    ? { peer: { name: `${peer.name}, lines only: no file, no chain`, value: Math.round(median(others)) } }
    : { peer: null, reason: 'neither the command fasttext nor its Python module is on this machine' };
  return [
    ...taken.map(({ way, speeds }): Figure => ({
      what: `${rows.toLocaleString('en')} rows of CSV to Parquet, ${way.name}`,
      value: Math.round(median(speeds)),
      unit: 'rows/s',
      direction: 'above',
      ...beside,
    })),
    {
      what: "longest hold of the core's loop meanwhile",
      value: Math.round(median(taken.flatMap(({ held }) => held))),
      unit: 'ms',
      budget: 50,
      direction: 'below',
      peer: null,
      reason: 'its process does nothing else',
    },
  ];
}

/** Brings the model as a person does. */
async function brought({ handlers }: Laptop, model: string): Promise<string> {
  const file = { kind: 'sent', id: model, name: 'model.bin' } as const;
  const { id } = await handlers.importModel({ file }, { signal });
  await until(
    (over) => handlers.pins({}, { signal: over }),
    ({ pins: [pin] }) => {
      if (pin?.state === 'failed') throw new Error(pin.problem?.message);
      return pin?.state === 'ready';
    },
  );
  return id;
}

async function predictOnce({ handlers }: Laptop, id: string, csvFile: string, { profile, text }: Way) {
  await handlers.setModelProfile({ id, profile }, { signal });
  const file = { kind: 'sent', id: csvFile, name: 'texts.csv' } as const;
  const variables = Object.fromEntries(profile.variables.map(({ name }) => [name, name]));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const last = await until(
    (over) => handlers.predictFile({ id, file, text, variables }, { signal: over }),
    ({ state }) => state === 'done' || state === 'failed',
  );
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  if (last.rows !== rows || last.empty > 0 || last.state !== 'done')
    throw new Error(`${last.rows} rows, ${last.empty} of them empty: ${last.problem?.message}`);
  return { seconds, held: delay.max / 1e6 };
}
