import { describe, expect, test } from 'vitest';
import { rangedOf, sampleNomenclature, testSources } from './testing/sample-sources.ts';

/** Far more than a piece of a file: 200,000 rows, some of two lines, every hundredth without a text. */
const many = [
  'id,text,day,region,size',
  ...Array.from({ length: 200_000 }, (_, row) => {
    const text =
      row % 100 === 99
        ? ''
        : row % 7 === 0
          ? `"Activité ${row % 1_000}\nsecond ""line"""`
          : `Activité ${row % 1_000}`;
    return `${row},${text},2024-0${1 + (row % 9)}-1${row % 10},R${row % 13},${row}`;
  }),
].join('\n');

async function opened(sources = testSources()) {
  const reading = await sources.handlers.readSource({ files: [sources.put(rangedOf('many.csv', many))] });
  const columns = reading.columns.map((one) =>
    one.name === 'day' ? { ...one, role: 'date' as const } : one,
  );
  return { sources, reading, columns, frame: await sources.frame(reading.reading ?? '', columns) };
}

describe('a frame', () => {
  test('has the rows with a text; those drawn are read again wherever they lie, in the order asked', async () => {
    const { sources, reading, frame } = await opened();
    await using _ = sources;
    expect([reading.rows, frame.size, frame.dateColumn]).toEqual([200_000, 198_000, 'day']);
    expect(frame.distinctTexts).toBe(
      1_980 -
        990 +
        new Set(Array.from({ length: 1_000 }, (_, at) => at).filter((at) => at % 100 !== 99)).size,
    );
    const asked = [197_999, 0, 98, 99, 123_456, 0];
    const rows = await frame.rows(asked);
    expect(rows.map(({ sourceId }) => sourceId)).toEqual(['199998', '0', '98', '100', '124703', '0']);
    expect(rows[1]).toEqual({
      sourceId: '0',
      text: 'Activité 0\nsecond "line"',
      fields: { date: '2024-01-10', region: 'R0', size: '0' },
    });
    await expect(frame.rows([198_000])).rejects.toThrow(RangeError);
  });

  test('gives the values of a column as strata, days as months where there are many', async () => {
    const { sources, frame } = await opened();
    await using _ = sources;
    const regions = await frame.stratum('region');
    expect(regions.names).toEqual([
      'R0',
      'R1',
      'R10',
      'R11',
      'R12',
      'R2',
      'R3',
      'R4',
      'R5',
      'R6',
      'R7',
      'R8',
      'R9',
    ]);
    expect(regions.index).toHaveLength(198_000);
    expect(regions.names[regions.index[99] ?? -1]).toBe('R9');
    const months = await frame.stratum('date');
    expect(months.names).toEqual(Array.from({ length: 9 }, (_, month) => `2024-0${month + 1}`));
    await expect(frame.stratum('size')).rejects.toMatchObject({ data: { reason: 'source-too-many-strata' } });
    await expect(frame.stratum('nothing')).rejects.toMatchObject({ data: { reason: 'source-no-column' } });
  });

  test('finds texts that another campaign has', async () => {
    const { sources, frame } = await opened();
    await using _ = sources;
    const groups = await frame.groupsOf(['ACTIVITE 12', 'unheard of']);
    expect([...groups]).toEqual([frame.group[12]]);
  });

  test('means by the columns what the person says, and says no where none is the text', async () => {
    await using sources = testSources();
    const content = 'a,b,code\nTonte de pelouse,Coiffure,0111Z\n,Barbe,56.11J\n';
    const { reading = '', columns } = await sources.handlers.readSource({
      files: [sources.put(rangedOf('a.csv', content))],
    });
    const said = columns.map(({ name }) => ({
      name,
      role: name === 'b' ? ('text' as const) : name === 'code' ? ('code' as const) : ('ignored' as const),
    }));
    const frame = await sources.frame(reading, said, { nomenclature: 'naf-rev2' });
    expect(await frame.rows([0, 1])).toEqual([
      { sourceId: '1', text: 'Coiffure', fields: {}, code: '01.11Z' },
      { sourceId: '2', text: 'Barbe', fields: {} },
    ]);
    expect(frame.findings).toContainEqual({
      severity: 'warning',
      kind: 'other-version',
      name: 'code',
      line: 3,
      rows: 1,
    });
    const without = said.map(({ name }) => ({ name, role: 'other' as const }));
    await expect(sources.frame(reading, without)).rejects.toMatchObject({
      data: { reason: 'source-no-text' },
    });
    await expect(sources.frame('unknown', said)).rejects.toMatchObject({
      data: { reason: 'source-reading-gone' },
    });
  });

  test('that is the same is not read again', async () => {
    const { sources, reading, columns, frame } = await opened();
    await using _ = sources;
    expect(await sources.frame(reading.reading ?? '', columns)).toBe(frame);
  });
});

describe('reading', () => {
  test('can be cancelled, and the next one works', async () => {
    await using sources = testSources();
    const files = [sources.put(rangedOf('many.csv', many))];
    const stop = new AbortController();
    const progress = () => stop.abort();
    await expect(
      sources.handlers.readSource({ files }, { signal: stop.signal, progress }),
    ).rejects.toMatchObject({ data: { code: 'cancelled' } });
    await expect(sources.handlers.readSource({ files }, { signal: stop.signal })).rejects.toMatchObject({
      data: { code: 'cancelled' },
    });
    expect((await sources.handlers.readSource({ files })).rows).toBe(200_000);
  });

  test('tells its share, and what the network says', async () => {
    await using sources = testSources();
    const shares: number[] = [];
    const files = [sources.put(rangedOf('many.csv', many))];
    await sources.handlers.readSource({ files }, { progress: (share) => shares.push(share) });
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.length).toBeGreaterThan(1);
    expect(shares.at(-1)).toBe(1);
    const gone = { ...rangedOf('gone.csv', 'text\n'), read: () => Promise.reject(new Error('cut')) };
    await expect(sources.handlers.readSource({ files: [sources.put(gone)] })).rejects.toMatchObject({
      data: { message: 'Error: cut' },
    });
  });

  test('ends with the sources', async () => {
    const sources = testSources(sampleNomenclature());
    const reading = sources.handlers.readSource({ files: [sources.put(rangedOf('many.csv', many))] });
    const ended = expect(reading).rejects.toMatchObject({ data: { code: 'cancelled' } });
    await new Promise(setImmediate);
    await sources.close();
    await ended;
  });
});
