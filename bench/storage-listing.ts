/** Lists of a million keys from canned pages, and of 100,000 objects over a real MinIO, beside the AWS SDK and `mc ls`. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { createS3Endpoint, type S3Endpoint } from '../src/main/core/platform/s3/endpoint.ts';
import { createFixedProfile } from '../src/main/core/platform/s3/sts.ts';
import { createNetwork } from '../src/main/core/network/network.ts';
import { labStorage, type LabStorage } from './storage-listing-lab.ts';
import type { ListingRun } from './storage-listing-process.ts';
import { median, table, type Figure } from './report.ts';

const runs = 5;
const cannedRows = 1_000_000;
const labObjects = 100_000;
const prefix = 'donnees/sirene/annee=2026/';
const run = promisify(execFile);

interface Server {
  readonly url: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One list by a process of its own. */
async function listOnce(
  who: 'own' | 'sdk',
  { url, bucket, accessKeyId, secretAccessKey }: Server,
): Promise<ListingRun> {
  const program = path.join(import.meta.dirname, 'storage-listing-process.ts');
  const args = ['--expose-gc', program, who, url, bucket, prefix, accessKeyId, secretAccessKey];
  const { stdout } = await run(process.execPath, args, { timeout: 120_000 });
  return JSON.parse(stdout) as ListingRun;
}

/** Both sides in turns, so that a busy moment meets both. */
async function both(server: Server, rows: number): Promise<{ own: ListingRun[]; sdk: ListingRun[] }> {
  const measured: { own: ListingRun[]; sdk: ListingRun[] } = { own: [], sdk: [] };
  for (let count = 0; count < runs; count += 1) {
    measured.own.push(await listOnce('own', server));
    measured.sdk.push(await listOnce('sdk', server));
  }
  for (const one of [...measured.own, ...measured.sdk])
    if (one.rows !== rows) throw new Error(`${one.rows} of ${rows} rows came`);
  return measured;
}

const middle = (all: readonly ListingRun[], value: (one: ListingRun) => number | undefined): number =>
  Math.round(median(all.map((one) => value(one) ?? Number.NaN)));
const speed = ({ rows, all }: ListingRun): number => rows / (all / 1000);

