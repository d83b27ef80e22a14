/** Sources over files in memory, for tests. */
import { Readable } from 'node:stream';
import type { Nomenclature } from '../../../../../shared/contract/annotation/nomenclatures.ts';
import type { SourceFile } from '../../../../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../../../../shared/contract/errors.ts';
import type { Ranged } from '../../../platform/s3/ranged-object.ts';
import type { AnnotationContext } from '../../annotation-context.ts';
import { createSources, type Sources } from '../sources.ts';

/** Bytes as a file; `size` is what is said of it, where that is another. */
export function rangedOf(name: string, content: string | Uint8Array, size?: number): Ranged {
  const bytes = Buffer.from(content as Uint8Array);
  let fetched = 0;
  const read = (start: number, end: number) => {
    const part = bytes.subarray(start, end);
    fetched += part.length;
    return part;
  };
  return {
    name,
    size: size ?? bytes.length,
    etag: '"1"',
    read: (start, end) => Promise.resolve(read(start, end)),
    stream: (start, end) => Promise.resolve(Readable.from([read(start, end)])),
    bytesFetched: () => fetched,
  };
}

/** A small NAF rév. 2 (two sub-classes), or the letters and codes that are given. */
export function sampleNomenclature(
  id = 'naf-rev2',
  letters = 'ABCDEFZ',
  leaves = ['96.02A', '01.11Z'],
): Nomenclature {
  return {
    schemaVersion: 1,
    id,
    titles: { en: id },
    levels: [{ titles: { en: 'Sub-class' }, count: leaves.length }],
    letters,
    source: 'a test',
    nodes: leaves.map((code) => ({ code, level: 1, titles: { en: code } })),
  };
}

export interface TestSources extends Sources, AsyncDisposable {
  /** Makes a file known, and means it. */
  put(file: Ranged): SourceFile;
}

/** Sources that know the sample nomenclature, and files that are put. */
export function testSources(nomenclature = sampleNomenclature()): TestSources {
  const files = new Map<string, Ranged>();
  const sources = createSources({
    here: () => ({ key: 'test' }) as AnnotationContext,
    openSource(file) {
      const found = file.kind === 'sent' ? files.get(file.id) : undefined;
      return found ? Promise.resolve(found) : Promise.reject(failure('not-found', 'No such file'));
    },
    nomenclature: () => Promise.resolve(nomenclature),
    surroundings: { host: { clock: () => 1_000 } },
  });
  return {
    ...sources,
    put(file) {
      const id = `${files.size + 1}`;
      files.set(id, file);
      return { kind: 'sent', id, name: file.name };
    },
    [Symbol.asyncDispose]: () => sources.close(),
  };
}
