// One run of an MLflow server, by its REST API 2.0 (https://mlflow.org/docs/latest/api_reference/rest-api.html).
import { BadInput } from '../fasttext-train.mjs';
import { writeObject } from './storage.mjs';

const mostMetrics = 1000;

/**
 * Opens the run that `MLFLOW_RUN_ID` names, or a new one in the experiment `MLFLOW_EXPERIMENT_NAME`, which is made where it is missing.
 * @throws BadInput when the server refuses
 */
export async function openRun(environment, name) {
  const base = (environment.MLFLOW_TRACKING_URI ?? '').replace(/\/$/, '');
  if (base === '') throw new BadInput('MLFLOW_TRACKING_URI is missing: the address of the tracking server.');
  const {
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: user,
    MLFLOW_TRACKING_PASSWORD: password,
  } = environment;
  const authorization = token
    ? { authorization: `Bearer ${token}` }
    : user
      ? { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` }
      : {};

  const send = async (method, path, body, type = 'application/json') => {
    let response;
    try {
      response = await fetch(`${base}${path}`, {
        method,
        headers: { ...authorization, ...(body === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      throw new BadInput(
        `The tracking server does not answer at ${base}: ${error.cause?.message ?? error.message}`,
      );
    }
    return { status: response.status, text: await response.text() };
  };
  const call = async (method, path, fields) => {
    const { status, text } = await send(method, `/api/2.0/mlflow/${path}`, fields && JSON.stringify(fields));
    if (status === 200) return text === '' ? {} : JSON.parse(text);
    let words = text.slice(0, 200);
    let code = '';
    try {
      ({ message: words, error_code: code } = JSON.parse(text));
    } catch {
      // A proxy in between answers pages.
    }
    throw Object.assign(new BadInput(`MLflow answered ${status} to ${path}: ${words}`), { code });
  };

  const experimentId = async () => {
    const wanted = environment.MLFLOW_EXPERIMENT_NAME || 'Default';
    const find = () => call('GET', `experiments/get-by-name?experiment_name=${encodeURIComponent(wanted)}`);
    const known = await find().catch((error) => {
      if (error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
      throw error;
    });
    if (known) return known.experiment.experiment_id;
    // Another run of the grid may make it at the same time.
    return call('POST', 'experiments/create', { name: wanted }).then(
      (made) => made.experiment_id,
      async () => (await find()).experiment.experiment_id,
    );
  };

  const given = environment.MLFLOW_RUN_ID;
  const { run } = given
    ? await call('GET', `runs/get?run_id=${encodeURIComponent(given)}`)
    : await call('POST', 'runs/create', {
        experiment_id: await experimentId(),
        run_name: name,
        start_time: Date.now(),
      });
  const { run_id: id, artifact_uri: artifacts } = run.info;
  await call('POST', 'runs/update', { run_id: id, status: 'RUNNING' });

  return {
    id,
    artifacts,
    async log({ params = {}, metrics = [], tags = {} }) {
      const list = (entries) =>
        Object.entries(entries).map(([key, value]) => ({ key, value: String(value) }));
      const stamped = metrics.map((metric) => ({ timestamp: Date.now(), step: 0, ...metric }));
      await call('POST', 'runs/log-batch', {
        run_id: id,
        params: list(params),
        tags: list(tags),
        metrics: stamped.slice(0, mostMetrics),
      });
      for (let at = mostMetrics; at < stamped.length; at += mostMetrics)
        await call('POST', 'runs/log-batch', { run_id: id, metrics: stamped.slice(at, at + mostMetrics) });
    },
    /** Writes an artifact of the run: through the server, or straight to S3 where the run's artifacts are there. */
    async keep(path, bytes) {
      if (artifacts.startsWith('s3://')) return writeObject(`${artifacts}/${path}`, bytes, environment);
      const [, root] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(artifacts) ?? [];
      if (root === undefined)
        throw new BadInput(`The run's artifacts are at ${artifacts}, which this program cannot write.`);
      const where = `${root}/${path}`.split('/').map(encodeURIComponent).join('/');
      const { status, text } = await send(
        'PUT',
        `/api/2.0/mlflow-artifacts/artifacts/${where}`,
        bytes,
        'application/octet-stream',
      );
      if (status !== 200)
        throw new BadInput(`MLflow answered ${status} to the artifact ${path}: ${text.slice(0, 200)}`);
    },
    async end(status) {
      await call('POST', 'runs/update', { run_id: id, status, end_time: Date.now() });
    },
  };
}
