/** Uploads and downloads over a real MinIO: one large file, and many small ones, beside mc and the AWS SDK. */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { median, table, type Figure } from './report.ts';
import { startOwnEngine, type Keys } from './storage-transfers-own.ts';

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
const small = { files: 10_000, bytes: 4096 };

interface Lab extends Keys {
  readonly mc: string | undefined;
}

interface Mover {
  readonly name: string;
  readonly upload: (file: string, bucket: string) => Promise<void>;
  readonly download: (bucket: string, key: string, folder: string) => Promise<void>;
}

/** The lab's MinIO, and `mc` on the PATH or built by the lab. Throws where there is no lab. */
function findLab(): Lab {
  const lab = process.env['SARDONYX_LAB'];
  const script = lab && path.join(lab, 'services', 'services');
  if (!script || !existsSync(script)) throw new Error('This benchmark needs a real MinIO: set SARDONYX_LAB');
  const text = execFileSync(script, ['env'], { encoding: 'utf8' });
  const value = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  const mc = [
    ...(process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'mc')),
    value('LAB_MC'),
  ].find((file) => file !== '' && existsSync(file));
  return {
    url: value('LAB_S3_URL'),
    accessKeyId: value('LAB_S3_ROOT_KEY'),
    secretAccessKey: value('LAB_S3_ROOT_SECRET'),
    mc,
  };
}

async function mcMover(
  { mc, url, accessKeyId, secretAccessKey }: Lab,
  folder: string,
): Promise<Mover | undefined> {
  if (!mc) return undefined;
  const address = new URL(url);
  address.username = accessKeyId;
  address.password = secretAccessKey;
  const env = {
    ...process.env,
    MC_CONFIG_DIR: path.join(folder, 'mc'),
    MC_HOST_bench: address.href.replace(/\/$/, ''),
  };
  const copy = (...words: string[]) =>
    run(mc, ['cp', '--quiet', ...words], { env, maxBuffer: 64 * mebibyte });
  const deep = (name: string) => (name.endsWith('/') ? ['--recursive'] : []);
  return {
    name: 'mc cp',
    upload: async (file, bucket) => {
      const words = [file, `bench/${bucket}/${file.endsWith('/') ? `${path.basename(file)}/` : ''}`];
      await copy(...deep(file), ...words);
    },
    download: async (bucket, key, target) => {
      await copy(
        ...deep(key),
        `bench/${bucket}/${key}`,
        key.endsWith('/') ? path.join(target, key) : `${target}/`,
      );
    },
  };
}

/** As a program on the SDK would do it: 16 at once, large files in parts of 16 MiB, four of them at once. */
function sdkMover(client: S3Client): Mover {
  const each = async <T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>) => {
    const next = items.values();
    const lane = async () => {
      for (const item of next) await work(item);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  return {
    name: 'AWS SDK',
    async upload(file, bucket) {
      if (file.endsWith('/')) {
        await each(await readdir(file), 16, async (name) => {
          const Key = `${path.basename(file)}/${name}`;
          await client.send(
            new PutObjectCommand({ Bucket: bucket, Key, Body: await readFile(path.join(file, name)) }),
          );
        });
        return;
      }
      const target = { Bucket: bucket, Key: path.basename(file) };
      const handle = await open(file);
      const { size } = await handle.stat();
      await handle.close();
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
      const parts = Array.from({ length: Math.ceil(size / (16 * mebibyte)) }, (_, at) => at);
      const sent: { PartNumber: number; ETag: string | undefined }[] = [];
      await each(parts, 4, async (at) => {
        const start = at * 16 * mebibyte;
        const end = Math.min(size, start + 16 * mebibyte);
        const { ETag } = await client.send(
          new UploadPartCommand({
            ...target,
            UploadId,
            PartNumber: at + 1,
            Body: createReadStream(file, { start, end: end - 1, highWaterMark: 512 * 1024 }),
            ContentLength: end - start,
          }),
        );
        sent.push({ PartNumber: at + 1, ETag });
      });
      await client.send(
        new CompleteMultipartUploadCommand({
          ...target,
          UploadId,
          MultipartUpload: { Parts: sent.toSorted((a, b) => a.PartNumber - b.PartNumber) },
        }),
      );
    },
    async download(bucket, key, folder) {
      const keys: string[] = [];
      for (let token: string | undefined; ;) {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken: token }),
        );
        keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
        token = page.NextContinuationToken;
        if (!token) break;
      }
      await mkdir(path.join(folder, path.dirname(`${key}x`)), { recursive: true });
      await each(keys, 16, async (one) => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: one }));
        await pipeline(Body as Readable, createWriteStream(path.join(folder, one)));
      });
    },
  };
}

