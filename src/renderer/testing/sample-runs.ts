/** Ten thousand runs of a grid of hyper-parameters, the same at each start. */
import type { Experiment, Run, RunRow } from '../../shared/contract/models/runs.ts';

const day = 86_400_000;
const dimensions = ['20', '50', '100', '150', '180'];
const rates = ['0.05', '0.1', '0.2', '0.5'];
const losses = ['softmax', 'ova', 'hs'];
const statuses = [
  'finished',
  'finished',
  'finished',
  'finished',
  'failed',
  'finished',
  'running',
  'killed',
] as const;

/** A number in [0, 1) that belongs to `seed`. */
const scattered = (seed: number) => {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
};
const at = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;

export const sampleExperiments = (now: number): Experiment[] =>
  (
    [
      ['12', 'codification-naf-2025', 9_214, 0.1],
      ['11', 'codification-naf-2025-sensibilite-aux-variables-complementaires', 780, 3],
      ['7', 'pcs-2020', 6, 40],
      ['0', 'Default', 0, 400],
    ] as const
  ).map(([id, name, runs, age]) => ({
    id,
    name,
    lifecycle: 'active',
    artifacts: `s3://projet-nace/mlflow-artifacts/${id}`,
    createdAt: now - (age + 100) * day,
    updatedAt: now - age * day,
    tags: [],
    runs,
  }));

export function sampleRunRow(index: number, now: number): RunRow {
  const status = at(statuses, index);
  const [dim, rate, loss] = [at(dimensions, index), at(rates, index >> 2), at(losses, index >> 4)];
  const quality = 0.62 + 0.2 * scattered(index) + Number(dim) / 3_000;
  const startedAt = now - index * 7 * 60_000 - 40_000;
  const hasMetrics = status === 'finished' || status === 'running';
  return {
    id: `run-${String(index).padStart(5, '0')}`,
    name: `train(${index}: DIM ${dim}, LR ${rate}, ${loss})`,
    experiment: index % 12 === 0 ? '11' : '12',
    status,
    startedAt,
    ...(status !== 'running' && { endedAt: startedAt + 240_000 + 3_000_000 * scattered(index + 5) }),
    by: at(['alice', 'bob', 'chloe'], index),
    values: {
      ...(hasMetrics && {
        'metrics.accuracy_level_5': quality,
        'metrics.accuracy_level_1': Math.min(0.99, quality + 0.13),
        'metrics.f1_macro': quality - 0.17,
        'metrics.loss': index % 997 === 6 ? 'NaN' : 1.4 - quality,
      }),
      'params.DIM': dim,
      'params.LR': rate,
      'params.LOSS': loss,
      'params.WORDNGRAMS': at(['1', '2', '3'], index >> 3),
      'params.EPOCHS': '50',
      'tags.mlflow.user': at(['alice', 'bob', 'chloe'], index),
      'tags.training.set': 's3://projet-nace/training-sets/2026-11-naf/',
    },
  };
}

const entries = (row: RunRow, kind: string) =>
  Object.entries(row.values)
    .filter(([column]) => column.startsWith(`${kind}.`))
    .map(([column, value]) => ({ key: column.slice(kind.length + 1), value }));

/** The run of a row, whole. */
export function sampleRun(row: RunRow): Run {
  return {
    id: row.id,
    name: row.name,
    experiment: row.experiment,
    experimentName: 'codification-naf-2025',
    status: row.status,
    lifecycle: 'active',
    ...(row.startedAt !== undefined && { startedAt: row.startedAt }),
    ...(row.endedAt !== undefined && { endedAt: row.endedAt }),
    ...(row.by !== undefined && { by: row.by }),
    artifacts: `s3://projet-nace/mlflow-artifacts/${row.experiment}/${row.id}/artifacts`,
    metrics: entries(row, 'metrics')
      .map(({ key, value }) => ({ key, value: Number(value) }))
      .filter(({ value }) => !Number.isNaN(value)),
    params: entries(row, 'params').map(({ key, value }) => ({ key, value: String(value) })),
    tags: [
      ...entries(row, 'tags').map(({ key, value }) => ({ key, value: String(value) })),
      { key: 'mlflow.source.name', value: 'src/train.py' },
      { key: 'mlflow.source.git.commit', value: '4f1c0e2ab97d5d1a2f9f6fd0a0a2b6f4c1d3e5f7' },
    ],
    note: row.id.endsWith('9') ? 'The loss falls **too slowly** after epoch 30.' : '',
    models: row.status === 'finished' ? [{ id: `m-${row.id}`, name: 'model' }] : [],
  };
}

/** Fifty steps that rise to the last value of the run. */
export function sampleHistory(row: RunRow, metric: string) {
  const last = row.values[`metrics.${metric}`];
  const steps = typeof last === 'number' ? Array.from({ length: 50 }, (_, step) => step + 1) : [];
  return {
    run: row.id,
    steps,
    values: steps.map(
      (step) => Number(last) * (1 - 0.6 * Math.exp(-step / 9)) + 0.008 * scattered(step + Number(last)),
    ),
    at: steps.map((step) => (row.startedAt ?? 0) + step * 20_000),
    all: steps.length,
  };
}
