/** A registered model of 1 GiB kept on this laptop, verified, straight from MinIO, beside `mc cp` of the same object. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { openLaptop, platformServer as server, until, type Laptop } from './models-laptop.ts';
import { minioClient, type MinioClient } from './models-mc.ts';
import { median, type Figure } from './report.ts';

const runs = 5;
const mebibyte = 1024 ** 2;
const size = 1024 * mebibyte;
const model = 'artifacts/run.bin';
const { signal } = new AbortController();
const small = path.join(import.meta.dirname, '../src/main/core/fasttext/testing/models/plain.bin');

/** Medians of five, in turns; none, with the reason on the error stream, where there is no lab. */
export async function pinFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-pins-'));
  try {
    const client = minioClient(folder);
    if (client) return await overMinio(client, folder);
    process.stderr.write('pins are not measured: there is no lab (SARDONYX_LAB) with its mc\n');
    return [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A right model with noise behind it, which the reader passes over, and what describes it. */
async function writeVersion(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'artifacts'), { recursive: true });
  await writeFile(
    path.join(folder, 'MLmodel'),
    'flavors:\n  python_function:\n    loader_module: mlflow.pyfunc\n',
  );
  await using file = await open(path.join(folder, model), 'w');
  const head = await readFile(small);
  await file.write(head);
  for (let at = head.length; at < size; at += 16 * mebibyte)
    await file.write(randomBytes(Math.min(16 * mebibyte, size - at)));
}

/** The one question that is asked of MLflow: where the version lies (mlflow/protos/model_registry.proto, GetModelVersionDownloadUri). */
async function withRegistry<T>(address: string, work: (url: string) => Promise<T>): Promise<T> {
  const registry = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ artifact_uri: address }));
  });
  registry.listen(0, '127.0.0.1');
  await once(registry, 'listening');
  try {
    return await work(`http://127.0.0.1:${(registry.address() as AddressInfo).port}`);
  } finally {
    registry.closeAllConnections();
    registry.close();
  }
}

async function overMinio({ keys, mc }: MinioClient, folder: string): Promise<Figure[]> {
  const bucket = `bench-${randomBytes(6).toString('hex')}`;
  const place = `bench/${bucket}/models/1`;
  await mc('mb', `bench/${bucket}`);
  try {
    await writeVersion(path.join(folder, 'version'));
    await mc('cp', '--recursive', `${path.join(folder, 'version')}/`, `${place}/`);
    await rm(path.join(folder, 'version'), { recursive: true });
    return await withRegistry(`s3://${bucket}/models/1`, async (url) => {
      await using laptop = await openLaptop(url, keys);
      const times = {
        own: [] as number[],
        held: [] as number[],
        copied: [] as number[],
        summed: [] as number[],
      };
      for (let turn = 0; turn < runs; turn += 1) {
        const { seconds, held } = await pinOnce(laptop);
        times.own.push(seconds);
        times.held.push(held);
        const file = path.join(folder, 'copy.bin');
        const began = performance.now();
        await mc('cp', `${place}/${model}`, file);
        times.copied.push((performance.now() - began) / 1000);
        await promisify(execFile)('sha256sum', [file]);
        times.summed.push((performance.now() - began) / 1000);
        await rm(file);
      }
      return figuresOf(times);
    });
  } finally {
    await mc('rb', '--force', `bench/${bucket}`);
  }
}

/** Seconds until it may be predicted with, and milliseconds of the longest hold of the core's loop. */
async function pinOnce({ handlers }: Laptop): Promise<{ seconds: number; held: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const { id } = await handlers.pin({ server, name: 'bench', version: '1' }, { signal });
  await until(
    (over) => handlers.pins({}, { signal: over }),
    ({ pins }) => {
      const pin = pins.find((one) => one.id === id);
      if (pin?.state === 'failed') throw new Error(pin.problem?.message);
      return pin?.state === 'ready';
    },
  );
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  await handlers.unpin({ id }, { signal });
  return { seconds, held: delay.max / 1e6 };
}

function figuresOf(
  times: Readonly<Record<'own' | 'held' | 'copied' | 'summed', readonly number[]>>,
): Figure[] {
  const speed = (seconds: readonly number[]) => Math.round(size / mebibyte / median(seconds));
  const pinned = { value: speed(times.own), unit: 'MiB/s', direction: 'above' } as const;
  return [
    {
      what: 'a model of 1 GiB kept on this laptop: fetched, compared with its checksum, on the disk, read',
      ...pinned,
      peer: { name: 'mc cp', value: speed(times.copied) },
    },
    {
      what: 'the same, beside a copy that is compared too',
      ...pinned,
      peer: { name: 'mc cp, then sha256sum', value: speed(times.summed) },
    },
    {
      what: "longest hold of the core's loop meanwhile",
      value: Math.round(median(times.held)),
      unit: 'ms',
      budget: 50,
      direction: 'below',
      peer: null,
      reason: 'mc does nothing else',
    },
  ];
}
