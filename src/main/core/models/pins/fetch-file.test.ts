import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import { ownDisk } from './disk.ts';
import { fetchFile } from './fetch-file.ts';
import { openPart } from './part-file.ts';
import type { VersionSource } from './version-source.ts';

const content = Buffer.from('text_feature: libelle\n');

/** A proxy as MLflow's: streams from a place on, and refuses a place behind the end (RFC 9110, 15.5.17). */
const proxy: VersionSource = {
  host: 'mlflow.example.org',
  hasRanges: false,
  list: async () => [],
  proof: async () => ({}),
  async open(_, { start }) {
    if (start >= content.length) throw failure('invalid-input', 'Requested Range Not Satisfiable');
    return { body: Readable.from([content.subarray(start)]), isPartial: start > 0 };
  },
};

test.each([
  ['told', content.length],
  ['not told', undefined],
])('a file that was whole when the app was killed becomes a file, its size being %s', async (_, bytes) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-fetch-'));
  try {
    const target = path.join(folder, 'part');
    const remote = { path: 'artifacts/config.yaml', ...(bytes !== undefined && { bytes }) };
    const before = await openPart(target, remote, ownDisk);
    await before.write(content, 0);
    await before.note({ start: 0, end: content.length });
    await before.close();

    const part = await openPart(target, remote, ownDisk);
    const { signal } = new AbortController();
    const fetched = await fetchFile({
      ...{ source: proxy, file: remote, part, name: 'codification-naf', signal, clock: Date.now, pause: 1 },
      progress: () => {},
    });
    await part.close();
    expect(fetched).toBe(content.length);
    expect(await readFile(target)).toEqual(content);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
