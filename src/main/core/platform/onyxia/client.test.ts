import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { testNetwork } from '../../network/testing/test-network.ts';
import { createOnyxiaClient, type OnyxiaClient } from './client.ts';
import { frames } from './events.ts';
import type { Caller } from './request.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

interface Seen {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An API that answers as told; the caller notes what it was asked for. */
async function api(
  answer: (seen: Seen, response: ServerResponse) => void,
): Promise<{ client: OnyxiaClient; asked: Seen[]; calls: string[] }> {
  const asked: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      const seen = { method: request.method, url: request.url ?? '', headers: request.headers, body };
      asked.push(seen);
      answer(seen, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const made = await testNetwork();
  stops.push(() => made[Symbol.asyncDispose]());
  const calls: string[] = [];
  let token = 1;
  let bound = false;
  const caller: Caller = {
    async authorization({ method, nonce }) {
      return bound
        ? { authorization: `DPoP ${token}`, dpop: `proof ${method} ${nonce}` }
        : { authorization: `Bearer ${token}` };
    },
    async accessToken() {
      calls.push('renew');
      token += 1;
      return String(token);
    },
    async bind() {
      calls.push('bind');
      bound = true;
    },
  };
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  return {
    client: createOnyxiaClient({ base, network: made.network, caller, region: 'paris' }),
    asked,
    calls,
  };
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const order = {
  catalogId: 'ide',
  packageName: 'jupyter-python',
  packageVersion: '2.5.2',
  name: 'j-1',
  friendlyName: 'J',
  share: false,
  options: {},
};

test('region and project travel as headers', async () => {
  const { client, asked } = await api((_seen, response) => json(response, 200, { apps: [], groups: [] }));
  await client.forProject('projet-nace').services();
  expect(asked[0]?.headers).toMatchObject({
    'onyxia-region': 'paris',
    'onyxia-project': 'projet-nace',
    authorization: 'Bearer 1',
  });
});

test('what is public is asked without a token, so that it answers before anybody signed in', async () => {
  const { client, asked } = await api((_seen, response) =>
    json(response, 200, { regions: [{ id: 'paris' }] }),
  );
  await client.configuration();
  expect(asked[0]?.headers.authorization).toBeUndefined();
});

test('a refused token is renewed once, and a second refusal is told', async () => {
  const refused = await api((_seen, response) =>
    response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end(),
  );
  await expect(refused.client.services()).rejects.toMatchObject({ data: { code: 'signed-out' } });
  expect(refused.calls).toEqual(['renew']);
  const { client } = await api((seen, response) =>
    seen.headers.authorization === 'Bearer 2'
      ? json(response, 200, { apps: [] })
      : response.writeHead(401).end(),
  );
  expect(await client.services()).toEqual([]);
});

test('a server that demands DPoP gets bound tokens, and its nonce', async () => {
  const { client, calls } = await api((seen, response) => {
    if (seen.headers.authorization?.startsWith('Bearer'))
      return response.writeHead(401, { 'www-authenticate': 'DPoP algs="ES256"', 'dpop-nonce': 'n1' }).end();
    return json(response, seen.headers['dpop'] === 'proof GET n1' ? 200 : 500, { apps: [] });
  });
  expect(await client.services()).toEqual([]);
  expect(calls).toEqual(['bind']);
});

test('empty options are never sent, and what is sent can be suspended', async () => {
  const { client, asked } = await api((seen, response) => {
    if (seen.method === 'PUT') return json(response, 200, [[]]);
    return seen.url.startsWith('/api/my-lab/services')
      ? json(response, 200, { apps: [] })
      : json(response, 500, {});
  });
  expect(await client.install(order)).toEqual({ kind: 'installed' });
  const put = asked.find(({ method }) => method === 'PUT');
  expect(JSON.parse(put?.body ?? '')).toMatchObject({
    dryRun: false,
    options: { global: { suspend: false } },
  });
});

test('a name in use is refused before the API would upgrade what is there', async () => {
  const { client, asked } = await api((_seen, response) => json(response, 200, { id: 'j-1' }));
  await expect(client.install(order)).rejects.toMatchObject({
    data: { code: 'conflict', reason: 'name-in-use' },
  });
  expect(asked.some(({ method }) => method === 'PUT')).toBe(false);
});

test.each([
  [
    'failed',
    { kind: 'left-failed', app: expect.objectContaining({ id: 'j-1', status: 'failed' }) as unknown },
  ],
  ['deployed', { kind: 'installed' }],
])('after a 500 the service is read again: %s', async (status, expected) => {
  let installed = false;
  const { client } = await api((seen, response) => {
    if (seen.method === 'PUT') installed = true;
    if (seen.method !== 'PUT' && installed) return json(response, 200, { id: 'j-1', status, apps: [] });
    return seen.url.startsWith('/api/my-lab/services')
      ? json(response, 200, { apps: [] })
      : json(response, 500, { status: 500, error: 'Internal Server Error' });
  });
  expect(await client.install(order)).toEqual(expected);
});

test('an absent and an ambiguous service, both 500, are told apart by the list', async () => {
  const { client } = await api((seen, response) =>
    seen.url.startsWith('/api/my-lab/services')
      ? json(response, 200, { apps: [{ id: 'j' }, { id: 'j-12' }, 'nonsense'] })
      : json(response, 500, {}),
  );
  expect((await client.service('j')).id).toBe('j');
  await expect(client.service('j-1')).rejects.toMatchObject({ data: { code: 'not-found' } });
});

test('a second delete and a project without quota are no errors', async () => {
  const { client } = await api((seen, response) =>
    seen.method === 'DELETE' ? json(response, 200, { path: 'x', success: false }) : json(response, 403, {}),
  );
  expect(await client.remove('x')).toBe(false);
  expect(await client.quota()).toBeUndefined();
});

test('a portal page instead of an answer is no Onyxia', async () => {
  const { client } = await api((_seen, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>'),
  );
  await expect(client.userInfo()).rejects.toMatchObject({
    data: { code: 'unreachable', reason: 'not-an-onyxia', words: '<html>sign in</html>' },
  });
});

test('events come although no header was sent before the first one', async () => {
  const event = { metadata: { name: 'e1' }, involvedObject: { kind: 'Pod', name: 'p' }, reason: 'Started' };
  let begin = () => {};
  const { client } = await api((_seen, response) => {
    begin = () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data:${JSON.stringify(event)}\n\ndata:broken\n\n`);
      response.end(`data:${JSON.stringify({ ...event, reason: 'Killing' })}\n\n`);
    };
    setImmediate(begin);
  });
  const reasons: (string | null | undefined)[] = [];
  for await (const { reason } of client.events()) reasons.push(reason);
  expect(reasons).toEqual(['Started', 'Killing']);
});

test('a frame may be cut anywhere, also inside a character', async () => {
  const bytes = Buffer.from('data:{"a":"é"}\r\n\r\ndata: x\ndata:y\n\n: comment\n\n');
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 1) yield bytes.subarray(at, at + 1);
  }
  const read: string[] = [];
  for await (const frame of frames(pieces())) read.push(frame);
  expect(read).toEqual(['{"a":"é"}', 'x\ny', '']);
});
