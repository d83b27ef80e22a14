/** MLflow's REST 2.0 as the capabilities see it. Source: mlflow/protos/service.proto, model_registry.proto, mlflow_artifacts.proto. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { encodePath, proxiedPath } from './address.ts';
import type { MlflowClient, MlflowMetric, MlflowPage } from './mlflow.ts';
import { readExperiment, readFile, readMetrics, readModel, readRun, readVersion } from './read-answers.ts';
import type { MlflowAsk, MlflowRequests } from './requests.ts';
import { list, number, object, someText, text, type Json } from './tolerant-json.ts';

type Call = { readonly signal?: AbortSignal | undefined } | undefined;
type Fields = Readonly<Record<string, unknown>>;
type Words = NonNullable<MlflowAsk['query']>;

/** What a page has at most unless told: MLflow sends whole runs, so a thousand are many megabytes. */
const pageSize = 200;

/** Joins the operations to a way of asking. */
export function createMlflowClient(requests: MlflowRequests): MlflowClient {
  const base = 'api/2.0/mlflow';
  const get = (operation: string, query: Words, call: Call) =>
    requests.json({ path: `${base}/${operation}`, query, signal: call?.signal });
  const send = (method: 'POST' | 'PATCH' | 'DELETE', operation: string, body: Fields, call: Call) =>
    requests.json({ method, path: `${base}/${operation}`, body, signal: call?.signal });
  const post = (operation: string, body: Fields, call: Call) => send('POST', operation, body, call);
  const done = async (work: Promise<unknown>) => void (await work);

  return {
    address: requests.address,
    async version(call) {
      const answer = await requests.bytes({ path: 'version', signal: call?.signal });
      const said = Buffer.from(answer).toString('utf8').trim();
      if (/^\d+\.\d+[\w.+-]*$/.test(said)) return said;
      throw failure('unsupported', `${requests.host} does not say its version`, {
        reason: 'mlflow-no-endpoint',
        values: { host: requests.host, status: 200 },
      });
    },

    async searchExperiments({ filter, view, most = pageSize, from } = {}, call) {
      const body = { max_results: most, filter, view_type: view, page_token: from };
      const answer = await post('experiments/search', body, call);
      return page(answer, 'experiments', readExperiment);
    },
    async experimentByName(name, call) {
      const answer = await orNone(get('experiments/get-by-name', { experiment_name: name }, call));
      return answer && readExperiment(answer['experiment']);
    },
    async createExperiment(name, tags = [], call) {
      return text((await post('experiments/create', { name, tags }, call))['experiment_id']);
    },

    async searchRuns(question, call) {
      return page(await post('runs/search', runSearch(question), call), 'runs', readRun);
    },
    run: async (id, call) => readRun((await get('runs/get', { run_id: id }, call))['run']),
    async createRun({ experimentId, name, startedAt, userId, tags = [] }, call) {
      const body = {
        experiment_id: experimentId,
        run_name: name,
        start_time: startedAt,
        user_id: userId,
        tags,
      };
      return readRun((await post('runs/create', body, call))['run']);
    },
    updateRun: (id, { status, endedAt, name }, call) =>
      done(post('runs/update', { run_id: id, status, end_time: endedAt, run_name: name }, call)),
    logBatch: (id, { metrics = [], params = [], tags = [] }, call) =>
      done(post('runs/log-batch', { run_id: id, metrics: metrics.map(sentMetric), params, tags }, call)),
    setRunTag: (id, key, value, call) => done(post('runs/set-tag', { run_id: id, key, value }, call)),
    removeRunTag: (id, key, call) => done(post('runs/delete-tag', { run_id: id, key }, call)),

    async metricHistory(run, metric, { most = 25_000, from } = {}, call) {
      const query = { run_id: run, metric_key: metric, max_results: most, page_token: from };
      const answer = await get('metrics/get-history', query, call);
      return { values: readMetrics(answer['metrics']), ...next(answer) };
    },
    async metricHistories(runs, metric, points, call) {
      const query = { run_ids: runs, metric_key: metric, max_results: points };
      const answer = await get('metrics/get-history-bulk-interval', query, call).catch((error: unknown) => {
        if (isFailure(error) && error.data.reason === 'mlflow-no-endpoint') return undefined;
        throw error;
      });
      return answer && byRun(runs, list(answer['metrics']));
    },
    async runArtifacts(run, path, call) {
      const files = [];
      let root = '';
      for (let from: string | undefined, more = true; more;) {
        const query = { run_id: run, path: path || undefined, page_token: from };
        const answer = await get('artifacts/list', query, call);
        root = text(answer['root_uri']);
        files.push(...list(answer['files']).map(readFile));
        from = someText(answer['next_page_token']);
        more = from !== undefined;
      }
      return { root, files };
    },

    async searchModels({ filter, most = pageSize, from } = {}, call) {
      const query = { filter, max_results: most, page_token: from };
      return page(await get('registered-models/search', query, call), 'registered_models', readModel);
    },
    model: async (name, call) =>
      readModel((await get('registered-models/get', { name }, call))['registered_model']),
    async createModel(name, description, tags = [], call) {
      const answer = await post('registered-models/create', { name, description, tags }, call);
      return readModel(answer['registered_model']);
    },
    describeModel: (name, description, call) =>
      done(send('PATCH', 'registered-models/update', { name, description }, call)),
    setModelTag: (name, key, value, call) =>
      done(post('registered-models/set-tag', { name, key, value }, call)),
    removeModelTag: (name, key, call) =>
      done(send('DELETE', 'registered-models/delete-tag', { name, key }, call)),
    setAlias: (name, alias, version, call) =>
      done(post('registered-models/alias', { name, alias, version }, call)),
    removeAlias: (name, alias, call) =>
      done(send('DELETE', 'registered-models/alias', { name, alias }, call)),

    async searchVersions({ filter, most = pageSize, from }, call) {
      const query = { filter, max_results: most, page_token: from };
      return page(await get('model-versions/search', query, call), 'model_versions', readVersion);
    },
    modelVersion: async (name, version, call) =>
      readVersion((await get('model-versions/get', { name, version }, call))['model_version']),
    async createVersion({ name, source, runId, modelId, description }, call) {
      const body = { name, source, run_id: runId, model_id: modelId, description };
      return readVersion((await post('model-versions/create', body, call))['model_version']);
    },
    describeVersion: (name, version, description, call) =>
      done(send('PATCH', 'model-versions/update', { name, version, description }, call)),
    setVersionTag: (name, version, key, value, call) =>
      done(post('model-versions/set-tag', { name, version, key, value }, call)),
    removeVersionTag: (name, version, key, call) =>
      done(send('DELETE', 'model-versions/delete-tag', { name, version, key }, call)),
    downloadUri: async (name, version, call) =>
      text((await get('model-versions/get-download-uri', { name, version }, call))['artifact_uri']),

    async proxiedFiles(address, call) {
      const answer = await requests.json({
        path: proxy,
        query: { path: proxied(address) },
        signal: call?.signal,
      });
      return list(answer['files']).map(readFile);
    },
    async proxiedBytes(address, start, call) {
      const answer = await requests.open({
        path: `${proxy}/${encodePath(proxied(address))}`,
        // Compressed on its way a file has no length and no ranges.
        headers: { 'accept-encoding': 'identity', ...(start > 0 && { range: `bytes=${start}-` }) },
        signal: call?.signal,
      });
      const length = number(answer.header('content-length'));
      const isPartial = answer.status === 206;
      const whole = number(/\/(\d+)$/.exec(answer.header('content-range') ?? '')?.[1]);
      const bytes = isPartial ? whole : length;
      return { ...(bytes !== undefined && { bytes }), isPartial, body: answer.body };
    },
  };
}

