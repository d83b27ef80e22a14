import { createServer, type RequestListener } from 'node:http';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  NomenclatureReading,
  type Nomenclature,
} from '../../../../shared/contract/annotation/nomenclatures.ts';
import { small } from '../../../../shared/nomenclature/testing/small-nomenclature.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { openDatabases } from '../../store/database.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import { createNomenclatures, type NomenclatureService } from './nomenclatures.ts';

const { signal } = new AbortController();
const notes = `nace2,NAME,Parent,Include,Include_Also,Exclude
01.11,Growing of cereals,01.1,This class includes growing of wheat,,see 01.12`;

/** An app with its own folder; `restart` opens it again on the same one. */
async function createApp(more: Partial<AnnotationContext>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-nomenclatures-'));
  const complaints: string[] = [];
  const sent = new Map<string, string>();
  let databases = openDatabases(folder);
  let service: NomenclatureService;
  const start = () => {
    const context = {
      key: 'me',
      folder,
      store: databases.open('me'),
      nomenclatureAddresses: [],
      ...more,
    } as unknown as AnnotationContext;
    service = createNomenclatures(
      () => context,
      { host: { clock: Date.now } as never, report: (error) => complaints.push(String(error)) },
      async (file) => {
        const id = file.kind === 'sent' ? file.id : file.key;
        return { name: id, bytes: Buffer.from(sent.get(id) ?? '') };
      },
    );
    return service;
  };
  start();
  const read = (name: string, text: string, as?: object) => {
    sent.set(name, text);
    return service.handlers.readNomenclature({ file: { kind: 'sent', id: name, name }, as }, { signal });
  };
  return {
    folder,
    complaints,
    read,
    service: () => service,
    async keep(name: string, text: string, as?: object) {
      const { reading } = await read(name, text, as);
      return service.handlers.importNomenclature({ reading: reading ?? '' }, { signal });
    },
    async shown() {
      for await (const value of service.handlers.nomenclatures({}, { signal })) return value;
      throw new Error('Nothing shown');
    },
    async restart() {
      await databases.close();
      databases = openDatabases(folder);
      start();
    },
    async [Symbol.asyncDispose]() {
      service.close();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe('nomenclatures of a person', () => {
  let app: Awaited<ReturnType<typeof createApp>>;
  beforeEach(async () => (app = await createApp({})));
  afterEach(async () => app[Symbol.asyncDispose]());

  test('the bundled ones are there from the first start', async () => {
    const { nomenclatures, correspondences, problems } = await app.shown();
    expect(
      nomenclatures.map(({ id, counts, from, titlesIn, notesIn }) => [
        id,
        counts.join('/'),
        from,
        titlesIn,
        notesIn,
      ]),
    ).toEqual([
      ['naf-rev2', '21/88/272/615/732', 'bundled', ['fr'], []],
      ['nace-rev2.1', '22/87/287/651', 'bundled', ['fr', 'en'], ['en']],
    ]);
    expect([correspondences, problems]).toEqual([[], []]);
  });

  test('what was read is kept only when it is imported, and is there after a restart', async () => {
    const reading = NomenclatureReading.parse(await app.read('small.json', JSON.stringify(small)));
    expect(reading).toMatchObject({
      kind: 'nomenclature',
      id: 'small',
      counts: [1, 2, 4, 4, 6],
      findingsInAll: 0,
    });
    expect((await app.shown()).nomenclatures).toHaveLength(2);
    await app.service().handlers.importNomenclature({ reading: reading.reading ?? '' }, { signal });
    await app.restart();
    expect((await app.shown()).nomenclatures[2]).toMatchObject({
      id: 'small',
      from: 'imported',
      asOf: expect.any(Number),
    });
    expect(await app.service().nomenclature('small')).toEqual(small);
    expect(await app.read('small.json', JSON.stringify(small))).toMatchObject({ replaces: 'small' });
  });

  test('a file with errors cannot be kept', async () => {
    const broken = {
      ...small,
      nodes: small.nodes.map((node) => (node.code === '10' ? { ...node, parent: 'X' } : node)),
    };
    const reading = await app.read('small.json', JSON.stringify(broken));
    expect(reading.reading).toBeUndefined();
    expect(reading.findings[0]).toMatchObject({ severity: 'error', kind: 'orphan', name: '10' });
    await expect(
      app.service().handlers.importNomenclature({ reading: 'x' }, { signal }),
    ).rejects.toMatchObject({
      data: { reason: 'nomenclature-reading-gone' },
    });
  });

  test('notes join the nomenclature that they belong to, language by language', async () => {
    await app.keep('en.csv', notes, { of: ['naf-rev2'], language: 'en' });
    await app.keep('fr.csv', notes.replace('This class includes', 'Cette classe comprend'), {
      of: ['naf-rev2'],
      language: 'fr',
    });
    const node = ({ nodes }: Nomenclature) => nodes.find(({ code }) => code === '01.11');
    const found = node(await app.service().nomenclature('naf-rev2'));
    expect(found?.notes?.en?.includes).toBe('This class includes growing of wheat');
    expect(found?.notes?.fr?.includes).toBe('Cette classe comprend growing of wheat');
    expect(found?.titles.fr).toMatch(/^Culture de céréales/);
    await app.service().handlers.removeNomenclature({ id: 'naf-rev2' }, { signal });
    expect(node(await app.service().nomenclature('naf-rev2'))?.notes).toBeUndefined();
  });

  test('bundled ones cannot be removed, and unknown ones are named', async () => {
    const { handlers } = app.service();
    await expect(handlers.removeNomenclature({ id: 'naf-rev2' }, { signal })).rejects.toMatchObject({
      data: { reason: 'nomenclature-not-removable', values: { name: 'naf-rev2' } },
    });
    await expect(handlers.nomenclature({ id: 'nothing' }, { signal })).rejects.toMatchObject({
      data: { reason: 'nomenclature-unknown', values: { name: 'nothing' } },
    });
  });

  test('a correspondence and its common content may come in two files', async () => {
    await app.keep('pairs.csv', 'naf_rev2,naf_2025,type\n01.11Z,01.11Y,Unique\n01.12Z,01.12Y,Unique\n');
    const again = await app.read('common.csv', 'naf_rev2,naf_2025,contenu_commun\n01.12Z,01.12Y,le riz\n');
    expect(again).toMatchObject({
      kind: 'correspondence',
      of: ['naf-rev2', 'naf-2025'],
      replaces: 'naf-rev2 naf-2025',
    });
    await app.service().handlers.importNomenclature({ reading: again.reading ?? '' }, { signal });
    const table = await app
      .service()
      .handlers.correspondence({ from: 'naf-rev2', to: 'naf-2025' }, { signal });
    expect(table.pairs).toEqual([
      { from: '01.11Z', to: '01.11Y' },
      { from: '01.12Z', to: '01.12Y', commonContent: { fr: 'le riz' } },
    ]);
    await app.service().handlers.removeCorrespondence({ from: 'naf-rev2', to: 'naf-2025' }, { signal });
    expect((await app.shown()).correspondences).toEqual([]);
    expect(await readdir(path.join(app.folder, 'nomenclatures'))).toEqual([]);
  });

  test('a kept file that was changed by hand is not used, and told', async () => {
    await app.keep('small.json', JSON.stringify(small));
    const kept = path.join(app.folder, 'nomenclatures');
    const [file = ''] = await readdir(kept);
    await writeFile(path.join(kept, file), '{}');
    await app.restart();
    expect((await app.shown()).nomenclatures.map(({ id }) => id)).toEqual(['naf-rev2', 'nace-rev2.1']);
    expect(app.complaints[0]).toMatch(/small is damaged/);
  });
});

describe('a file that the team shares on the web', () => {
  let network: TestNetwork;
  let listener: RequestListener;
  const server = createServer((request, response) => listener(request, response));
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/small.json`;
  beforeAll(async () => {
    network = await testNetwork();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await network[Symbol.asyncDispose]();
  });

  test('is fetched on entering, asked for by its ETag, and stays when it cannot be had', async () => {
    await using app = await createApp({ network: network.network, nomenclatureAddresses: [address()] });
    const asked: (string | undefined)[] = [];
    listener = (request, response) => {
      asked.push(request.headers['if-none-match']);
      if (request.headers['if-none-match']) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"one"' }).end(JSON.stringify(small));
    };
    await app.service().enter();
    await app.restart();
    await app.service().enter();
    expect(asked).toEqual([undefined, '"one"']);
    listener = (_, response) => void response.writeHead(503).end();
    await app.service().enter();
    const { nomenclatures, problems } = await app.shown();
    expect(nomenclatures[2]).toMatchObject({ id: 'small', from: 'team' });
    expect(problems).toEqual([
      { address: address(), problem: expect.objectContaining({ reason: 'nomenclature-not-had' }) },
    ]);
  });

  test('that is malformed is named with its line', async () => {
    await using app = await createApp({
      network: network.network,
      nomenclatureAddresses: [address(), 'ftp://x/y'],
    });
    listener = (_, response) => void response.end('text,label\na,b\n');
    await app.service().enter();
    expect(
      (await app.shown()).problems.map(({ problem }) => [problem.reason, problem.values?.['line']]),
    ).toEqual([
      ['nomenclature-malformed', 1],
      ['nomenclature-address', undefined],
    ]);
  });
});

describe.each(storeNames())('sharing over %s', (name) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterAll(async () => store[Symbol.asyncDispose]());

  test('writes a file that another of the team gets, and does not write over one unasked', async () => {
    const bucket = await store.bucket();
    const context = { network: store.network, endpoint: () => store.endpoint, homeProfile: 'home' };
    await using app = await createApp(context);
    await app.keep('small.json', JSON.stringify(small));
    const to = { profile: 'home', bucket, key: 'équipe/small 1.json' };
    const share = (replace: boolean) =>
      app.service().handlers.shareNomenclature({ what: { id: 'small' }, to, replace }, { signal });
    const { address } = await share(false);
    expect(address).toBe(`s3://${bucket}/%C3%A9quipe/small%201.json`);
    await expect(share(false)).rejects.toMatchObject({
      code: 'conflict',
      data: { reason: 'nomenclature-object-there' },
    });
    await share(true);

    await using other = await createApp({ ...context, nomenclatureAddresses: [address] });
    await other.service().enter();
    expect(await other.service().nomenclature('small')).toEqual(small);
    await other.service().enter();
    expect((await other.shown()).problems).toEqual([]);
  });
});
