/**
 * MLflow's answers about runs, made ahead, so that what is measured is the reader: `node models-runs-server.ts RUNS METRICS`
 * prints its address and ends with its input. Formats: mlflow/protos/service.proto, RunsSearch and GetRun.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const begin = 1_700_000_000_000;
const apart = 60_000;
/** Runs that `start` adds. */
const started = 20;

interface Search {
  readonly filter?: string;
  readonly max_results?: number;
  readonly page_token?: string;
}

const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

/** As MLflow writes it: the same numbers in every start. */
function runText(number: number, metrics: number): string {
  const id = number.toString(16).padStart(32, '0');
  const at = begin + number * apart;
  const text = {
    info: {
      run_uuid: id,
      experiment_id: '1',
      run_name: `tidy-fox-${number}`,
      user_id: 'alice',
      status: 'FINISHED',
      start_time: at,
      end_time: at + 50_000,
      artifact_uri: `mlflow-artifacts:/1/${id}/artifacts`,
      lifecycle_stage: 'active',
      run_id: id,
    },
    data: {
      metrics: Array.from({ length: metrics }, (_, metric) => ({
        key: `metric_${metric}`,
        value: ((number * 7919 + metric * 104_729) % 10_007) / 10_007,
        timestamp: at,
        step: 100,
      })),
      params: pairs({
        DIM: String(50 + (number % 10) * 10),
        LR: String((number % 7) / 10),
        LOSS: number % 2 ? 'ova' : 'softmax',
      }),
      tags: pairs({ 'mlflow.runName': `tidy-fox-${number}`, 'mlflow.user': 'alice' }),
    },
    inputs: {},
  };
  return JSON.stringify(text, undefined, 2);
}

const [count = 0, metrics = 0] = process.argv.slice(2).map(Number);
/** The newest last. */
const runs = Array.from({ length: count }, (_, number) => runText(number, metrics));

function searched({ filter = '', max_results: most = 1000, page_token: token = '0' }: Search): string {
  const since = Number(/start_time >= (\d+)/.exec(filter)?.[1] ?? 0);
  const first = Math.max(0, Math.ceil((since - begin) / apart));
  // All have ended, so that nothing has any other status.
  const isNone = filter !== '' && !filter.includes('start_time');
  const from = runs.length - Number(token);
  const page = isNone ? [] : runs.slice(Math.max(first, from - most), from).toReversed();
  const next = from - most > first && !isNone ? `,"next_page_token":"${Number(token) + most}"` : '';
  return `{"runs":[${page.join(',')}]${next}}`;
}

function answered(path: string, body: string): string | undefined {
  switch (path) {
    case '/version':
      return '3.17.2';
    case '/start':
      for (let more = 0; more < started; more += 1) runs.push(runText(runs.length, metrics));
      return String(runs.length);
    case '/api/2.0/mlflow/runs/search':
      return searched(JSON.parse(body) as Search);
  }
  return undefined;
}

const server = createServer(async (request, response) => {
  const text = answered(request.url ?? '', (await buffer(request)).toString('utf8'));
  response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(text);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.stdin.resume().on('end', () => process.exit(0));
