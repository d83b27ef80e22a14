/** Model files that were brought to this laptop, in `models/` of the person's folder, by the hash of their bytes. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { LocalModel } from '../../../../shared/contract/annotation/suggestions.ts';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { FastTextDescription } from '../../fasttext/fasttext-model.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';

export interface ModelFiles {
  /** The newest first; a damaged description is a model that is not there. */
  list(): Promise<LocalModel[]>;
  /**
   * A sent file is moved here, an object is fetched; one that is here already is not doubled.
   * @throws Failure of `describe` where it is no model; `no-space`
   */
  add(file: SourceFile, signal?: AbortSignal): Promise<LocalModel>;
  /** @throws Failure `local-model-gone` */
  pathOf(id: string): Promise<string>;
  remove(id: string): Promise<void>;
}

const folderName = 'models';

/**
 * @param folder the person's own
 * @param pathOf where a file that the page sent lies
 * @param describe opens a file as a model
 */
export function createModelFiles(parts: {
  readonly folder: () => string;
  readonly clock: () => number;
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  readonly pathOf: (id: string) => Promise<string>;
  readonly describe: (file: string, signal?: AbortSignal) => Promise<FastTextDescription>;
}): ModelFiles {
  const { openSource, describe, clock } = parts;
  const below = (name: string) => path.join(parts.folder(), folderName, path.basename(name));

  async function list(): Promise<LocalModel[]> {
    const names = await readdir(path.join(parts.folder(), folderName)).catch(() => []);
    const read = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map((name) => readFile(below(name), 'utf8').then(described)),
    );
    return read.filter((one) => one !== undefined).sort((one, other) => other.at - one.at);
  }

  async function add(file: SourceFile, signal?: AbortSignal): Promise<LocalModel> {
    await mkdir(path.join(parts.folder(), folderName), { recursive: true, mode: 0o700 });
    const source = await openSource(file, signal);
    const name = path.posix.basename(file.kind === 'sent' ? file.name : source.name);
    const fetched = file.kind === 'object' ? below(`${randomUUID()}.coming`) : undefined;
    try {
      const here = fetched ?? (await parts.pathOf(file.kind === 'sent' ? file.id : ''));
      const bytes = fetched
        ? await source.stream(0, source.size, signal)
        : createReadStream(here, { highWaterMark });
      const hash = await hashed(bytes, fetched, signal);
      const { dimension, labels, quantised } = await describe(here, signal);
      const model: LocalModel = {
        id: hash,
        name,
        bytes: source.size,
        labels: labels.length,
        dimension,
        quantised,
        hash,
        at: clock(),
      };
      await rename(here, below(hash));
      await writeFile(below(`${hash}.json`), JSON.stringify(model), { mode: 0o600, flush: true });
      return model;
    } catch (error) {
      if (fetched) await rm(fetched, { force: true });
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
        throw failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
      throw isFailure(error) ? named(error, name) : error;
    }
  }

  return {
    list,
    add,
    async pathOf(id) {
      const file = below(id);
      if (await stat(file).catch(() => undefined)) return file;
      throw failure('not-found', 'The model is not on this laptop', { reason: 'local-model-gone' });
    },
    async remove(id) {
      await rm(below(`${id}.json`), { force: true });
      await rm(below(id), { force: true });
    },
  };
}

/** The failure with the name that the person knows, not that of our copy. */
function named({ data }: Failure, name: string): Failure {
  const { code, message, ...rest } = data;
  return failure(
    code,
    message,
    rest.values?.['name'] === undefined ? rest : { ...rest, values: { ...rest.values, name } },
  );
}

/** Bytes hashed in one turn: two milliseconds of the core's time. */
const highWaterMark = 2 ** 20;

/** SHA-256 of bytes, which are written on their way where `to` is given. */
async function hashed(bytes: Readable, to: string | undefined, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(piece: Buffer, _, next) {
      hash.update(piece);
      next(null, to === undefined ? undefined : piece);
    },
  });
  const ways =
    to === undefined ? [hashing.resume()] : [hashing, createWriteStream(to, { mode: 0o600, flush: true })];
  await pipeline([bytes, ...ways], signal ? { signal } : {});
  return hash.digest('hex');
}

function described(text: string): LocalModel | undefined {
  try {
    return LocalModel.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
