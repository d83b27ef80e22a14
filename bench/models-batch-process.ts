/**
 * A file of texts predicted once in each way by a process of its own, so that nothing else holds its loop. `node
 * models-batch-process.ts MODEL CSV ROWS`; prints one line of JSON.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { PreprocessingProfile } from '../src/shared/contract/models/inference.ts';
import { apeProfile } from '../src/shared/text/ape-profiles.ts';
import { openLaptop, until, type Laptop } from './models-laptop.ts';

/** What one way measured: milliseconds of the longest hold of the core's loop. */
export interface BatchRun {
  readonly name: string;
  readonly seconds: number;
  readonly held: number;
}

interface Way {
  readonly name: string;
  readonly profile: PreprocessingProfile;
  /** Column of the text. */
  readonly text: string;
}

/** The line as the model learnt it, and the raw text with the variables of INSEE's form. */
const ways: readonly Way[] = [
  { name: 'lines as they are', profile: { cleaning: { kind: 'none' }, variables: [] }, text: 'line' },
  { name: 'French chain ape-v1', profile: apeProfile('sirene-3'), text: 'text' },
];
const { signal } = new AbortController();
const [model = '', texts = '', rows = ''] = process.argv.slice(2);

/** Brings the model as a person does. */
async function brought({ handlers }: Laptop): Promise<string> {
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

async function predictOnce(
  { handlers }: Laptop,
  id: string,
  { name, profile, text }: Way,
): Promise<BatchRun> {
  await handlers.setModelProfile({ id, profile }, { signal });
  const file = { kind: 'sent', id: texts, name: 'texts.csv' } as const;
  const variables = Object.fromEntries(profile.variables.map((variable) => [variable.name, variable.name]));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const last = await until(
    (over) => handlers.predictFile({ id, file, text, variables }, { signal: over }),
    ({ state }) => state === 'done' || state === 'failed',
  );
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  if (last.rows !== Number(rows) || last.empty > 0 || last.state !== 'done')
    throw new Error(`${last.rows} rows, ${last.empty} of them empty: ${last.problem?.message}`);
  return { name, seconds, held: delay.max / 1e6 };
}

async function measured(): Promise<BatchRun[]> {
  await using laptop = await openLaptop();
  const id = await brought(laptop);
  const found: BatchRun[] = [];
  for (const way of ways) found.push(await predictOnce(laptop, id, way));
  return found;
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measured())}\n`, () => process.exit(0));