/** A million keys from canned pages, by a server in a process of its own. */
async function cannedFigures(): Promise<Figure[]> {
  const program = path.join(import.meta.dirname, '../src/main/core/storage/listing/testing/canned-pages.ts');
  const server = spawn(process.execPath, [program, String(cannedRows)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [url] = (await once(createInterface(server.stdout), 'line')) as [string];
    const { own, sdk } = await both(
      { url, bucket: 'canned', accessKeyId: 'a', secretAccessKey: 'b' },
      cannedRows,
    );
    const peer = (value: (one: ListingRun) => number | undefined) => ({
      name: 'AWS SDK',
      value: middle(sdk, value),
    });
    const alone = { peer: null, reason: 'the AWS SDK only hands over pages' } as const;
    return [
      {
        what: 'first 1,000 of 1,000,000 rows, canned pages',
        value: middle(own, ({ first }) => first),
        unit: 'ms',
        budget: 300,
        direction: 'below',
        peer: peer(({ first }) => first),
      },
      {
        what: 'listing 1,000,000 keys, canned pages',
        value: middle(own, speed),
        unit: 'keys/s',
        budget: 200_000,
        direction: 'above',
        peer: peer(speed),
      },
      {
        what: 'most memory taken by listing 1,000,000 keys',
        value: middle(own, ({ memory }) => memory),
        unit: 'MiB',
        budget: 120,
        direction: 'below',
        peer: peer(({ memory }) => memory),
      },
      {
        what: '500 rows read while 1,000,000 are listed, p95',
        value: middle(own, ({ read }) => read),
        unit: 'ms',
        budget: 50,
        direction: 'below',
        ...alone,
      },
      {
        what: "longest block of the core's loop while 1,000,000 are listed",
        value: middle(own, ({ block }) => block),
        unit: 'ms',
        budget: 50,
        direction: 'below',
        ...alone,
      },
      {
        what: 'sorting 1,000,000 rows by size',
        value: middle(own, ({ sort }) => sort),
        unit: 'ms',
        budget: 1500,
        direction: 'below',
        ...alone,
      },
      {
        what: 'longest read of 500 rows while 1,000,000 are sorted',
        value: middle(own, ({ readSorting }) => readSorting),
        unit: 'ms',
        budget: 50,
        direction: 'below',
        ...alone,
      },
      {
        what: 'filtering 1,000,000 rows by a word and a glob',
        value: middle(own, ({ filter }) => filter),
        unit: 'ms',
        direction: 'below',
        ...alone,
      },
    ];
  } finally {
    server.stdin.end();
    await once(server, 'exit');
  }
}

async function endpointOf(lab: LabStorage): Promise<{ endpoint: S3Endpoint; close(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-'));
  const network = createNetwork({
    host: { folder, clock: Date.now, systemProxy: () => Promise.resolve(undefined) },
    settings: { current: () => ({ mode: 'none' }), onChange: () => () => undefined },
  });
  const profile = { name: 'lab', endpoint: lab.url, region: 'us-east-1', pathStyle: true };
  const keys = createFixedProfile(profile, lab, Date.now);
  const endpoint = createS3Endpoint({ id: 'lab', kind: 'own', profile, keys, network, clock: Date.now });
  return {
    endpoint,
    async close() {
      endpoint.close();
      await network.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Empty objects, made by our own requests, several at once. */
async function fill(endpoint: S3Endpoint, bucket: string): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let number = next++; number < labObjects; number = next++) {
      const key = `${prefix}lot-${String(number).padStart(7, '0')}.parquet`;
      await (await endpoint.send({ method: 'PUT', bucket, key, body: '' })).bytes();
    }
  };
  await Promise.all(Array.from({ length: 32 }, work));
}

/** 100,000 objects over the MinIO of the lab; none where there is no lab, and the reason is told. */
async function labFigures(): Promise<Figure[]> {
  const lab = labStorage();
  const what = 'listing 100,000 objects over MinIO';
  if (!lab) {
    process.stderr.write(`${what}: not measured, there is no lab (SARDONYX_LAB)\n`);
    return [];
  }
  const bucket = `bench-${randomBytes(6).toString('hex')}`;
  const { endpoint, close } = await endpointOf(lab);
  try {
    await (await endpoint.send({ method: 'PUT', bucket })).bytes();
    await fill(endpoint, bucket);
    const { own, sdk } = await both({ ...lab, bucket }, labObjects);
    const figure = (over: Partial<Figure>): Figure => ({
      what,
      value: middle(own, ({ all }) => all),
      unit: 'ms',
      direction: 'below',
      peer: null,
      ...over,
    });
    const figures = [
      figure({ peer: { name: 'AWS SDK', value: middle(sdk, ({ all }) => all) } }),
      figure({
        what: 'first 1,000 of 100,000 rows over MinIO',
        value: middle(own, ({ first }) => first),
        peer: { name: 'AWS SDK', value: middle(sdk, ({ first }) => first) },
      }),
    ];
    if (!lab.mc) return [...figures, figure({ reason: 'mc is not on the PATH' })];
    const times: number[] = [];
    for (let count = 0; count < runs; count += 1) times.push(await lab.timeOfMc(bucket, prefix));
    return [...figures, figure({ peer: { name: 'mc ls --recursive', value: Math.round(median(times)) } })];
  } finally {
    await lab.removeBucket(bucket, endpoint);
    await close();
  }
}

/** All figures of listing: medians of five runs, each by a process of its own. */
export async function listingFigures(): Promise<Figure[]> {
  return [...(await cannedFigures()), ...(await labFigures())];
}

if (import.meta.main) process.stdout.write(`${table(await listingFigures())}\n`);
