/** 100,000 texts of a CSV made into a campaign: read, drawn, cleaned, put into batches, encoded as Parquet; the server takes no time. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import type { AnnotationContext } from '../src/main/core/annotation/annotation-context.ts';
import { createCampaigns } from '../src/main/core/annotation/campaigns/campaigns.ts';
import { createCampaignFiles } from '../src/main/core/annotation/files/create-campaign-files.ts';
import { loadBundled } from '../src/main/core/annotation/nomenclatures/bundled.ts';
import { createSources } from '../src/main/core/annotation/sources/sources.ts';
import type { S3Answer, S3Endpoint, S3Request } from '../src/main/core/platform/s3/endpoint.ts';
import { learnDialect } from '../src/main/core/platform/s3/dialect.ts';
import type { Ranged } from '../src/main/core/platform/s3/ranged-object.ts';
import { createCommandLog } from '../src/main/core/shell/commands.ts';
import { failure } from '../src/shared/contract/errors.ts';
import { median, type Figure } from './report.ts';

const items = 100_000;
const runs = 5;
const words = 'vente conseil légumes bio détail entreprise location meublée travaux maçonnerie web'.split(
  ' ',
);

/** Request logs: a text, variables, five suggestions. */
function logs(): Buffer {
  const best = [1, 2, 3, 4, 5].flatMap((rank) => [`Response.${rank}.code`, `Response.${rank}.probabilite`]);
  const lines = [['id', 'text_description', 'type_', 'nature', 'surface', 'event', ...best].join(',')];
  for (let row = 0; row < items; row += 1) {
    const text = [3, 5, 7, 11, 13].map((step) => words[(row * step + (row >> 4)) % words.length]).join(' ');
    const codes = ['4721Z', '0113Z', '7022Z', '6820A', '4399C'].flatMap((code, rank) => [
      code,
      0.9 / (rank + 1),
    ]);
    lines.push([`L${row}`, `${text} ${row}`, 'M', '99', row % 500, '01P', ...codes].join(','));
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

function fileOf(bytes: Buffer): Ranged {
  const read = async (start: number, end: number) => Buffer.from(bytes.subarray(start, end));
  return {
    name: 'logs.csv',
    size: bytes.length,
    etag: '"1"',
    read,
    stream: async (start, end) => Readable.from([await read(start, end)]),
    bytesFetched: () => 0,
  };
}

/** A server that takes everything at once and has nothing. */
function instantEndpoint(): S3Endpoint {
  const answer = (status: number, headers: Record<string, string>): S3Answer => ({
    status,
    headers,
    body: Readable.from([]),
    text: async () => '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>',
    bytes: async () => Buffer.alloc(0),
    finish: () => {},
    drop: () => {},
  });
  const endpoint = {
    host: 'instant',
    profile: { name: 'instant', endpoint: 'http://instant', region: 'us-east-1', pathStyle: true },
    async send({ method, query, body }: S3Request) {
      if (method === 'PUT')
        return answer(200, {
          etag: createHash('md5')
            .update(body as Buffer)
            .digest('hex'),
        });
      if (query?.['list-type'] === undefined)
        throw failure('not-found', 'Nothing is here', { reason: 'storage-no-object' });
      const list =
        '<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
      return { ...answer(200, {}), body: Readable.from([Buffer.from(list)]) };
    },
  } as unknown as S3Endpoint;
  learnDialect(endpoint, { conditionalWrites: true });
  return endpoint;
}

/** Milliseconds for all, and the longest that the core's loop was held up. */
async function imported(file: Ranged, folder: string): Promise<{ all: number; held: number }> {
  const endpoint = instantEndpoint();
  const store = { get: async () => undefined, set: async () => {} };
  const context = { key: 'bench', userName: 'alice', folder, store, roots: [], endpoint: () => endpoint };
  const here = () => context as unknown as AnnotationContext;
  const host = { clock: Date.now, onResume: () => () => {} };
  const report = (error: unknown) => {
    throw error;
  };
  const surroundings = { host, commands: createCommandLog(Date.now), report } as never;
  const nomenclature = () => loadBundled('naf-rev2');
  const sources = createSources({ here, openSource: async () => file, nomenclature, surroundings });
  const files = createCampaignFiles(here, surroundings);
  const mine = () => Promise.reject(new Error('Nobody codes'));
  const campaigns = createCampaigns({ here, files, sources, nomenclature, mine, surroundings });
  const signal = new AbortController().signal;
  await nomenclature();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const sent = { kind: 'sent' as const, id: '1', name: file.name };
  const reading = await sources.handlers.readSource({ files: [sent], nomenclature: 'naf-rev2' });
  if (reading.reading === undefined) throw new Error('The source cannot be read');
  const plan = {
    id: 'bench',
    title: 'Bench',
    purpose: 'gold' as const,
    mode: 'reveal' as const,
    level: 5,
    leads: ['alice'],
    adjudicators: [],
    annotators: ['alice', 'bob', 'carol'],
    stealing: true,
    claimHours: 8,
    overlap: { annotators: 3, share: 0.1, calibration: 50, controls: 0 },
    batchSize: 50,
    nomenclature: 'naf-rev2',
    guidelines: '',
    at: { profile: 'p', bucket: 'bench', prefix: '' },
    sampling: { kind: 'all' as const, size: items, seed: 1, deduplicate: false },
    keepApartFrom: [],
  };
  const source = { reading: reading.reading, columns: reading.columns };
  await campaigns.handlers.createCampaign({ source, plan }, { signal });
  const all = performance.now() - began;
  delay.disable();
  campaigns.close();
  await files.close();
  await sources.close();
  return { all, held: delay.max / 1e6 };
}

/** Both figures are medians of five runs. */
export async function importFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-'));
  try {
    const file = fileOf(logs());
    const times: number[] = [];
    const holds: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const { all, held } = await imported(file, folder);
      times.push(all);
      holds.push(held);
    }
    const rest = { direction: 'below', peer: null, reason: 'Label Studio is not on this machine' } as const;
    return [
      {
        what: '100,000 items of a CSV made into a campaign, without the network',
        value: Math.round(median(times)),
        unit: 'ms',
        budget: 5_000,
        ...rest,
      },
      {
        what: "longest hold of the core's loop meanwhile",
        value: Math.round(median(holds)),
        unit: 'ms',
        budget: 50,
        ...rest,
        reason: 'nothing to compare with',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
