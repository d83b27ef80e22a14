/** A small server that speaks MLflow's REST, for tests of many runs, of faults and of who is let in. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandInRun {
  readonly id: string;
  status: string;
  readonly startedAt: number;
  readonly metrics: Record<string, unknown>;
  readonly params: Record<string, string>;
  readonly tags: Record<string, string>;
  readonly artifactUri?: string;
}

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface StandIn extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly runs: Map<string, StandInRun>;
  readonly heard: Heard[];
  /** Files of every run, by path; only `get-artifact` hands them out. */
  readonly files: Map<string, string>;
  /** Answers instead of the server, while it is set. */
  fault: ((heard: Heard) => StandInAnswer | undefined) | undefined;
}

export interface StandInAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Record<string, string>;
  /** The connection is cut in the middle of the body. */
  readonly cut?: boolean;
}

const json = (value: unknown, status = 200): StandInAnswer => ({
  status,
  text: JSON.stringify(value, undefined, 2),
  headers: { 'content-type': 'application/json' },
});

/** @param prefix as of `--static-prefix` */
export async function startStandIn(prefix = ''): Promise<StandIn> {
  const runs = new Map<string, StandInRun>();
  const heard: Heard[] = [];
  const files = new Map<string, string>();
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one: Heard = { method, path: url, headers, body: Buffer.concat(pieces).toString('utf8') };
      heard.push(one);
      const answer = own.fault?.(one) ?? answerOf(one);
      response.writeHead(answer.status, answer.headers);
      if (!answer.cut) return response.end(answer.text);
      response.write(answer.text.slice(0, answer.text.length / 2), () => response.destroy());
      return undefined;
    });
  });

  function answerOf({ path, body }: Heard): StandInAnswer {
    const url = new URL(path, 'http://localhost');
    if (!url.pathname.startsWith(`${prefix}/`))
      return { status: 404, text: '<!doctype html><h1>Not Found</h1>' };
    const at = url.pathname.slice(prefix.length);
    const asked = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
    switch (at) {
      case '/version':
        return { status: 200, text: '3.17.2' };
      case '/api/2.0/mlflow/experiments/search':
        return json({ experiments: [{ experiment_id: '1', name: 'many', lifecycle_stage: 'active' }] });
      case '/api/2.0/mlflow/runs/search':
        return json(searchRuns(asked));
      case '/api/2.0/mlflow/runs/get': {
        const run = runs.get(url.searchParams.get('run_id') ?? '');
        return run ? json({ run: messageOf(run) }) : gone();
      }
      case '/api/2.0/mlflow/runs/set-tag': {
        const run = runs.get(String(asked['run_id']));
        if (!run) return gone();
        run.tags[String(asked['key'])] = String(asked['value']);
        return json({});
      }
      case '/api/2.0/mlflow/artifacts/list':
        return json(listFiles(url.searchParams.get('path') ?? ''));
      case '/get-artifact': {
        const text = files.get(url.searchParams.get('path') ?? '');
        return text === undefined ? gone() : { status: 200, text };
      }
      default:
        return { status: 404, text: '<!doctype html><title>404 Not Found</title>' };
    }
  }

  function listFiles(folder: string): object {
    const prefix = folder === '' ? '' : `${folder}/`;
    const names = new Map<string, number | undefined>();
    for (const [path, text] of files) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...deeper] = path.slice(prefix.length).split('/');
      names.set(name, deeper.length > 0 ? undefined : Buffer.byteLength(text));
    }
    const found = [...names].map(([name, size]) => ({
      path: `${prefix}${name}`,
      is_dir: size === undefined,
      ...(size !== undefined && { file_size: String(size) }),
    }));
    return { root_uri: 'x', files: found };
  }

  const gone = () => json({ error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Run not found' }, 404);

  /** The filters that a refresh sends, by the newest start. */
  function searchRuns(asked: Record<string, unknown>): object {
    const filter = String(asked['filter'] ?? '');
    const since = Number(/start_time >= (\d+)/.exec(filter)?.[1] ?? 0);
    const status = /status = '(\w+)'/.exec(filter)?.[1];
    const list = /run_id IN \((.*)\)/.exec(filter)?.[1];
    const found = [...runs.values()]
      .filter((run) => run.startedAt >= since && (status === undefined || run.status === status))
      .filter((run) => list === undefined || list.includes(`'${run.id}'`))
      .sort((one, other) => other.startedAt - one.startedAt);
    const from = Number(asked['page_token'] ?? 0);
    const most = Number(asked['max_results'] ?? 1000);
    const next = from + most < found.length ? { next_page_token: String(from + most) } : {};
    return { runs: found.slice(from, from + most).map(messageOf), ...next };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const own: StandIn = {
    url: `http://127.0.0.1:${port}${prefix}`,
    port,
    runs,
    heard,
    files,
    fault: undefined,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return own;
}

/** With int64 as text, as protobuf of other languages writes it. */
function messageOf(run: StandInRun): object {
  const pairs = (of: Record<string, string>) => Object.entries(of).map(([key, value]) => ({ key, value }));
  return {
    info: {
      run_id: run.id,
      run_name: `run ${run.id}`,
      experiment_id: '1',
      user_id: 'alice',
      status: run.status,
      start_time: String(run.startedAt),
      ...(run.status !== 'RUNNING' && { end_time: run.startedAt + 1_000 }),
      artifact_uri: run.artifactUri ?? `mlflow-artifacts:/1/${run.id}/artifacts`,
      lifecycle_stage: 'active',
    },
    data: {
      metrics: Object.entries(run.metrics).map(([key, value]) => ({ key, value, timestamp: '5', step: '7' })),
      params: pairs(run.params),
      tags: pairs(run.tags),
    },
  };
}

/** Fills a server with ended runs, the newest last. */
export function fillRuns(standIn: StandIn, count: number, metrics: number, begin = 1_700_000_000_000): void {
  for (let number = 0; number < count; number += 1) {
    const id = `r${String(number).padStart(6, '0')}`;
    standIn.runs.set(id, {
      id,
      status: 'FINISHED',
      startedAt: begin + number * 60_000,
      metrics: Object.fromEntries(
        Array.from({ length: metrics }, (_, at) => [
          `m${at}`,
          ((number * 7919 + at * 104_729) % 10_007) / 10_007,
        ]),
      ),
      params: {
        DIM: String(50 + (number % 10) * 10),
        LR: String((number % 7) / 10),
        LOSS: number % 2 ? 'ova' : 'hs',
      },
      tags: { 'mlflow.runName': `run ${id}`, 'mlflow.user': 'alice' },
    });
  }
}
