import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { ExportRequest } from '../../../../shared/contract/annotation/exchange.ts';
import { storeNames } from '../../platform/s3/testing/stores.ts';
import { readCodedItems } from './coded-items.ts';
import { decided, openPlace, type Place } from './testing/exchange-place.ts';

const { signal } = new AbortController();
const open: Place[] = [];
afterEach(async () => {
  for (const place of open.splice(0)) await place[Symbol.asyncDispose]();
});

/** Six items: agreed, adjudicated, tie, unclassifiable, skipped and delegated, one coding. */
async function filled(...given: Parameters<typeof openPlace>) {
  const place = await openPlace(...given);
  open.push(place);
  const [agreed, settled, tie, none, skipped, single] = place.items;
  const decisions: Decision[] = [
    decided(agreed!, 'alice', { codeFinal: '47.21Z', comment: 'œuf, "bio"\n2ᵉ ligne', leadTime: 4321 }),
    decided(agreed!, 'bob', { codeFinal: '47.21Z', difficulty: undefined }),
    decided(agreed!, 'zoé d’Åse', { codeFinal: '01.13Z', flagged: true }),
    decided(settled!, 'alice', { codeFinal: '47.21Z' }),
    decided(settled!, 'bob', { codeFinal: '01.13Z' }),
    decided(tie!, 'alice', { codeFinal: '47.22Z' }),
    decided(tie!, 'bob', { codeFinal: '47.23Z' }),
    decided(none!, 'alice', { status: 'unclassifiable', comment: 'rien' }),
    decided(skipped!, 'alice', { status: 'skipped', difficulty: undefined }),
    decided(skipped!, 'bob', { status: 'delegated', comment: 'pour PSA' }),
    decided(single!, 'bob', { codeFinal: '47.23Z' }),
  ].map((one) => JSON.parse(JSON.stringify(one)) as Decision);
  await place.decide(decisions);
  await place.files.writeAdjudications(
    place.at,
    { uuid: 'u1' },
    [
      {
        id: 'a1',
        item: settled!.id,
        status: 'done',
        code: '01.13Z',
        reason: 'slip',
        comment: 'vu',
        by: 'alice',
        at: 1_700_000_500_000,
        machine: 'm',
      },
    ],
    place.campaign,
  );
  return {
    ...place,
    decisions: place.decisions,
    made: decisions.sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

const all: ExportRequest['sets'] = ['coded', 'skipped', 'unclassifiable'];
const ask = (
  { exchange, at }: Pick<Place, 'exchange' | 'at'>,
  format: ExportRequest['format'],
  rest: Partial<ExportRequest> = {},
) =>
  exchange.handlers.exportCampaign(
    { at, format, rows: 'resolved', sets: all, name: `${format}-1`, ...rest },
    { signal },
  );
const take = (
  place: Pick<Place, 'exchange' | 'at'>,
  files: Parameters<Place['exchange']['handlers']['importAnnotations']>[0]['files'],
  at = place.at,
  people = {},
) => place.exchange.handlers.importAnnotations({ at, files, people }, { signal });

describe.each(storeNames())('over %s', (name) => {
  test('an export is the same bytes again, and listed with what it was made of', async () => {
    const place = await filled(name);
    const first = await ask(place, 'etl-parquet');
    expect(first.files.map(({ name: file, rows }) => [file, rows])).toEqual([
      ['test_data_NAF2008.parquet', 3],
      ['skipped_data_NAF2008.parquet', 1],
      ['unclassifiable_data_NAF2008.parquet', 1],
    ]);
    expect(first.manifest).toMatchObject({
      unresolved: { ties: 1, conflicts: 0 },
      seed: 2 ** 40,
      madeBy: 'alice',
    });
    expect(first.manifest.sources).toHaveLength(5);
    const again = await ask(place, 'etl-parquet', { name: 'again' });
    expect(again.files.map(({ hash }) => hash)).toEqual(first.files.map(({ hash }) => hash));
    expect((await ask(place, 'etl-parquet')).manifest).toEqual(first.manifest);
    const listed = await place.exchange.handlers.exports({ at: place.at }, { signal });
    expect(listed).toEqual([
      { name: 'again', manifest: again.manifest },
      { name: 'etl-parquet-1', manifest: first.manifest },
    ]);

    await place.decide([decided(place.items[2]!, 'zoé d’Åse', { codeFinal: '47.22Z' })]);
    await expect(ask(place, 'etl-parquet')).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'export-exists' },
    });
    expect((await ask(place, 'etl-parquet', { name: 'later' })).manifest.unresolved?.ties).toBe(0);
  });

  test('what learns from a campaign gets one code an item, of those that are settled', async () => {
    const place = await filled(name);
    const { campaign, items, unresolved, sources } = await readCodedItems(place.files, place.at);
    const [agreed, settled, , , , single] = place.items;
    expect(campaign.id).toBe(place.campaign.id);
    expect(new Map(items.map(({ id, code }) => [id, code]))).toEqual(
      new Map([
        [agreed!.sourceId, '47.21Z'],
        [settled!.sourceId, '01.13Z'],
        [single!.sourceId, '47.23Z'],
      ]),
    );
    expect(unresolved).toBe(1);
    expect(sources).toHaveLength(5);
  });

  test('what went out as Label Studio JSON comes back as it was, once', async () => {
    const place = await filled(name);
    const { files } = await ask(place, 'label-studio', { rows: 'every' });
    const sent = await Promise.all(
      files.map(async (file) => place.send(file.name, await place.exported(file.key))),
    );
    const copy = await place.copy('copy');
    expect(await take(place, sent, copy)).toEqual({
      decisions: 11,
      already: 0,
      unknownItems: 0,
      findings: [],
    });
    expect(await place.decisions(copy)).toEqual(place.made);
    expect(await take(place, sent, copy)).toMatchObject({ decisions: 0, already: 11 });
    expect(await take(place, sent)).toMatchObject({ decisions: 0, already: 11 });
    expect(await place.decisions(copy)).toHaveLength(11);
  });
});

