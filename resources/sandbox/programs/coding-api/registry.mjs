// Takes a registered model from MLflow, as `mlflow.pyfunc.load_model("models:/name/version")` does: the version is resolved once, at
// the start. Addresses: the REST API 2.0 of MLflow. A pickle is never opened: the fastText file among the artifacts is all that is read.
import { setTimeout as delay } from 'node:timers/promises';

/** The first four bytes of a fastText model, little endian (fastText, `FASTTEXT_FILEFORMAT_MAGIC_INT32`). */
const magic = 793_712_314;
/** Milliseconds between two looks for a registered model that is not there yet, or a server that is not up yet. */
const pause = 1_000;
/** Looks for a server that does not answer. */
const mostTries = 30;

class NotThere extends Error {}

function authorization({ MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD }) {
  if (MLFLOW_TRACKING_TOKEN) return { authorization: `Bearer ${MLFLOW_TRACKING_TOKEN}` };
  if (!MLFLOW_TRACKING_USERNAME) return {};
  const pair = Buffer.from(`${MLFLOW_TRACKING_USERNAME}:${MLFLOW_TRACKING_PASSWORD ?? ''}`);
  return { authorization: `Basic ${pair.toString('base64')}` };
}

function client(server, environment) {
  const headers = authorization(environment);
  const get = async (route, query = {}) => {
    const address = `${server.replace(/\/+$/, '')}/api/2.0/${route}?${new URLSearchParams(query)}`;
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(address, { headers }).catch((error) => error);
      if (response instanceof Response && response.ok) return response;
      if (response instanceof Response && response.status < 500) {
        const { error_code: code, message } = await response.json().catch(() => ({}));
        const words = `MLflow answers ${response.status} to ${route}: ${message ?? 'no reason given'}`;
        throw code === 'RESOURCE_DOES_NOT_EXIST' ? new NotThere(words) : new Error(words);
      }
      if (tries === mostTries) throw new Error(`MLflow at ${server} does not answer to ${route}.`);
      await delay(pause);
    }
  };
  return { get, json: async (route, query) => (await get(route, query)).json() };
}

/** The version that is meant by a number or an alias; a name without any version yet is waited for. */
async function findVersion(mlflow, name, wanted, log) {
  for (let waits = 0; ; waits += 1) {
    try {
      const { registered_model: model } = await mlflow.json('mlflow/registered-models/get', { name });
      if (model.latest_versions?.length) break;
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
    }
    if (waits === 0) log(`There is no version of a registered model ${name} yet: waiting for it.`);
    await delay(pause);
  }
  const alias = wanted.replace(/^@/, '');
  const { model_version: found } = /^\d+$/.test(wanted)
    ? await mlflow.json('mlflow/model-versions/get', { name, version: wanted })
    : await mlflow.json('mlflow/registered-models/alias', { name, alias });
  return found;
}

/** Where a model lies that is named by its run or its own identifier: `runs:/<run>/model`, `models:/m-<id>`. */
async function resolved(mlflow, address) {
  const [, run, inside = ''] = /^runs:\/+([^/]+)(\/.*)?$/.exec(address) ?? [];
  if (run !== undefined) {
    const found = await mlflow.json('mlflow/runs/get', { run_id: run });
    return `${found.run.info.artifact_uri}${inside}`;
  }
  const logged = /^models:\/+(m-[^/]+)$/.exec(address)?.[1];
  if (logged === undefined) return address;
  return (await mlflow.json(`mlflow/logged-models/${logged}`)).model.info.artifact_uri;
}

/** Below which path of the artifact proxy the files of a version are. */
async function artifactRoot(mlflow, name, version) {
  const { artifact_uri: asked } = await mlflow.json('mlflow/model-versions/get-download-uri', {
    name,
    version,
  });
  const address = await resolved(mlflow, asked);
  const path = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*)$/.exec(address)?.[1];
  if (path === undefined)
    throw new Error(
      `The files of ${name} version ${version} are at ${address}, which this program cannot read.`,
    );
  return path.replace(/\/+$/, '');
}

/** Every file below a path: its path and size. */
async function filesBelow(mlflow, path) {
  const { files = [] } = await mlflow.json('mlflow-artifacts/artifacts', { path });
  const all = await Promise.all(
    files.map(({ path: name, is_dir: folder, file_size: size }) => {
      const whole = `${path}/${name.split('/').at(-1)}`;
      return folder ? filesBelow(mlflow, whole) : [{ path: whole, size: Number(size) }];
    }),
  );
  return all.flat();
}

async function download(mlflow, { path, size }) {
  const route = `mlflow-artifacts/artifacts/${path.split('/').map(encodeURIComponent).join('/')}`;
  const bytes = new Uint8Array(await (await mlflow.get(route)).arrayBuffer());
  if (bytes.length !== size) throw new Error(`${path} has ${bytes.length} bytes instead of ${size}.`);
  return bytes;
}

const isModel = (bytes) => bytes.length > 8 && new DataView(bytes.buffer).getInt32(0, true) === magic;

/**
 * The model of a version: name, resolved version number, identifier, the bytes of its fastText file and its `config.yaml`.
 * @throws Error with a sentence when it is not there, or holds no fastText model
 */
export async function fetchModel({ server, name, wanted, environment, log }) {
  if (server === '' || name === '' || wanted === '')
    throw new Error('MLFLOW_TRACKING_URI, MLFLOW_MODEL_NAME and MLFLOW_MODEL_VERSION must be set.');
  const mlflow = client(server, environment);
  const {
    version,
    model_id: id = '',
    source = '',
    run_id: run = '',
  } = await findVersion(mlflow, name, wanted, log);
  const files = await filesBelow(mlflow, await artifactRoot(mlflow, name, version));
  const config = files.find(({ path }) => /(?:^|\/)config\.ya?ml$/.test(path));
  const likely = files.filter(({ path }) => /\.(?:bin|ftz)$/.test(path));
  for (const file of likely) {
    const bytes = await download(mlflow, file);
    if (!isModel(bytes)) continue;
    const settings = config === undefined ? '' : Buffer.from(await download(mlflow, config)).toString('utf8');
    const logged = /models:\/(m-[^/]+)$/.exec(source)?.[1];
    return { name, version: String(version), id: id || logged || run, bytes, settings };
  }
  throw new Error(`${name} version ${version} holds no fastText model.`);
}
