import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { startForTest } from '../testing/start.ts';
import { accuracies, levelsOf } from './levels.ts';
import { sampleExamples } from './sample-examples.ts';
import { addSampleModel, sampleModelName } from './sample-model.ts';

afterEach(() => vi.unstubAllEnvs());

const programs = path.join(import.meta.dirname, '../../../../resources/sandbox/models');
const log = (message: string) => {
  throw new Error(message);
};

interface Metric {
  readonly key: string;
  readonly value: number;
  readonly step: number;
}

describe('the sample model', () => {
  test('is trained, logged and registered with the alias champion, once', async () => {
    await using mlflow = await startForTest();
    const { registry } = mlflow.server;
    const named = new Promise<void>((resolve) => {
      const stop = registry.onChange((name) => {
        if (registry.resolve(name, 'champion') === undefined) return;
        stop();
        resolve();
      });
    });
    const stop = addSampleModel({ mlflow: mlflow.server, programs, log });
    await named;
    await stop();

    const version = registry.resolve(sampleModelName, 'champion');
    expect(version).toMatchObject({ version: '1' });
    expect(registry.resolve(sampleModelName, '1')).toMatchObject({ run: version?.run });
    expect(registry.resolve(sampleModelName, 'latest')).toMatchObject({ version: '1' });
    expect(registry.resolve(sampleModelName, 'nope')).toBeUndefined();
    const read = (file: string) => readFileSync(version?.file(file) ?? '');
    expect(read('artifacts/model.bin').readInt32LE(0)).toBe(793_712_314);
    expect(parse(read('MLmodel').toString())).toMatchObject({
      flavors: { python_function: { artifacts: { fasttext_model_path: { path: 'artifacts/model.bin' } } } },
      model_size_bytes: read('artifacts/model.bin').length,
      run_id: version?.run,
    });
    expect(parse(read('artifacts/config.yaml').toString())).toMatchObject({
      text_feature: 'libelle',
      preprocessing: { cleaning: { kind: 'ape-v1' } },
    });
    expect(JSON.parse(read('input_example.json').toString())).toMatchObject({
      columns: ['libelle', 'type_', 'nature', 'surface', 'event'],
    });

    const { run } = await mlflow.call('GET', `runs/get?run_id=${version?.run}`);
    const { metrics, params } = (run as { data: { metrics: Metric[]; params: unknown[] } }).data;
    expect(params).toContainEqual({ key: 'LOSS', value: 'softmax' });
    const rates = metrics.filter(({ key }) => key.startsWith('accuracy_level_')).map(({ value }) => value);
    expect(rates).toHaveLength(5);
    // Guessing among 732 codes would be right once in 700 times.
    expect(Math.min(...rates)).toBeGreaterThan(0.4);
    expect(rates).toEqual(rates.toSorted((one, other) => other - one));
    const { metrics: course } = await mlflow.call(
      'GET',
      `metrics/get-history?run_id=${version?.run}&metric_key=loss`,
    );
    expect((course as Metric[]).length).toBeGreaterThan(10);

    const print = () => createHash('sha256').update(read('artifacts/model.bin')).digest('hex');
    const before = print();
    await mlflow.restart();
    await addSampleModel({ mlflow: mlflow.server, programs, log })();
    expect(print()).toBe(before);
  }, 120_000);

  test('a training that is stopped leaves nothing behind', async () => {
    vi.stubEnv('SARDONYX_SANDBOX_CACHE', undefined);
    await using mlflow = await startForTest();
    await addSampleModel({ mlflow: mlflow.server, programs, log })();
    expect(await mlflow.call('GET', 'registered-models/search')).toEqual({});
    expect(await mlflow.call('POST', 'runs/search', { experiment_ids: ['0', '1'] })).toEqual({});
  });

  test('is measured on texts that it has not seen', () => {
    const { examples, held } = sampleExamples();
    const learnt = new Set(examples.map(({ text }) => text.toLowerCase()));
    expect(held.length).toBeGreaterThan(200);
    expect(held.filter(({ text }) => learnt.has(text.toLowerCase()))).toEqual([]);
    expect(new Set(examples.map(({ code }) => code)).size).toBe(732);
  });
});

test('codes agree level by level', () => {
  expect(levelsOf('9602A')).toEqual(['S', '96', '960', '9602', '9602A']);
  expect(levelsOf('0113Z')[0]).toBe('A');
  expect(levelsOf('3320A')[0]).toBe('C');
  expect(accuracies(['9602B', '4711B', ''], ['9602A', '4711B', '0113Z'])).toEqual([
    2 / 3,
    2 / 3,
    2 / 3,
    2 / 3,
    1 / 3,
  ]);
});