const readers = { resolved: 'SELECT * FROM f ORDER BY 1', every: 'SELECT * FROM f' };

test('Parquet has the names and types of the existing pipeline', async () => {
  const place = await filled('sandbox');
  const { files } = await ask(place, 'etl-parquet', { sets: ['coded', 'unclassifiable'] });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-etl-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const rows = async (key: string) => {
      const file = path.join(folder, path.basename(key));
      await writeFile(file, await place.exported(key));
      const query = readers.resolved.replace('f ', `read_parquet('${file}') `);
      return (await connection.runAndReadAll(query)).getRowObjectsJson();
    };
    const [gold, unclassifiable] = files;
    const found = await rows(gold!.key);
    expect(Object.keys(found[0] ?? {}).join(' ')).toMatch(
      /^liasse_numero text_description event type_ surface nature other_nature_text cj permanence date mode_calcul_ape apet_manual Response.1.code Response.1.probabilite Response.1.libelle Response.2.code .*Response.5.libelle Response.IC$/,
    );
    expect(
      found.map((row) => [row['liasse_numero'], row['apet_manual'], row['surface'], row['Response.1.code']]),
    ).toEqual([
      ['Lsingle-0000-0', '4721Z', '120', '4721Z'],
      ['Lsingle-0000-1', '0113Z', '120', '4721Z'],
      ['Lsingle-0001-2', '4723Z', '120', '4721Z'],
    ]);
    expect(found[0]).toMatchObject({
      'Response.1.probabilite': 0.7,
      'Response.1.libelle': 'Commerce de fruits',
      'Response.3.code': null,
      'Response.IC': 0.6,
    });
    expect((await rows(unclassifiable!.key)).map((row) => row['apet_manual'])).toEqual(['XXXXX']);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
});

test('training sets have their own names, and every coding its person', async () => {
  const place = await filled('sandbox', { purpose: 'training' });
  const { files } = await ask(place, 'etl-parquet', { rows: 'every', sets: ['coded', 'skipped'] });
  expect(files.map(({ name, rows }) => [name, rows])).toEqual([
    ['training_data_NAF2008.parquet', 8],
    ['skipped_data_NAF2008.parquet', 2],
  ]);
  const text = (await place.exported(files[0]!.key)).toString('latin1');
  for (const column of ['libelle', 'activ_sec_agri_et', 'NAF2008_code', 'rating', 'task_id', 'annotator'])
    expect(text).toContain(column);
});

