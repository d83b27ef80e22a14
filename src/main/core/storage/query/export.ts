/** Results as files: to a folder of this laptop, or to an object. Nothing is replaced unless asked, nothing half-written gets the name. */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, link, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { partsOf, writeInParts } from '../objects/multipart.ts';
import { interruptOn } from './duck.ts';
import type { Engine } from './engine.ts';
import { diskFailure } from './query-failures.ts';
import type { Results } from './results.ts';
import type { Finished } from './run-query.ts';
import { sqlText } from './sql-text.ts';

export type Format = 'csv' | 'parquet';

const options: Readonly<Record<Format, string>> = {
  csv: 'FORMAT csv, HEADER true',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};
const contentTypes: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/**
 * Writes a result to a file in the engine's folder; one that was cut is asked again, whole.
 * @throws DuckError, Failure
 */
export async function writeResult(
  engine: Engine,
  results: Results,
  id: string,
  finished: Finished,
  format: Format,
  signal: AbortSignal,
): Promise<{ file: string; rows: number }> {
  const file = path.join(engine.work, `export-${randomUUID()}.${format}`);
  const to = `TO ${sqlText(file.replaceAll('\\', '/'))} (${options[format]})`;
  const { truncatedAt } = results.get(id);
  try {
    if (truncatedAt === undefined) {
      const [[rows = 0] = []] = await results.ask(id, `COPY (SELECT * FROM result) ${to}`);
      return { file, rows: Number(rows) };
    }
    const { prepared, asked } = finished;
    const name = path.basename(file);
    return await engine.running(signal, async () => {
      await engine.duck.open({
        name,
        memoryLimit: asked.memoryLimit,
        threads: navigator.hardwareConcurrency,
        // Without an order of its own a result needs none, and much less memory.
        keepsOrder: prepared.isOrdered,
      });
      const stopInterrupting = interruptOn(engine.duck, name, signal);
      try {
        const copy = `COPY (\n${prepared.ready.sql}\n) ${to}`;
        const [[rows = 0] = []] = await engine.duck.run(name, copy);
        return { file, rows: Number(rows) };
      } finally {
        stopInterrupting();
        await engine.duck.close(name);
      }
    });
  } catch (error) {
    await rm(file, { force: true });
    throw signal.aborted ? failure('cancelled', 'Cancelled') : error;
  }
}

function taken(name: string) {
  return failure('conflict', `${name} is there already`, { reason: 'query-export-exists', values: { name } });
}

/** Gives a finished file its place and name. @throws Failure `conflict`, `not-found`, `forbidden`, `no-space` */
export async function putFile(file: string, target: string, replace: boolean): Promise<number> {
  if (!path.isAbsolute(target))
    throw failure('invalid-input', 'The path is not absolute', {
      reason: 'query-export-path',
      values: { name: target },
      field: 'path',
    });
  const there = await stat(target).catch(() => undefined);
  if (there?.isDirectory() || (there && !replace)) throw taken(target);
  const temporary = path.join(
    path.dirname(target),
    `.${path.basename(target).slice(0, 100)}.${randomUUID()}`,
  );
  try {
    await copyFile(file, temporary, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await using written = await open(temporary, 'r+');
    await written.sync();
    const { size } = await written.stat();
    if (replace) await rename(temporary, target);
    else await named(temporary, target);
    return size;
  } catch (error) {
    throw localFailure(error, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Gives the name without ever taking it from another: a second name first, where the file system has such. */
async function named(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    await access(target).then(
      () => {
        throw taken(target);
      },
      () => undefined,
    );
    await rename(temporary, target);
  }
}

function localFailure(error: unknown, target: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') return taken(target);
  const values = { name: path.dirname(target) };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return failure('not-found', 'There is no such folder', { reason: 'query-export-folder', values });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return failure('forbidden', 'Nothing may be written there', { reason: 'query-export-denied', values });
  return diskFailure(error);
}

const inOne = 64 * 2 ** 20;
const partSize = 32 * 2 ** 20;
const partsAtOnce = 3;

/** Sends a finished file to an object and looks that it is there whole. @throws Failure `conflict` when the name is taken */
export async function putObject(
  endpoint: S3Endpoint,
  file: string,
  object: { bucket: string; key: string },
  format: Format,
  replace: boolean,
  signal: AbortSignal,
): Promise<number> {
  const { bucket, key } = object;
  const name = `s3://${bucket}/${key}`;
  // Asked as well as demanded: a server without conditional writes would replace it.
  if (!replace && (await sizeOf(endpoint, object, signal)) !== undefined) throw taken(name);
  await using reading = await open(file, 'r');
  const { size } = await reading.stat();
  const conditions: Record<string, string> = replace ? {} : { 'if-none-match': '*' };
  const headers = { 'content-type': contentTypes[format] };
  try {
    if (size <= inOne) {
      const body = await reading.readFile();
      const asked = { method: 'PUT', bucket, key, headers: { ...headers, ...conditions }, body } as const;
      const answer = await endpoint.send({ ...asked, signal });
      answer.finish();
    } else {
      const parts = partsOf(size, partSize);
      const part = partFrom(reading, endpoint, object);
      const place = { endpoint, ...object, headers, conditions };
      await writeInParts({ ...place, parts, parallel: partsAtOnce, signal, part, onPart: () => {} });
    }
  } catch (error) {
    if (isFailure(error) && error.data.reason === 'storage-changed') throw taken(name);
    throw error;
  }
  if ((await sizeOf(endpoint, object, signal)) !== size)
    throw failure('unreachable', 'The object is not whole', {
      reason: 'storage-short',
      values: { name: key, host: endpoint.host },
    });
  return size;
}

async function sizeOf(
  endpoint: S3Endpoint,
  { bucket, key }: { bucket: string; key: string },
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const head = await endpoint.send({ method: 'HEAD', bucket, key, signal });
    head.drop();
    return Number(head.headers['content-length']);
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found' && error.data.reason !== 'storage-no-bucket')
      return undefined;
    throw error;
  }
}

/** Sends parts of a file. */
function partFrom(
  file: FileHandle,
  endpoint: S3Endpoint,
  { bucket, key }: { bucket: string; key: string },
): Parameters<typeof writeInParts>[0]['part'] {
  return async ({ number, start, end }, uploadId, signal) => {
    const body = Buffer.allocUnsafe(end - start);
    const { bytesRead } = await file.read(body, 0, body.length, start);
    if (bytesRead !== body.length) throw new Error('The file became shorter');
    const answer = await endpoint.send({
      method: 'PUT',
      bucket,
      key,
      query: { partNumber: String(number), uploadId },
      headers: { 'content-md5': createHash('md5').update(body).digest('base64') },
      body,
      signal,
      timeout: 120_000,
    });
    answer.finish();
    return answer.headers['etag'] ?? '';
  };
}
