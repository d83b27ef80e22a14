/** Models of the fake core: servers, registry, runs, models kept here. */
import { failure, type FailureData } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { ModelDetail, RegisteredModel } from '../../shared/contract/models/registry.ts';
import type { Artifact, RunRow } from '../../shared/contract/models/runs.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import { fakeInference } from './fake-inference.ts';
import { sampleDetail, samplePins, sampleRegistry, sampleServers } from './sample-models.ts';
import { sampleExperiments, sampleHistory, sampleRun, sampleRunRow } from './sample-runs.ts';
import { now } from './samples.ts';

interface Fresh {
  state: 'loading' | 'live' | 'stored';
  asOf?: number;
  problem?: FailureData;
}

const trees: Readonly<Record<string, readonly Artifact[]>> = {
  '': [
    { path: 'model', isFolder: true },
    { path: 'confusion.json', isFolder: false, bytes: 48_210 },
    { path: 'report.md', isFolder: false, bytes: 1_804 },
  ],
  model: [
    { path: 'model/artifacts', isFolder: true },
    { path: 'model/MLmodel', isFolder: false, bytes: 812 },
    { path: 'model/input_example.json', isFolder: false, bytes: 640 },
    { path: 'model/python_model.pkl', isFolder: false, bytes: 22_400 },
  ],
  'model/artifacts': [{ path: 'model/artifacts/model.bin', isFolder: false, bytes: 1_444_080_609 }],
};

/** One condition of the grammar, as far as the samples need it. */
function holds(row: RunRow, condition: string): boolean {
  const [, column = '', sign, wanted = ''] =
    /^\s*([\w.]+)\s*(>=|<=|!=|>|<|=)\s*'?([^']*)'?\s*$/.exec(condition) ?? [];
  const value = column === 'attributes.status' ? row.status.toUpperCase() : row.values[column];
  if (value === undefined) return false;
  const [left, right] = [Number(value), Number(wanted)];
  if (sign === '=') return String(value) === wanted;
  if (sign === '!=') return String(value) !== wanted;
  return sign === '>'
    ? left > right
    : sign === '<'
      ? left < right
      : sign === '>='
        ? left >= right
        : left <= right;
}

const compared = (column: string, descending: boolean) => (a: RunRow, b: RunRow) => {
  const read = (row: RunRow) =>
    column === 'attributes.start_time'
      ? row.startedAt
      : column === 'attributes.run_name'
        ? row.name
        : row.values[column];
  const [left, right] = [read(a), read(b)];
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  const order = left < right ? -1 : left > right ? 1 : 0;
  return descending ? -order : order;
};

