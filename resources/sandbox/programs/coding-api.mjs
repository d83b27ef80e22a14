// The coding API as it is deployed: it takes a registered model from MLflow when it starts, and answers forms with its codes.
// MLFLOW_TRACKING_URI, MLFLOW_MODEL_NAME and MLFLOW_MODEL_VERSION (a number or an alias) say which; PORT is where it listens.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { answerForms, Refused } from './coding-api/forms.mjs';
import { readProfile } from './coding-api/prepare.mjs';
import { fetchModel } from './coding-api/registry.mjs';
import { openModel } from './fasttext-train.mjs';

const [release = '1'] = process.argv.slice(2);
const { MLFLOW_TRACKING_URI, MLFLOW_MODEL_NAME, MLFLOW_MODEL_VERSION, PORT, CODE_TITLES } = process.env;
/** Bytes of a body. */
const largest = 32 * 1024 ** 2;

/** Titles by code, from a file that is mounted below the home of the program. */
function readTitles() {
  if (!CODE_TITLES) return {};
  try {
    return JSON.parse(readFileSync(path.join(process.env.HOME ?? '/', CODE_TITLES), 'utf8'));
  } catch (error) {
    console.log(`Codes go without titles: ${error.message}`);
    return {};
  }
}

async function readBody(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > largest) throw new Refused(413, 'Request Entity Too Large');
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new Refused(422, [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {} }]);
  }
}

async function answer(request, served) {
  const url = new URL(request.url, 'http://coding');
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /':
      return { Message: "Codification de l'APE", Model_name: served.name, Model_version: served.version };
    case 'GET /healthz':
      return { status: 'ok' };
    case 'POST /predict/':
      return answerForms(await readBody(request), url.searchParams, served);
    default:
      throw new Refused(404, 'Not Found');
  }
}

async function start() {
  const found = await fetchModel({
    server: MLFLOW_TRACKING_URI ?? '',
    name: MLFLOW_MODEL_NAME ?? '',
    wanted: MLFLOW_MODEL_VERSION ?? '',
    environment: process.env,
    log: (message) => console.log(message),
  });
  const model = await openModel(found.bytes);
  const { name, version, id } = found;
  const served = { name, version, id, model, profile: readProfile(found.settings), titles: readTitles() };
  const server = createServer((request, response) => {
    const send = (status, value) => {
      const body = Buffer.from(JSON.stringify(value));
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
        .end(body);
    };
    answer(request, served).then(
      (value) => send(200, value),
      (error) => {
        if (error instanceof Refused) return send(error.status, { detail: error.detail });
        console.error(error);
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('Internal Server Error');
      },
    );
  });
  server.listen(Number(PORT), '127.0.0.1', () =>
    console.log(`Release ${release} serves ${name} version ${version} (${id}).`),
  );
  process.once('SIGTERM', () => server.close(() => process.exit(0)));
}

start().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
