import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { SuggestionSource } from '../../../../shared/contract/annotation/suggestions.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { createFastText } from '../../fasttext/fasttext.ts';
import { modelBytes, writeModelFile } from '../../fasttext/testing/written-model.ts';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { serveModel } from '../../platform/coding-api/testing/served-model.ts';
import { openDatabases } from '../../store/database.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { ItemRecord } from '../files/campaign-files.ts';
import { sampleCampaign, sampleItems } from '../files/testing/campaign-store.ts';
import { createSentFiles } from '../sent-files.ts';
import { createSuggestions, type Suggestions } from './suggestions.ts';

const { signal } = new AbortController();
const at: CampaignRef = { profile: 'p', bucket: 'b', prefix: 'campaigns/c/' };
const campaign = sampleCampaign('c', 2, 3, { mode: 'assisted' });
const bare = sampleItems(campaign).map((item): ItemRecord => ({ ...item, suggestions: undefined }));

interface Laptop {
  readonly suggestions: Suggestions;
  readonly secrets: Map<string, string>;
  readonly folder: string;
  change(rest: Partial<AnnotationContext>): void;
  /** Another start of the app on the same folder. */
  again(): Promise<Laptop>;
  stop(): Promise<void>;
}

let own: TestNetwork;
let folder: string;
let running: Laptop[];
beforeAll(async () => {
  own = await testNetwork();
});
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-suggestions-'));
  running = [];
});
afterEach(async () => {
  for (const laptop of running) await laptop.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(
  rest: Partial<AnnotationContext> = {},
  secrets = new Map<string, string>(),
): Promise<Laptop> {
  const databases = openDatabases(path.join(folder, 'store'));
  const personal = path.join(folder, 'own');
  await mkdir(personal, { recursive: true });
  let context = {
    key: 'k',
    platformId: 'platform',
    userName: 'alice',
    network: own.network,
    store: databases.open('test', 'alice'),
    folder: personal,
    codingApi: undefined,
    forbidsLocalCopies: false,
    ...rest,
  } as unknown as AnnotationContext;
  const here = () => context;
  const sent = createSentFiles(here, Date.now);
  const suggestions = createSuggestions({
    here,
    files: { read: async () => ({ campaign, etag: 'e' }), items: async () => bare },
    fastText: createFastText,
    openSource: sent.open,
    pathOf: sent.pathOf,
    surroundings: {
      host: {
        clock: Date.now,
        secrets: {
          kind: 'memory',
          get: async (key) => secrets.get(key),
          set: async (key, value) => void secrets.set(key, value),
          delete: async (key) => void secrets.delete(key),
          keys: async () => [...secrets.keys()],
        },
      },
    },
  });
  let stopped = false;
  const laptop: Laptop = {
    suggestions,
    secrets,
    folder: personal,
    change: (more) => (context = { ...context, ...more }),
    async again() {
      await laptop.stop();
      return start(rest, secrets);
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      await suggestions.close();
      await databases.close();
    },
  };
  running.push(laptop);
  return laptop;
}

const served = (address: string, rest: Partial<SuggestionSource> = {}): SuggestionSource =>
  ({ kind: 'served', address, dialect: 'auto', ...rest }) as SuggestionSource;
const choose = ({ suggestions }: Laptop, source: SuggestionSource, password?: string) =>
  suggestions.handlers.setSuggestionSource({ at, source, password }, { signal });
const askFor = ({ suggestions }: Laptop, item: ItemRecord) => suggestions.suggestionsFor(at, item);
const item = (index = 0) => bare[index]!;

describe('a served model', () => {
  test('suggests dotted codes with its name and version, and is asked once for an item', async () => {
    await using model = await serveModel('predict-2024-02');
    const laptop = await start();
    await choose(laptop, served(model.address));
    const said = await askFor(laptop, item());
    expect(said).toEqual({
      suggestions: [
        { rank: 1, code: '47.21Z', probability: 0.7 },
        { rank: 2, code: '01.13Z', probability: 0.2 },
        { rank: 3, code: '47.22Z', probability: 0.04 },
      ],
      confidenceIndex: expect.closeTo(0.5, 12),
      model: 'FastText-APE',
      modelVersion: '12',
      from: 'served',
    });
    const asked = model.requests.length;
    expect(model.requests.at(1)).toContain('nature=99&surface=2');
    expect(await askFor(laptop, item())).toEqual(said);
    expect(model.requests).toHaveLength(asked);
    const later = await laptop.again();
    await askFor(later, item(1));
    // The dialect is remembered over a restart: one question, and one for the name of the model.
    expect(model.requests).toHaveLength(asked + 2);
  });

  test('is asked for a batch in one request, and what it said is there without network', async () => {
    await using model = await serveModel('forms-2025');
    const laptop = await start();
    await choose(laptop, served(model.address));
    await laptop.suggestions.prefetch(at, bare);
    expect(model.requests.filter((one) => one.startsWith('POST'))).toHaveLength(1);
    await model[Symbol.asyncDispose]();
    const later = await laptop.again();
    for (const one of bare) expect((await askFor(later, one))?.modelVersion).toBe('m-1');
    await expect(askFor(later, { ...item(), id: 'new' })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('is the default where the platform names one and the items have no suggestions', async () => {
    await using model = await serveModel('predict-v1');
    const laptop = await start({ codingApi: model.address });
    expect(await laptop.suggestions.handlers.suggestionSource({ at }, { signal })).toEqual({
      source: served(model.address),
      hasPassword: false,
    });
    expect((await askFor(laptop, item()))?.from).toBe('served');
    const [full] = sampleItems(campaign);
    expect((await askFor(laptop, full!))?.from).toBe('file');
    laptop.change({ codingApi: undefined });
    expect((await laptop.suggestions.handlers.suggestionSource({ at }, { signal })).source.kind).toBe('file');
  });

  test('has its password in the secret store, for this server alone', async () => {
    await using model = await serveModel('predict-2024-02', { user: 'alice:s3cret' });
    const laptop = await start();
    const source = served(model.address, { user: 'alice' });
    await choose(laptop, source, 's3cret');
    const shown = await laptop.suggestions.handlers.suggestionSource({ at }, { signal });
    expect(shown).toEqual({ source, hasPassword: true });
    expect(JSON.stringify(shown)).not.toContain('s3cret');
    expect([...laptop.secrets.keys()].join()).toMatch(
      /^annotation\/platform\/alice\/coding-api\/[0-9a-f]{64}$/,
    );
    await choose(laptop, source);
    expect(await askFor(laptop, item())).toBeDefined();
    await using other = await serveModel('predict-2024-02');
    await choose(laptop, served(other.address, { user: 'alice' }));
    await askFor(laptop, item(1));
    expect(other.authorizations.every((one) => one === undefined)).toBe(true);
    await choose(laptop, source, '');
    expect(laptop.secrets.size).toBe(0);
    await expect(askFor(laptop, item(2))).rejects.toMatchObject({
      data: { reason: 'coding-api-credentials' },
    });
  });

  test('is tried with a text: the answer, the dialect and the time, or the problem', async () => {
    await using model = await serveModel('formation');
    const { suggestions } = await start();
    const tried = (text: string, source: SuggestionSource = served(model.address)) =>
      suggestions.handlers.trySuggestions({ at, source, text }, { signal });
    expect(await tried('Vente')).toMatchObject({ answer: { from: 'served' }, dialect: 'formation' });
    expect(await tried('odd')).toMatchObject({ problem: { reason: 'coding-api-refused' } });
    expect(await tried('Vente', served('http://127.0.0.1:9'))).toMatchObject({
      problem: { code: 'unreachable' },
    });
    expect(await tried('Vente', { kind: 'none' })).toEqual({ milliseconds: expect.any(Number) });
  });

  test('leaves nothing on the disk where the platform forbids copies, and is still asked once', async () => {
    await using model = await serveModel('predict-2024-02');
    const laptop = await start({ forbidsLocalCopies: true });
    await choose(laptop, served(model.address));
    await askFor(laptop, item());
    const asked = model.requests.length;
    await askFor(laptop, item());
    expect(model.requests).toHaveLength(asked);
    const later = await laptop.again();
    await askFor(later, item());
    expect(model.requests.length).toBeGreaterThan(asked);
  });
});

describe('a model on this laptop', () => {
  async function sendModel(laptop: Laptop, from: string, name: string) {
    const id = `sent-${name}`;
    await mkdir(path.join(laptop.folder, 'sent'), { recursive: true });
    await copyFile(from, path.join(laptop.folder, 'sent', id));
    return laptop.suggestions.handlers.addLocalModel({ file: { kind: 'sent', id, name } }, { signal });
  }

  test('is moved, not copied, described, asked and removed', async () => {
    const laptop = await start();
    const bytes = modelBytes({ labels: ['__label__0113Z', '__label__4721Z'] });
    const file = writeModelFile(folder, bytes);
    const model = await sendModel(laptop, file, 'mine.bin');
    expect(model).toMatchObject({
      name: 'mine.bin',
      bytes: bytes.length,
      labels: 2,
      dimension: 1,
      quantised: false,
    });
    expect(await readdir(path.join(laptop.folder, 'sent'))).toEqual([]);
    expect((await stat(path.join(laptop.folder, 'models', model.hash))).size).toBe(bytes.length);
    expect(await sendModel(laptop, file, 'again.bin')).toMatchObject({ id: model.id });
    expect(await laptop.suggestions.handlers.localModels({}, { signal })).toHaveLength(1);

    await choose(laptop, { kind: 'local', model: model.id });
    const said = await askFor(laptop, { ...item(), cleanText: 'pain' });
    expect(said).toMatchObject({
      suggestions: [
        { rank: 1, code: '47.21Z' },
        { rank: 2, code: '01.13Z' },
      ],
      model: 'again.bin',
      modelVersion: model.hash.slice(0, 12),
      from: 'local',
    });
    expect(await askFor(laptop, { ...item(1), cleanText: '' })).toBeUndefined();

    await laptop.suggestions.handlers.removeLocalModel({ id: model.id }, { signal });
    expect(await readdir(path.join(laptop.folder, 'models'))).toEqual([]);
    await expect(askFor(laptop, { ...item(2), id: 'new' })).rejects.toMatchObject({
      data: { reason: 'local-model-gone' },
    });
  });

  test('that is none is refused by its own name and leaves nothing', async () => {
    const laptop = await start();
    const file = writeModelFile(folder, Buffer.from('text'), 'x');
    await expect(sendModel(laptop, file, 'letter.txt')).rejects.toMatchObject({
      data: { code: 'invalid-input', values: { name: 'letter.txt' } },
    });
    expect(await laptop.suggestions.handlers.localModels({}, { signal })).toEqual([]);
  });

  test('is forbidden where the platform forbids local copies', async () => {
    const laptop = await start({ forbidsLocalCopies: true });
    const file = writeModelFile(folder, modelBytes());
    await expect(sendModel(laptop, file, 'mine.bin')).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'local-models-forbidden' },
    });
  });

  test('of another version of the NAF suggests nothing to this campaign', async () => {
    const laptop = await start();
    const file = writeModelFile(folder, modelBytes({ labels: ['__label__0113Y', '__label__4721Y'] }));
    const { id } = await sendModel(laptop, file, 'naf2025.bin');
    await choose(laptop, { kind: 'local', model: id });
    await expect(askFor(laptop, { ...item(), cleanText: 'pain' })).rejects.toMatchObject({
      data: {
        reason: 'suggestions-other-version',
        values: { version: 'naf-2025', nomenclature: 'naf-rev2' },
      },
    });
  });

  const data = process.env['SARDONYX_DATA'];
  test.skipIf(data === undefined)(
    'says what the official build says of 70 texts (needs SARDONYX_DATA)',
    async () => {
      const laptop = await start();
      const { id } = await sendModel(laptop, `${data}/ft_naf2008_mini_ova.bin`, 'ova.bin');
      await choose(laptop, { kind: 'local', model: id });
      interface Row {
        text_description: string;
        clean_text: string;
        type_: string;
        nature: string;
        surface: string;
        event: string;
        ova_top5: { code: string; prob: number }[];
      }
      const rows = JSON.parse(readFileSync(`${data}/ft_naf2008_mini_oracle.json`, 'utf8')) as Row[];
      for (const [index, row] of rows.entries()) {
        const { type_, nature, surface, event } = row;
        const one = { ...item(), id: `i${index}`, text: row.text_description, cleanText: row.clean_text };
        const said = await askFor(laptop, { ...one, fields: { type_, nature, surface, event } });
        expect(said?.suggestions.map(({ code }) => code.replace('.', ''))).toEqual(
          row.ova_top5.map(({ code }) => code),
        );
        for (const [at, { prob }] of row.ova_top5.entries())
          expect(said?.suggestions[at]?.probability).toBeCloseTo(Math.min(1, prob), 4);
      }
    },
  );
});

test('a store that fails says so', async () => {
  const laptop = await start();
  const full = failure('no-space', 'Full');
  laptop.change({ store: { get: async () => undefined, set: () => Promise.reject(full) } as never });
  await expect(choose(laptop, { kind: 'none' })).rejects.toBe(full);
});