/** State that a test sets, and handlers over it. */
export function fakeModels(calls: FakeCalls) {
  const { note, done } = calls;
  const inference = fakeInference(calls);
  const state = {
    servers: changing(sampleServers(now)),
    fresh: changing<Fresh>({ state: 'live', asOf: now - 4_000 }),
    registry: changing<RegisteredModel[]>(sampleRegistry()),
    detail: changing<ModelDetail>(sampleDetail(now)),
    experiments: changing(sampleExperiments(now)),
    rows: Array.from({ length: 10_000 }, (_, index) => sampleRunRow(index, now)),
    runs: changing({ state: 'live' as Fresh['state'], asOf: now - 2_000, loaded: 10_000, generation: 1 }),
    pins: changing({
      pins: samplePins(now),
      bytes: 2_912_000_000,
      shared: 412_000_000,
      quota: 10 * 2 ** 30,
      free: 48 * 2 ** 30,
    }),
    tried: { version: '3.17.0', experiments: 4, milliseconds: 84 } as Awaited<
      ReturnType<AppHandlers['models']['tryModelServer']>
    >,
    inference: inference.state,
  };
  const rowOf = (id: string) => {
    const row = state.rows.find((one) => one.id === id);
    if (!row) throw failure('not-found', `No run ${id}`, { reason: 'run-missing', values: { run: id } });
    return row;
  };
  const setAliases = (alias: string, version: string | undefined) => {
    const detail = state.detail.get();
    const from = detail.model?.aliases.find((one) => one.alias === alias)?.version;
    const others = detail.model?.aliases.filter((one) => one.alias !== alias) ?? [];
    state.detail.set({
      ...detail,
      ...(detail.model && {
        model: { ...detail.model, aliases: version === undefined ? others : [...others, { alias, version }] },
      }),
      versions: detail.versions.map((one) => ({
        ...one,
        aliases: [
          ...one.aliases.filter((name) => name !== alias),
          ...(one.version === version ? [alias] : []),
        ],
      })),
      moves: [
        {
          alias,
          at: Date.now(),
          by: 'alice',
          ...(from !== undefined && { from }),
          ...(version !== undefined && { to: version }),
        },
        ...detail.moves,
      ],
    });
  };

  const handlers: AppHandlers['models'] = {
    ...inference.handlers,
    modelServers: async function* (_, { signal }) {
      for await (const servers of state.servers.follow(signal)) yield { servers };
    },
    addModelServer: async (input) => (note('models.addModelServer', input), { id: 'added' }),
    changeModelServer: done('models.changeModelServer'),
    removeModelServer: done('models.removeModelServer'),
    tryModelServer: async (input) => (note('models.tryModelServer', input), state.tried),
    registry: async function* (_, { signal }) {
      for await (const models of state.registry.follow(signal)) yield { ...state.fresh.get(), models };
    },
    registeredModel: (_, { signal }) => state.detail.follow(signal),
    refreshRegistry: done('models.refreshRegistry'),
    modelVersion: async ({ version }) => {
      note('models.modelVersion', { version });
      const found = state.detail.get().versions.find((one) => one.version === version);
      if (!found) throw failure('not-found', 'No such version', { reason: 'version-missing' });
      const run = sampleRun(rowOf(found.run ?? 'run-00000'));
      return {
        version: found,
        run: { ...run, status: 'finished' },
        trainingSet: {
          address: 's3://projet-nace/training-sets/2026-11-naf/',
          hash: 'sha256:9f86d081884c7d659a2feaa0c55ad015',
        },
        artifacts: `s3://projet-nace/mlflow-artifacts/12/models/${found.modelId ?? ''}/artifacts`,
        bytes: 1_444_104_461,
      };
    },
    setAlias: async (input) => (note('models.setAlias', input), setAliases(input.alias, input.version), {}),
    removeAlias: async (input) => (note('models.removeAlias', input), setAliases(input.alias, undefined), {}),
    describeModel: done('models.describeModel'),
    tagModel: done('models.tagModel'),
    registerVersion: async (input) => (note('models.registerVersion', input), { version: '10' }),
    experiments: async function* (_, { signal }) {
      for await (const experiments of state.experiments.follow(signal))
        yield { ...state.fresh.get(), experiments };
    },
    watchRuns: (_, { signal }) => state.runs.follow(signal),
    runRows: async (input) => {
      note('models.runRows', input);
      const or = / or /i.exec(input.filter);
      if (or)
        throw failure('invalid-input', 'Unknown word in the filter', {
          reason: 'run-filter',
          values: { position: or.index + 1, near: 'or' },
        });
      const conditions = input.filter.trim() === '' ? [] : input.filter.split(/ and /i);
      const found = state.rows.filter((row) => conditions.every((one) => holds(row, one)));
      const [order] = input.order;
      const sorted = order ? found.toSorted(compared(order.column, order.descending)) : found;
      return { rows: sorted.slice(input.offset, input.offset + input.limit), total: found.length };
    },
    runColumns: async () => {
      const counts = new Map<string, { runs: number; values: Set<string | number> }>();
      for (const { values } of state.rows.slice(0, 2_000))
        for (const [column, value] of Object.entries(values)) {
          const one = counts.get(column) ?? { runs: 0, values: new Set() };
          counts.set(column, { runs: one.runs + 1, values: one.values.add(value) });
        }
      return [...counts].map(([column, { runs, values }]) => ({
        column,
        kind: column.startsWith('metrics.') ? 'metric' : column.startsWith('params.') ? 'param' : 'tag',
        runs: runs * 5,
        distinct: values.size,
      }));
    },
    run: async ({ run }) => (note('models.run', { run }), sampleRun(rowOf(run))),
    runsById: async ({ runs }) => (note('models.runsById', { runs }), runs.map((id) => sampleRun(rowOf(id)))),
    metricHistory: async ({ runs, metric }) => (
      note('models.metricHistory', { runs, metric }),
      runs.map((id) => sampleHistory(rowOf(id), metric))
    ),
    noteRun: done('models.noteRun'),
    tagRun: done('models.tagRun'),
    renameRun: done('models.renameRun'),
    artifacts: async ({ of, path }) => {
      note('models.artifacts', { of, path });
      return {
        address: 's3://projet-nace/mlflow-artifacts/12/artifacts',
        straight: true,
        artifacts: [...(trees[path] ?? [])],
      };
    },
    artifactText: async ({ path }) => {
      note('models.artifactText', { path });
      return {
        text: path.endsWith('.md')
          ? '# Report\n\nAccuracy by level.'
          : 'flavors:\n  python_function:\n    loader_module: mlflow.pyfunc.model\n',
        isCut: false,
      };
    },
    artifactAddress: async (input) => (
      note('models.artifactAddress', input),
      { address: '/blobs/artifact-1' }
    ),
    pins: (_, { signal }) => state.pins.follow(signal),
    pin: async (input) => (note('models.pin', input), { id: 'pin-new' }),
    importModel: async (input) => (note('models.importModel', input), { id: 'pin-imported' }),
    pausePin: done('models.pausePin'),
    resumePin: done('models.resumePin'),
    unpin: async (input) => {
      note('models.unpin', input);
      const value = state.pins.get();
      state.pins.set({ ...value, pins: value.pins.filter(({ id }) => id !== input.id) });
      return {};
    },
    setPinQuota: done('models.setPinQuota'),
  };
  return { state, handlers };
}
