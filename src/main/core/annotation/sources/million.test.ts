import { open, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { rangedOf, testSources } from './testing/sample-sources.ts';

test('1,000,000 rows are read, drawn from and read again by pieces', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-million-'));
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  await using file = await open(path.join(folder, 'million.csv'), 'w+');
  await file.write('id,text,Response.1.code,Response.1.probabilite\n');
  for (let part = 0; part < 100; part++) {
    const rows = Array.from(
      { length: 10_000 },
      (_, row) => `${part * 10_000 + row},Activité ${row},9602A,0.${row}\n`,
    );
    await file.write(rows.join(''));
  }
  const { size } = await file.stat();
  const read = async (start: number, end: number) => {
    const bytes = Buffer.alloc(Math.min(end, size) - start);
    await file.read(bytes, 0, bytes.length, start);
    return bytes;
  };
  await using sources = testSources();
  const ranged = { ...rangedOf('million.csv', ''), size, read };
  const reading = await sources.handlers.readSource({ files: [sources.put(ranged)] });
  expect([reading.rows, reading.distinctTexts, reading.findings]).toEqual([1_000_000, 10_000, []]);
  const frame = await sources.frame(reading.reading ?? '', reading.columns);
  const [last] = await frame.rows([999_999]);
  expect(last).toMatchObject({ sourceId: '999999', text: 'Activité 9999' });
  expect(frame.p1[999_999]).toBe(0.9999);
}, 120_000);