async function emptyBucket(client: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    if (Contents.length === 0) return;
    const Objects = Contents.map(({ Key }) => ({ Key }));
    await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Medians of `runs`, the programs in turn within each run. Throws where there is no lab. */
export async function measureTransfers(runs = 5): Promise<Figure[]> {
  const lab = findLab();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-transfers-bench-'));
  const client = new S3Client({
    endpoint: lab.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: lab,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const own = await startOwnEngine(lab);
  const mc = await mcMover(lab, folder);
  const movers: Mover[] = [{ name: 'own', ...own }, ...(mc ? [mc] : []), sdkMover(client)];
  const bucket = `bench-${randomBytes(6).toString('hex')}`;
  const figures: Figure[] = [];
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const large = path.join(folder, 'large.bin');
    const handle = await open(large, 'w');
    for (let at = 0; at < 1024; at += 16) await handle.write(randomBytes(16 * mebibyte));
    await handle.close();
    const many = path.join(folder, 'many');
    await mkdir(many);
    for (let at = 0; at < small.files; at += 1)
      await writeFile(path.join(many, `f${at}`), randomBytes(small.bytes));

    const works = [
      { what: '1 GiB', file: large, key: 'large.bin', unit: 'MiB/s', amount: 1024 },
      {
        what: `${small.files} x 4 KiB`,
        file: `${many}/`,
        key: 'many/',
        unit: 'files/s',
        amount: small.files,
      },
    ];
    for (const { what, file, key, unit, amount } of works) {
      const taken = new Map<string, { up: number[]; down: number[] }>(
        movers.map(({ name }) => [name, { up: [], down: [] }]),
      );
      for (let turn = 0; turn < runs; turn += 1)
        for (const mover of movers) {
          await emptyBucket(client, bucket);
          const target = await mkdtemp(path.join(folder, 'down-'));
          const times = taken.get(mover.name);
          times?.up.push(await seconds(() => mover.upload(file, bucket)));
          times?.down.push(await seconds(() => mover.download(bucket, key, target)));
          await rm(target, { recursive: true });
        }
      for (const way of ['up', 'down'] as const) {
        const speed = (name: string) => Math.round(amount / median(taken.get(name)?.[way] ?? []));
        const peers: (Mover | undefined)[] = [mc, movers.at(-1)];
        for (const peer of peers)
          figures.push({
            what: `${what} ${way}${peer === mc ? '' : ', beside the SDK'}`,
            value: speed('own'),
            unit,
            ...(peer && peer === mc && { budget: speed(peer.name) }),
            direction: 'above',
            ...(peer
              ? { peer: { name: peer.name, value: speed(peer.name) } }
              : { peer: null, reason: 'mc was not found' }),
          });
      }
      process.stderr.write(`${table(figures.slice(-4))}\n`);
    }
    return figures;
  } finally {
    await emptyBucket(client, bucket).catch(() => {});
    await client.send(new DeleteBucketCommand({ Bucket: bucket })).catch(() => {});
    client.destroy();
    await own.close();
    await rm(folder, { recursive: true, force: true });
  }
}
