/** The part of MLflow that gives out files (`mlflow-artifacts` of REST 2.0), with the faults of real servers and proxies. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMlflowClient } from '../../../platform/mlflow/mlflow-client.ts';
import type { MlflowClient } from '../../../platform/mlflow/mlflow.ts';
import { mlflowRequests } from '../../../platform/mlflow/requests.ts';
import { networkTransport } from '../../../platform/mlflow/transport.ts';
import { testNetwork } from '../../../network/testing/test-network.ts';

export interface ArtifactServer extends AsyncDisposable {
  readonly client: MlflowClient;
  /** By path in the version. */
  readonly files: Map<string, Buffer>;
  /** What `get-download-uri` says. */
  address: string;
  /** Says no length, in answers and in lists. */
  hidesLength: boolean;
  /** Sends whole files whatever was asked. */
  ignoresRanges: boolean;
  /** Cuts so many answers after half of a file's bytes. */
  cuts: number;
  /** Sends half of a file's bytes, then nothing more, as a connection that died unnoticed. */
  isSilent: boolean;
  /** Answers every file with this page. */
  page: string | undefined;
  isDown: boolean;
  /** The next cut is the end of it. */
  goesDown: boolean;
  /** First bytes that were asked for, by path; those that begin from 0 too. */
  readonly asked: { readonly path: string; readonly start: number }[];
}

export async function openArtifactServer(): Promise<ArtifactServer> {
  const { network, ...rest } = await testNetwork();
  const prefix = '/api/2.0/mlflow-artifacts/artifacts';

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (state.isDown) return void response.destroy();
    if (url.pathname.endsWith('/get-download-uri')) return json(response, { artifact_uri: state.address });
    if (url.pathname === prefix) return json(response, { files: listed(url.searchParams.get('path') ?? '') });
    const path = decodeURIComponent(url.pathname.slice(prefix.length + 1)).replace(/^m\//, '');
    const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    state.asked.push({ path, start });
    if (state.page !== undefined)
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(state.page);
    const bytes = state.files.get(path);
    if (!bytes) return void response.writeHead(404).end('{"error_code":"RESOURCE_DOES_NOT_EXIST"}');
    const from = state.ignoresRanges ? 0 : start;
    const body = bytes.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-type': 'application/octet-stream',
      ...(!state.hidesLength && { 'content-length': body.length }),
      ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (state.isSilent && body.length > 1000) response.write(body.subarray(0, body.length / 2));
    else if (state.cuts > 0 && body.length > 1000) {
      state.cuts -= 1;
      state.isDown ||= state.goesDown && state.cuts === 0;
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
    } else response.end(body);
  }

  function listed(folder: string) {
    const below = folder.replace(/^m\/?/, '');
    const names = new Map<string, unknown>();
    for (const [path, bytes] of state.files) {
      if (below !== '' && !path.startsWith(`${below}/`)) continue;
      const [name = '', ...deeper] = path.slice(below === '' ? 0 : below.length + 1).split('/');
      names.set(name, {
        path: name,
        is_dir: deeper.length > 0,
        ...(deeper.length === 0 && !state.hidesLength && { file_size: bytes.length }),
      });
    }
    return [...names.values()];
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const requests = mlflowRequests({
    transport: networkTransport(network, address),
    headers: async () => ({}),
  });
  const state: ArtifactServer = {
    client: createMlflowClient(requests),
    files: new Map(),
    address: 'mlflow-artifacts:/m',
    hidesLength: false,
    ignoresRanges: false,
    cuts: 0,
    isSilent: false,
    page: undefined,
    isDown: false,
    goesDown: false,
    asked: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rest[Symbol.asyncDispose]();
    },
  };
  return state;
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
