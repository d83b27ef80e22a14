/**
 * One list, read once by a process of its own, so that its memory is its own: by the app's listings or by the AWS SDK.
 * `node storage-listing-process.ts own|sdk URL BUCKET PREFIX ACCESS-KEY SECRET`; prints one line of JSON.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ListObjectsV2Command, S3Client, type _Object } from '@aws-sdk/client-s3';
import { createNetwork } from '../src/main/core/network/network.ts';
import { createS3Endpoint } from '../src/main/core/platform/s3/endpoint.ts';
import { createFixedProfile } from '../src/main/core/platform/s3/sts.ts';
import { createCommandLog } from '../src/main/core/shell/commands.ts';
import { createListings } from '../src/main/core/storage/listing/listing.ts';
import type { StorageContext, StorageSurroundings } from '../src/main/core/storage/storage-context.ts';
import { listingOperations } from '../src/shared/contract/storage/listing.ts';

/** What one run measured; times in milliseconds, memory in MiB above what the process had before. */
export interface ListingRun {
  readonly rows: number;
  readonly first: number;
  readonly all: number;
  readonly memory: number;
  /** Only of the app's own: reads of 500 rows while the list grows, sorting all by size, reads meanwhile, a filter. */
  readonly read?: number;
  readonly readMost?: number;
  readonly block?: number;
  readonly sort?: number;
  readonly readSorting?: number;
  readonly filter?: number;
}

const [who = '', url = '', bucket = '', prefix = '', accessKeyId = '', secretAccessKey = ''] =
  process.argv.slice(2);
const keys = { accessKeyId, secretAccessKey };
/**
 * MiB that this process has allocated: `RssAnon` of proc_pid_status(5), which the system keeps ready: to add it up anew, as for
 * `smaps_rollup`, would hold up the loop that is measured. Its resident size where the system does not tell.
 */
function mebibytes(): number {
  const status = '/proc/self/status';
  const found = existsSync(status) && /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'));
  return (found ? Number(found[1]) * 1024 : process.memoryUsage.rss()) / 1024 ** 2;
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function collect(): void {
  if (globalThis.gc) globalThis.gc();
}

/** Looks at the process's memory until it is stopped; gives the most above the beginning. */
function watchMemory(): () => number {
  collect();
  const before = mebibytes();
  let most = 0;
  const look = () => (most = Math.max(most, mebibytes() - before));
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}

/** Longest time that the event loop was held up, until it is stopped. */
function watchLoop(): () => number {
  let [last, most] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    most = Math.max(most, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return most;
  };
}

const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((one, other) => one - other)[
    Math.min(values.length - 1, Math.floor(values.length * part))
  ] ?? 0;

async function own(): Promise<ListingRun> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-'));
  const network = createNetwork({
    host: { folder, clock: Date.now, systemProxy: () => Promise.resolve(undefined) },
    settings: { current: () => ({ mode: 'none' }), onChange: () => () => undefined },
  });
  const profile = { name: 'bench', endpoint: url, region: 'us-east-1', pathStyle: true };
  const endpoint = createS3Endpoint({
    id: 'bench',
    kind: 'own',
    profile,
    keys: createFixedProfile(profile, keys, Date.now),
    network,
    clock: Date.now,
  });
  const context = {
    endpoint: () => endpoint,
    forbidsLocalCopies: true,
    network,
  } as unknown as StorageContext;
  const listings = createListings(() => context, {
    commands: createCommandLog(Date.now),
    report: (error: unknown) => process.stderr.write(`${String(error)}\n`),
  } as unknown as StorageSurroundings);
  const { handlers } = listings;
  const over = new AbortController();
  const { signal } = over;
  const memory = watchMemory();
  const block = watchLoop();
  const begin = performance.now();
  const wish = listingOperations.list.input.parse({ profile: 'bench', bucket, prefix, recursive: false });
  let id = '';
  let rows = 0;
  let first = 0;
  let all = 0;
  let reading: Promise<void> | undefined;
  const reads: number[] = [];
  const readOne = async (from: number) => {
    const started = performance.now();
    await handlers.rows({ id, from, count: 500 }, { signal });
    reads.push(performance.now() - started);
  };
  let isListing = true;
  for await (const state of handlers.list(wish, { signal })) {
    if (state.failure) throw new Error(state.failure.message);
    ({ id } = state);
    rows = state.count;
    if (first === 0) {
      await Promise.all([readOne(0), readOne(500)]);
      first = performance.now() - begin;
      reads.length = 0;
      reading = (async () => {
        while (isListing) {
          await readOne(Math.floor(Math.random() * Math.max(1, rows - 500)));
          await pause(100);
        }
      })();
    }
    if (state.state === 'done') {
      all = performance.now() - begin;
      break;
    }
  }
  isListing = false;
  await reading;
  const most = memory();
  const blocked = block();
  // The stream is over; the rows stay for those who still read.
  const [read, readMost] = [percentile(reads, 0.95), Math.max(...reads, 0)];
  reads.length = 0;
  let isSorting = true;
  const sorting = (async () => {
    while (isSorting) {
      await readOne(Math.floor(Math.random() * Math.max(1, rows - 500)));
      await pause(5);
    }
  })();
  let started = performance.now();
  await handlers.arrange({ id, sort: 'size', descending: true, filter: '' }, { signal });
  const sort = performance.now() - started;
  isSorting = false;
  await sorting;
  const readSorting = Math.max(...reads, 0);
  started = performance.now();
  await handlers.arrange({ id, sort: 'name', descending: false, filter: 'LOT 77.parquet' }, { signal });
  const filter = performance.now() - started;
  await listings.close();

  endpoint.close();
  await network.close();
  await rm(folder, { recursive: true, force: true });
  return { rows, first, all, memory: most, read, readMost, block: blocked, sort, readSorting, filter };
}

/** As most programs do it: all rows kept, as objects. */
async function sdk(): Promise<ListingRun> {
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: keys,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const memory = watchMemory();
  const begin = performance.now();
  const found: _Object[] = [];
  let first = 0;
  for (let token: string | undefined, isFirst = true; isFirst || token; isFirst = false) {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ContinuationToken: token,
        EncodingType: 'url',
      }),
    );
    found.push(...(page.Contents ?? []));
    if (isFirst) first = performance.now() - begin;
    token = page.NextContinuationToken;
  }
  const all = performance.now() - begin;
  const most = memory();
  client.destroy();
  return { rows: found.length, first, all, memory: most };
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await (who === 'sdk' ? sdk() : own()))}\n`, () => process.exit(0));
