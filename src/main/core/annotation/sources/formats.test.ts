import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { rangedOf, testSources } from './testing/sample-sources.ts';

/** Reads files as one source, and all rows of its frame. */
async function load(...files: ReturnType<typeof rangedOf>[]) {
  await using sources = testSources();
  const reading = await sources.handlers.readSource({ files: files.map(sources.put) });
  const frame = await sources.frame(reading.reading ?? '', reading.columns);
  return { reading, frame, rows: await frame.rows(Array.from({ length: frame.size }, (_, row) => row)) };
}

const log = {
  'Query.TEXT_FEATURE': ['Coiffure à domicile', 'Tonte', 'COIFFURE A DOMICILE'],
  'Query.NATURE': ['99', null, '10'],
  'Response.1.code': ['9602A', '0111Z', '9602A'],
  'Response.1.probabilite': [1.000_01, 0.5, 0.75],
  'Response.2.code': ['0111Z', null, '0111Z'],
  'Response.2.probabilite': [0.25, null, 0.125],
  'Response.MLversion': ['FastText-APE/12', 'FastText-APE/12', 'FastText-APE/12'],
};

const parquetOf = (columns: Record<string, readonly unknown[]>, rowGroupSize = 2) =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, data]) => ({ name, data: [...data] })),
      rowGroupSize,
    }),
  );

const expected = [
  {
    sourceId: '1',
    text: 'Coiffure à domicile',
    fields: { nature: '99' },
    suggestions: {
      suggestions: [
        { rank: 1, code: '96.02A', probability: 1 },
        { rank: 2, code: '01.11Z', probability: 0.25 },
      ],
      confidenceIndex: 0.75,
      model: 'FastText-APE',
      modelVersion: '12',
      from: 'file',
    },
  },
  {
    sourceId: '2',
    text: 'Tonte',
    fields: {},
    suggestions: {
      suggestions: [{ rank: 1, code: '01.11Z', probability: 0.5 }],
      model: 'FastText-APE',
      modelVersion: '12',
      from: 'file',
    },
  },
];

describe('a request log', () => {
  const json = log['Query.TEXT_FEATURE'].map((text, row) => ({
    Query: { TEXT_FEATURE: text, NATURE: log['Query.NATURE'][row] },
    Response: {
      1: { code: log['Response.1.code'][row], probabilite: log['Response.1.probabilite'][row] },
      ...(log['Response.2.code'][row] && {
        2: { code: log['Response.2.code'][row], probabilite: log['Response.2.probabilite'][row] },
      }),
      MLversion: log['Response.MLversion'][row],
    },
  }));
  const names = Object.keys(log) as (keyof typeof log)[];
  const csv = [
    names.join(';'),
    ...json.map((_, row) => names.map((name) => log[name][row] ?? '').join(';')),
  ].join('\n');

  test.each([
    ['parquet', 'log.parquet', parquetOf(log)],
    ['csv', 'log.csv', csv],
    ['json', 'log.json', JSON.stringify(json, undefined, 2)],
    ['jsonl', 'log.jsonl', json.map((one) => JSON.stringify(one)).join('\n')],
    ['json', 'objects.json', json.map((one) => JSON.stringify(one, undefined, 2)).join('\n')],
  ])('as %s (%s) gives the same rows and numbers', async (format, name, content) => {
    const { reading, frame, rows } = await load(rangedOf(name, content));
    expect(reading.format).toBe(format);
    expect(rows.slice(0, 2)).toEqual(expected);
    expect([...frame.group]).toEqual([0, 1, 0]);
    expect([...frame.p1]).toEqual([1, 0.5, 0.75]);
    expect([...frame.p2]).toEqual([0.25, Number.NaN, 0.125]);
    expect([...frame.predicted].map((code) => frame.codes[code])).toEqual(['96.02A', '01.11Z', '96.02A']);
    expect(frame.model).toEqual({ name: 'FastText-APE', version: '12' });
    expect(frame).toMatchObject({ size: 3, distinctTexts: 2, description: name });
    expect(reading.findings).toEqual([
      {
        severity: 'warning',
        kind: 'bad-probability',
        name: 'Response.1.probabilite',
        rows: 1,
        ...(reading.findings[0]?.line && { line: reading.findings[0].line }),
      },
    ]);
  });

  test('as Parquet with nested fields, written by DuckDB, gives the same rows', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-nested-'));
    await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
    const [from, to] = [path.join(folder, 'log.json'), path.join(folder, 'log.parquet')];
    await writeFile(from, JSON.stringify(json));
    const connection = await DuckDBConnection.create();
    await connection.run(`copy (select * from read_json('${from}')) to '${to}' (format parquet)`);
    connection.disconnectSync();
    const { rows, frame } = await load(rangedOf('nested.parquet', await readFile(to)));
    expect(rows.slice(0, 2)).toEqual(expected);
    expect([...frame.p2]).toEqual([0.25, Number.NaN, 0.125]);
  });

  test('with a list of suggestions gives a column for each of the first five', async () => {
    const suggestions = [1, 2].map((rank) => ({
      rank,
      code: rank === 1 ? '9602A' : '0111Z',
      prob: 1 / rank / 2,
    }));
    const { rows } = await load(rangedOf('a.jsonl', JSON.stringify({ text: 'Coiffure', suggestions })));
    expect(rows[0]?.suggestions).toMatchObject({
      confidenceIndex: 0.25,
      suggestions: [{ code: '96.02A' }, { code: '01.11Z' }],
    });
  });

  test('in parts by day has the day as a column', async () => {
    const part = (day: string) => rangedOf(`log_files/dashboard/date=${day}/part-0.parquet`, parquetOf(log));
    const { frame, rows } = await load(part('2024-04-17'), part('2024-04-18'));
    expect(frame.size).toBe(6);
    expect(rows.map(({ fields }) => fields['date'])).toEqual([
      '2024-04-17',
      '2024-04-17',
      '2024-04-17',
      '2024-04-18',
      '2024-04-18',
      '2024-04-18',
    ]);
  });
});

