import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  mlflowNames,
  openMlflow,
  rest,
  seededFiles,
  seedRun,
  uniqueName,
  type SeededRun,
  type TestMlflow,
} from '../testing/mlflow-servers.ts';
import { startLaptop, until, type TestLaptop } from '../testing/laptop.ts';
import { startRelay, type Relay } from '../testing/relay.ts';

const server = 'platform';
const { signal } = new AbortController();
const modelFile = seededFiles['model/MLmodel'];

describe.each(mlflowNames())('the registry of %s', (kind) => {
  let mlflow: TestMlflow;
  let relay: Relay;
  let laptop: TestLaptop;
  let seeded: SeededRun;
  const name = uniqueName("l'été");

  beforeAll(async () => {
    mlflow = await openMlflow(kind);
    seeded = await seedRun(mlflow.url);
    relay = await startRelay(mlflow.url);
    laptop = await startLaptop(relay.url);
  });
  afterAll(async () => {
    await laptop?.[Symbol.asyncDispose]();
    await rest(mlflow.url, 'DELETE', 'registered-models/delete', { name });
    await seeded.forget();
    await relay?.[Symbol.asyncDispose]();
    await mlflow[Symbol.asyncDispose]();
  });

  const detail = (of = name, condition = ({ state }: { state: string }) => state === 'live') =>
    until(
      (over) => laptop.registry.handlers.registeredModel({ server, name: of }, { signal: over }),
      condition,
    );

  test('takes what a run logged as a version of a model that is made for it', async () => {
    const { run } = seeded;
    const { handlers } = laptop.registry;
    expect(await handlers.registerVersion({ server, name, run, description: 'first' }, { signal })).toEqual({
      version: '1',
    });
    expect(await handlers.registerVersion({ server, name, run }, { signal })).toEqual({ version: '2' });
    const { versions, model } = await detail();
    expect(model).toMatchObject({ versions: 2, newest: '2' });
    expect(versions.at(-1)).toMatchObject({
      description: 'first',
      run,
      source: expect.stringMatching(/artifacts\/model$/),
    });
    expect(laptop.lines().at(-1)).toMatch(/^curl -X POST .*model-versions\/create$/);
  });

  test('says where a version came from, with the size of its files', async () => {
    const lineage = await laptop.registry.handlers.modelVersion({ server, name, version: '2' }, { signal });
    expect(lineage).toMatchObject({
      version: { version: '2', status: 'ready' },
      run: { name: 'keyword', experimentName: seeded.experimentName, status: 'finished' },
      trainingSet: { address: 's3://bucket/sets/1/train.txt' },
      artifacts: expect.stringMatching(/^mlflow-artifacts:/),
      bytes: modelFile.length + Buffer.byteLength(seededFiles['model/python_model.pkl']),
    });
  });

  test('moves an alias only from where it was seen, and remembers who moved it', async () => {
    const { setAlias, removeAlias } = laptop.registry.handlers;
    await setAlias({ server, name, version: '1', alias: 'champion' }, { signal });
    await setAlias({ server, name, version: '2', alias: 'champion', expected: '1' }, { signal });
    await expect(
      setAlias({ server, name, version: '1', alias: 'champion', expected: '1' }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'conflict', reason: 'alias-moved', values: { version: '2' } } });
    await expect(
      setAlias({ server, name, version: '1', alias: 'champion' }, { signal }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await removeAlias({ server, name, alias: 'champion', expected: '2' }, { signal });
    await expect(removeAlias({ server, name, alias: 'other', expected: '1' }, { signal })).resolves.toEqual(
      {},
    );
    await setAlias({ server, name, version: '2', alias: 'champion' }, { signal });
    const { moves, model, versions } = await detail();
    expect(moves.map(({ from, to, by }) => [from, to, by])).toEqual([
      [undefined, '2', 'alice'],
      ['2', undefined, 'alice'],
      ['1', '2', 'alice'],
      [undefined, '1', 'alice'],
    ]);
    expect(model?.tags).toEqual([]);
    expect(versions[0]?.aliases).toEqual(['champion']);
  });

  test('keeps descriptions and tags of models and versions', async () => {
    const { describeModel, tagModel } = laptop.registry.handlers;
    await describeModel({ server, name, text: 'Codes **NAF**' }, { signal });
    await describeModel({ server, name, version: '1', text: 'Old' }, { signal });
    await tagModel({ server, name, key: 'team', value: "l'équipe" }, { signal });
    await tagModel({ server, name, version: '1', key: 'validated', value: 'yes' }, { signal });
    await tagModel({ server, name, version: '1', key: 'gone', value: 'x' }, { signal });
    await tagModel({ server, name, version: '1', key: 'gone' }, { signal });
    const { model, versions } = await detail();
    expect(model).toMatchObject({
      description: 'Codes **NAF**',
      tags: [{ key: 'team', value: "l'équipe" }],
    });
    expect(versions.at(-1)).toMatchObject({
      description: 'Old',
      tags: [{ key: 'validated', value: 'yes' }],
    });
    await expect(
      tagModel({ server, name, key: 'sardonyx.alias-moves', value: '[]' }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'tag-reserved' } });
  });

  test('lists artifacts, shows the beginning of texts and serves files by ranges', async () => {
    const { artifacts: list, artifactText, artifactAddress } = laptop.artifacts.handlers;
    const of = { kind: 'version' as const, name, version: '2' };
    const { artifacts, straight } = await list({ server, of, path: '' }, { signal });
    expect(straight).toBe(false);
    expect(artifacts).toContainEqual({ path: 'MLmodel', isFolder: false, bytes: modelFile.length });
    expect(await artifactText({ server, of, path: 'MLmodel' }, { signal })).toEqual({
      text: modelFile,
      isCut: false,
    });
    await expect(artifactText({ server, of, path: 'python_model.pkl' }, { signal })).rejects.toMatchObject({
      data: { reason: 'artifact-no-text' },
    });
    await expect(artifactText({ server, of, path: '../../1/x' }, { signal })).rejects.toMatchObject({
      data: { reason: 'artifact-path' },
    });
    const { address } = await artifactAddress({ server, of, path: 'MLmodel' }, { signal });
    const blob = await laptop.artifacts.blob(address.replace('/blobs/models/', ''));
    expect(blob?.size).toBe(modelFile.length);
    let part = '';
    for await (const piece of (await blob?.stream(10, 40, signal)) ?? []) part += String(piece);
    expect(part).toBe(modelFile.slice(10, 40));
    const run = { kind: 'run' as const, run: seeded.run };
    expect((await list({ server, of: run, path: '' }, { signal })).artifacts).toEqual([
      { path: 'model', isFolder: true },
      { path: 'examples.csv', isFolder: false, bytes: seededFiles['examples.csv'].length },
    ]);
    const example = await artifactText({ server, of: run, path: 'examples.csv' }, { signal });
    expect(example.text).toBe(seededFiles['examples.csv']);
  });

  test('has curves of metrics, sampled where they are long', async () => {
    const { run } = seeded;
    const ask = (points: number) =>
      laptop.runs.handlers.metricHistory({ server, runs: [run], metric: 'loss', points }, { signal });
    const [whole] = await ask(1_000);
    expect(whole).toMatchObject({ run, all: 50 });
    expect(whole?.steps).toEqual(Array.from({ length: 50 }, (_, step) => step));
    expect(whole?.values[0]).toBe(1);
    const [thin] = await ask(10);
    expect(thin?.steps.length).toBeLessThanOrEqual(10);
    expect([thin?.steps[0], thin?.steps.at(-1)]).toEqual([0, 49]);
    await ask(1_000);
    await relay.cut();
    expect((await ask(1_000))[0]).toEqual(whole);
    await relay.mend();
  });

  test('shows what was seen last without the server, after another start of the app', async () => {
    const before = await laptop.registry.handlers.modelVersion({ server, name, version: '2' }, { signal });
    await laptop.stop();
    await relay.cut();
    await using offline = await laptop.again();
    const view = await until(
      (over) => offline.registry.handlers.registeredModel({ server, name }, { signal: over }),
      ({ state }) => state === 'stored',
    );
    expect(view).toMatchObject({ problem: { code: 'unreachable' }, asOf: expect.any(Number) });
    expect(view.versions).toHaveLength(2);
    expect(view.moves).toHaveLength(4);
    expect(await offline.registry.handlers.modelVersion({ server, name, version: '2' }, { signal })).toEqual(
      before,
    );
    await expect(
      offline.registry.handlers.setAlias({ server, name, version: '1', alias: 'a' }, { signal }),
    ).rejects.toMatchObject({ code: 'unreachable' });
    await relay.mend();
    await offline.registry.handlers.refreshRegistry({ server }, { signal });
    const again = await until(
      (over) => offline.registry.handlers.registeredModel({ server, name }, { signal: over }),
      ({ state }) => state === 'live',
    );
    expect(again.problem).toBeUndefined();
    expect(offline.reported).toEqual([]);
  });
});

const lab = process.env['SARDONYX_LAB'];

test.skipIf(!lab)('a logged model of MLflow 3 is found by its version (needs SARDONYX_LAB)', async () => {
  await using mlflow = await openMlflow('MLflow');
  await using laptop = await startLaptop(mlflow.url);
  const name = 'nace-classifier';
  const lineage = await laptop.registry.handlers.modelVersion({ server, name, version: '2' }, { signal });
  expect(lineage).toMatchObject({
    version: { modelId: expect.stringMatching(/^m-/), source: expect.stringMatching(/^models:\/m-/) },
    run: { name: 'keyword-2', experimentName: 'nace' },
    artifacts: expect.stringMatching(/^mlflow-artifacts:.*\/m-/),
  });
  expect(lineage.bytes).toBeGreaterThan(3_000);
  const copy = uniqueName('logged');
  const run = lineage.run?.id ?? '';
  await laptop.registry.handlers.registerVersion({ server, name: copy, run }, { signal });
  const { version } = await laptop.registry.handlers.modelVersion(
    { server, name: copy, version: '1' },
    { signal },
  );
  expect(version).toMatchObject({ modelId: lineage.version.modelId, run });
  await rest(mlflow.url, 'DELETE', 'registered-models/delete', { name: copy });
});
