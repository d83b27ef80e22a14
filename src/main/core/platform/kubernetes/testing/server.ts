/** Small servers that misbehave on purpose, for tests. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKubernetesClient } from '../client.ts';
import type { KubernetesClient } from '../client.ts';
import type { KubernetesAccess } from '../access.ts';
import { directTransport } from './direct-transport.ts';

export interface TestServer {
  readonly url: string;
  readonly server: http.Server;
  readonly client: KubernetesClient;
  /** Requests so far, as `METHOD path?query`. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Serves on a free port of 127.0.0.1 with a client of its own. */
export async function serve(
  handler: http.RequestListener,
  access: Omit<KubernetesAccess, 'server'> = {},
): Promise<TestServer> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = directTransport();
  return {
    url,
    server,
    client: createKubernetesClient({ server: url, ...access }, transport),
    asked,
    async close() {
      await transport.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers with JSON. */
export function json(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