describe('exports of Label Studio', () => {
  const data = {
    activ_pr_lib_et: 'COIFFURE A DOMICILE',
    liasse_type: 'M',
    activ_nat_et: '99',
    activ_surf_et: '',
  };
  const result = [
    {
      from_name: 'taxonomy',
      type: 'taxonomy',
      value: { taxonomy: [['S - AUTRES', '96 - …', '96.02A // 9602A - Coiffure']] },
    },
    { from_name: 'NAF2008_OK', type: 'choices', value: { choices: ['Non'] } },
    { from_name: 'Remarques', type: 'textarea', value: { text: ['to be seen again'] } },
    { from_name: 'rating', type: 'rating', value: { rating: 3 } },
  ];
  const skipped = { id: 1000, was_cancelled: true, result: [] };
  const predictions = [
    {
      model_version: 'FastText-APE/12',
      score: 0.5,
      result: [{ type: 'taxonomy', value: { taxonomy: [['S', '96', '96.02A']] } }],
    },
  ];
  const task = {
    id: 573,
    data,
    annotations: [skipped, { id: 1001, was_cancelled: false, result }],
    predictions,
  };
  const annotation = {
    id: 1001,
    completed_by: { id: 10 },
    task: { id: 573, data, predictions },
    result,
    was_cancelled: false,
  };
  const minimal = {
    ...data,
    id: 573,
    taxonomy: [{ taxonomy: [['S', '96', '96.02A']] }],
    annotator: 10,
    annotation_id: 1001,
    lead_time: 4.2,
  };
  const csv = `activ_pr_lib_et,liasse_type,activ_nat_et,id,taxonomy,annotator,annotation_id,lead_time
COIFFURE A DOMICILE,M,99,573,"[{""taxonomy"":[[""S"",""96"",""96.02A""]]}]",10,1001,4.2`;

  test.each([
    ['JSON', 'export.json', JSON.stringify([task]), true],
    ['an annotation with its task', '1001.json', JSON.stringify(annotation), true],
    ['JSON_MIN', 'min.json', JSON.stringify([minimal]), false],
    ['CSV', 'export.csv', csv, false],
  ])('%s gives text, variables, code and suggestions', async (_name, name, content, hasPredictions) => {
    const { reading, rows } = await load(rangedOf(name, content));
    expect(reading.format).toBe('label-studio');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      sourceId: '573',
      text: 'COIFFURE A DOMICILE',
      code: '96.02A',
      fields: { type_: 'M', nature: '99' },
    });
    expect(rows[0]?.suggestions?.suggestions).toEqual(
      hasPredictions ? [{ rank: 1, code: '96.02A', probability: 0.5 }] : undefined,
    );
    if (hasPredictions)
      expect(rows[0]?.fields).toMatchObject({
        NAF2008_OK: 'Non',
        Remarques: 'to be seen again',
        rating: '3',
      });
  });
});

test('the first text that is not empty is the text, the others are variables', async () => {
  const { rows } = await load(
    rangedOf(
      'sirene.csv',
      'liasse_numero,activ_pr_lib,activ_pr_lib_et,NAF2008_code\nJ1,Commerce,,4725Z\nJ2,Commerce,Vente de vin,\n',
    ),
  );
  expect(rows).toEqual([
    { sourceId: 'J1', text: 'Commerce', fields: {}, knownCode: '47.25Z' },
    { sourceId: 'J2', text: 'Vente de vin', fields: { activ_pr_lib: 'Commerce' } },
  ]);
});

test('one column whose texts hold commas is one column', async () => {
  const { rows } = await load(rangedOf('texts.csv', 'texte\nTonte, taille\nCoiffure; barbe\n'));
  expect(rows.map(({ text }) => text)).toEqual(['Tonte, taille', 'Coiffure; barbe']);
});