test('CSV has the design, the decision and its person; resolved rows say how', async () => {
  const place = await filled('sandbox');
  const every = await ask(place, 'csv', { rows: 'every', sets: ['coded'], name: 'every' });
  const lines = (await place.exported(every.files[0]!.key)).toString('utf8');
  expect(lines.split('\n')[0]).toMatch(
    /^task_id,source_id,batch,text_description,.*stratum,N_h,incl_prob,weight,.*annotator,code_first,code_final,/,
  );
  expect(lines).toContain('"œuf, ""bio""\n2ᵉ ligne"');
  expect(lines).toContain('zoé d’Åse');
  const resolved = await ask(place, 'csv', { sets: ['coded'], name: 'resolved' });
  const rows = (await place.exported(resolved.files[0]!.key)).toString('utf8').trim().split('\n');
  expect(rows[0]).toMatch(
    /code_final,status,resolved_by,codings,agreeing,adjudicated_by,comment,difficulty,annotated_at$/,
  );
  expect(rows.find((row) => row.startsWith('single-0000-1,'))).toMatch(
    /,0113Z,done,adjudicated,2,1,alice,vu,2,2023-/,
  );
  expect(rows.filter((row) => /,(majority|single),/.test(row))).toHaveLength(2);
});

test('JSON_MIN of ours is known again, by person, time and code', async () => {
  const place = await filled('sandbox');
  const { files } = await ask(place, 'label-studio-min', { rows: 'every' });
  const sent = await Promise.all(
    files.map(async (file) => place.send(file.name, await place.exported(file.key))),
  );
  // A delegated item is a skipped one to Label Studio.
  expect(await take(place, sent)).toEqual({ decisions: 0, already: 11, unknownItems: 0, findings: [] });
  const copy = await place.copy('copy');
  expect(await take(place, sent, copy)).toMatchObject({ decisions: 11, already: 0 });
  const shown = ({ annotator, item, codeFinal, comment, leadTime, decidedAt, difficulty }: Decision) =>
    JSON.stringify([annotator, item, codeFinal, comment, leadTime, decidedAt, difficulty]);
  expect((await place.decisions(copy)).map(shown).sort()).toEqual(place.made.map(shown).sort());
});