const proxy = 'api/2.0/mlflow-artifacts/artifacts';

function proxied(address: string): string {
  const path = proxiedPath(address);
  if (path !== undefined) return path;
  throw failure('unsupported', 'The address is not one of the artifact proxy', {
    reason: 'mlflow-not-proxied',
    values: { address },
  });
}

/** The body of `runs/search`. */
export function runSearch(question: Parameters<MlflowClient['searchRuns']>[0]): Fields {
  return {
    experiment_ids: question.experiments,
    filter: question.filter,
    order_by: question.order,
    run_view_type: question.view,
    max_results: question.most ?? pageSize,
    page_token: question.from,
  };
}

function next(answer: Json): { next?: string } {
  const token = someText(answer['next_page_token']);
  return token === undefined ? {} : { next: token };
}

function page<T>(answer: Json, name: string, read: (value: unknown) => T): MlflowPage<T> {
  return { values: list(answer[name]).map((one) => read(one)), ...next(answer) };
}

/** JSON has no NaN: protobuf reads it from text. */
function sentMetric({ value, ...rest }: MlflowMetric): Fields {
  return { ...rest, value: Number.isFinite(value) ? value : String(value) };
}

function byRun(runs: readonly string[], metrics: readonly Json[]): Map<string, MlflowMetric[]> {
  const found = new Map<string, MlflowMetric[]>(runs.map((run) => [run, []]));
  for (const one of metrics) found.get(text(object(one)['run_id']))?.push(...readMetrics([one]));
  return found;
}

/** @throws all but `not-found` */
async function orNone(work: Promise<Json>): Promise<Json | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}