describe('annotations of others', () => {
  const path5 = (code: string) => ({ type: 'taxonomy', value: { taxonomy: [['G', '47', code]] } });
  const task = (data: object, ...annotations: object[]) => ({ data, annotations });
  const by = (completed_by: unknown, id: number, code: string, at = '2024-01-01T00:00:00Z') => ({
    id,
    completed_by,
    updated_at: at,
    lead_time: 2,
    result: [path5(code)],
  });

  test('are found by id or text, and belong to whom the person says', async () => {
    const place = await openPlace('sandbox');
    open.push(place);
    const [one, two, three] = place.items;
    const tasks = [
      task(
        { liasse_numero: one!.sourceId },
        by(10, 1, '47.21Z'),
        by({ id: 11, email: 'x@y.fr' }, 2, '4722Z'),
      ),
      task({ libelle: `  ${two!.text.toUpperCase()} ` }, by(10, 3, '47.23Z'), {
        ...by(12, 4, ''),
        was_cancelled: true,
        result: [],
      }),
      task({ task_id: three!.id }, by({ email: 'bob' }, 5, '47.21Y'), by(10, 6, '99.99Z'), {
        ...by(10, 7, ''),
        result: [],
      }),
      task({ libelle: 'Nothing like it' }, by(10, 8, '47.21Z')),
    ];
    const file = await place.send('x.json', JSON.stringify(tasks));
    const people = { '10': 'alice', 'x@y.fr': 'bob' };
    expect(await take(place, [file], place.at, people)).toEqual({
      decisions: 4,
      already: 0,
      unknownItems: 1,
      findings: [
        { severity: 'warning', kind: 'other-version', name: '4721Y' },
        { severity: 'warning', kind: 'unknown-code', name: '9999Z' },
        { severity: 'warning', kind: 'no-code', name: three!.id },
        { severity: 'warning', kind: 'unknown-item', name: 'Nothing like it' },
      ],
    });
    const found = await place.decisions(place.at);
    expect(
      found
        .map(({ annotator, item, status, codeFinal }) => [annotator, item, status, codeFinal].join(' '))
        .sort(),
    ).toEqual([
      `alice ${one!.id} done 47.21Z`,
      `alice ${two!.id} done 47.23Z`,
      `bob ${one!.id} done 47.22Z`,
      `label-studio-12 ${two!.id} skipped `,
    ]);
    expect(
      found.every(
        ({ leadTime, machine, mode }) => leadTime === 2000 && machine === 'label-studio' && mode === 'blind',
      ),
    ).toBe(true);
    expect(await take(place, [file, file], place.at, people)).toMatchObject({ decisions: 0, already: 8 });
  });

  test('of one person replace each other by time, and never what was decided later here', async () => {
    const place = await openPlace('sandbox');
    open.push(place);
    const [one, two] = place.items;
    await place.decide([decided(two!, 'alice', { id: 'later', codeFinal: '01.13Z' })]);
    const tasks = [
      task(
        { task_id: one!.id },
        by(10, 2, '47.22Z', '2024-02-01T00:00:00Z'),
        by(10, 1, '47.21Z', '2024-01-01T00:00:00Z'),
      ),
      task({ task_id: two!.id }, by(10, 3, '47.22Z', '2020-01-01T00:00:00Z')),
    ];
    const file = await place.send('x.json', JSON.stringify(tasks));
    expect(await take(place, [file], place.at, { '10': 'alice' })).toMatchObject({
      decisions: 2,
      already: 1,
    });
    const found = await place.decisions(place.at);
    const last = found.find(({ codeFinal }) => codeFinal === '47.22Z');
    expect(last?.replaces).toEqual([found.find(({ codeFinal }) => codeFinal === '47.21Z')?.id]);
    const { files } = await ask(place, 'csv', { sets: ['coded'] });
    expect(files[0]?.rows).toBe(2);
  });

  test('in a file that breaks are named by line and column, and the other files count', async () => {
    const place = await openPlace('sandbox');
    open.push(place);
    const good = await place.send(
      'a.json',
      JSON.stringify([task({ task_id: place.items[0]!.id }, by(10, 1, '47.21Z'))]),
    );
    const bad = await place.send('b.json', '[\n{"data": oops}]');
    expect(await take(place, [bad, good])).toMatchObject({
      decisions: 1,
      findings: [{ severity: 'error', kind: 'bad-json', name: 'b.json', line: 2, column: 10 }],
    });
  });

  test('are taken in by a lead alone', async () => {
    const place = await openPlace('sandbox');
    open.push(place);
    place.change({ userName: 'bob' });
    await expect(take(place, [await place.send('a.json', '[]')])).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'import-not-lead' },
    });
  });
});

test('the page fetches an export where the platform lets it leave, and has no address where not', async () => {
  const place = await filled('sandbox');
  const { files } = await ask(place, 'csv', { sets: ['coded'] });
  const id = files[0]!.address!.slice('/blobs/annotation/export/'.length);
  const blob = await place.exchange.blob(id);
  const pieces: Buffer[] = [];
  for await (const piece of await blob!.stream(0, blob!.size, signal)) pieces.push(piece as Buffer);
  expect(Buffer.concat(pieces)).toEqual(await place.exported(files[0]!.key));
  expect(blob!.headers).toEqual({ 'content-disposition': 'attachment; filename="test_data_NAF2008.csv"' });

  const store = (await place.files.read(place.at)).campaign;
  expect(store.id).toBe('c');
  place.change({ forbidsExports: true });
  expect(await place.exchange.blob(id)).toBeUndefined();
  await expect(ask(place, 'csv', { name: 'other' })).rejects.toMatchObject({
    data: { code: 'forbidden', reason: 'campaign-export-forbidden' },
  });
});

test('an empty campaign gives empty files of each format', async () => {
  const place = await openPlace('sandbox');
  open.push(place);
  for (const format of ['label-studio', 'label-studio-min', 'csv', 'etl-parquet'] as const) {
    const { files } = await ask(place, format, { sets: ['coded'] });
    expect(files[0]?.rows).toBe(0);
  }
});
