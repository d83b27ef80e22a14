import { afterEach, describe, expect, test } from 'vitest';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { createKubernetesClient } from './client.ts';
import { listAll } from './list.ts';
import type { KubernetesObject } from './objects.ts';
import { json, serve } from './testing/server.ts';
import type { TestServer } from './testing/server.ts';
import { directTransport } from './testing/direct-transport.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function caught(work: Promise<unknown>): Promise<FailureData> {
  const error: unknown = await work.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (!isFailure(error)) throw new Error('expected a Failure', { cause: error });
  return error.data;
}

describe('requests', () => {
  test.each([
    [401, 'signed-out', {}],
    [403, 'forbidden', {}],
    [404, 'not-found', {}],
    [409, 'conflict', {}],
    [410, 'conflict', { reason: 'expired' }],
    [422, 'invalid-input', { field: 'spec.replicas' }],
    [429, 'busy', { retryAfter: 7 }],
    [503, 'busy', { retryAfter: 1 }],
    [500, 'internal', {}],
  ])('%d becomes %s with the words of the server', async (status, code, more) => {
    server = await serve((_request, response) =>
      json(
        response,
        status,
        { kind: 'Status', message: 'these words', details: { causes: [{ field: 'spec.replicas' }] } },
        status === 429 ? { 'retry-after': '7' } : {},
      ),
    );
    expect(await caught(server.client.request('GET', '/x'))).toMatchObject({
      code,
      words: 'these words',
      ...more,
    });
  });

  test('a refusal for the quota is told apart from a missing right', async () => {
    server = await serve((_request, response) =>
      json(response, 403, { message: 'pods "a" is forbidden: exceeded quota: q, requested: pods=1' }),
    );
    expect((await caught(server.client.request('POST', '/x', { body: {} }))).code).toBe('over-quota');
  });

  test('many refused at once renew the token once and all succeed', async () => {
    let token = 'old';
    let renewals = 0;
    server = await serve(
      (request, response) =>
        request.headers.authorization === 'Bearer new'
          ? json(response, 200, { ok: true })
          : json(response, 401, { message: 'Unauthorized' }),
      {
        token: () => Promise.resolve(token),
        renewToken: async () => {
          renewals += 1;
          await new Promise((resolve) => setImmediate(resolve));
          token = 'new';
        },
      },
    );
    const { client } = server;
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.request('GET', '/x')));
    expect(answers).toEqual(Array.from({ length: 5 }, () => ({ ok: true })));
    expect(renewals).toBe(1);
  });

  test('a token that cannot be renewed is a sign-out, asked for once', async () => {
    server = await serve((_request, response) => json(response, 401, { message: 'Unauthorized' }), {
      token: () => Promise.resolve('old'),
      renewToken: () => Promise.reject(new Error('no refresh token')),
    });
    expect((await caught(server.client.request('GET', '/x'))).code).toBe('signed-out');
    expect(server.asked).toHaveLength(1);
  });

  test('a page of a proxy is kept as words, and an answer that is no JSON is told', async () => {
    server = await serve((request, response) =>
      response.writeHead(request.url === '/ok' ? 200 : 502).end('<html>Bad gateway</html>'),
    );
    expect(await caught(server.client.request('GET', '/x'))).toMatchObject({
      code: 'unreachable',
      words: '<html>Bad gateway</html>',
    });
    expect(await caught(server.client.request('GET', '/ok'))).toMatchObject({
      code: 'unsupported',
      reason: 'not-kubernetes',
    });
  });

  test('nobody at the address, and no such host, are unreachable for their reasons', async () => {
    const closed = await serve(() => undefined);
    await closed.close();
    const transport = directTransport();
    const to = (address: string): Promise<FailureData> =>
      caught(createKubernetesClient({ server: address }, transport).request('GET', '/x'));
    expect(await to(closed.url)).toMatchObject({ code: 'unreachable', reason: 'connection-refused' });
    expect(await to('https://nowhere.invalid')).toMatchObject({
      code: 'unreachable',
      reason: 'unknown-host',
    });
    await transport.close();
  });

  test('an abort is cancelled', async () => {
    server = await serve(() => undefined);
    const stop = new AbortController();
    const work = caught(server.client.request('GET', '/x', { signal: stop.signal }));
    stop.abort();
    expect((await work).code).toBe('cancelled');
  });

  test('a path of a proxy before the API is kept', async () => {
    server = await serve((_request, response) => json(response, 200, {}));
    const transport = directTransport();
    await createKubernetesClient({ server: `${server.url}/k8s/clusters/c1/` }, transport).request(
      'GET',
      '/api/v1/pods',
      { query: { limit: 1, x: ['a', 'b'] } },
    );
    await transport.close();
    expect(server.asked).toEqual(['GET /k8s/clusters/c1/api/v1/pods?limit=1&x=a&x=b']);
  });
});

describe('lists', () => {
  const items = Array.from({ length: 1_200 }, (_, index) => ({ metadata: { uid: String(index) } }));
  const page = (start: number, size: number): unknown => ({
    metadata: {
      resourceVersion: '9',
      ...(start + size < items.length && { continue: String(start + size) }),
    },
    items: items.slice(start, start + size),
  });

  test('come in pages of 500', async () => {
    server = await serve((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      json(response, 200, page(Number(query.get('continue') ?? 0), Number(query.get('limit'))));
    });
    expect(await listAll<KubernetesObject>(server.client, { path: '/pods' })).toEqual(items);
    expect(server.asked).toHaveLength(3);
  });

  test('begin again without pages when the place was forgotten', async () => {
    server = await serve((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      if (query.has('continue'))
        json(response, 410, { reason: 'Expired', message: 'The provided continue parameter is too old' });
      else json(response, 200, page(0, query.has('limit') ? 500 : items.length));
    });
    expect(await listAll<KubernetesObject>(server.client, { path: '/pods' })).toEqual(items);
  });

  test('of metadata alone ask for it', async () => {
    let accept: string | undefined;
    server = await serve((request, response) => {
      accept = request.headers.accept;
      json(response, 200, page(0, 5_000));
    });
    await listAll(server.client, { path: '/secrets', metadataOnly: true });
    expect(accept).toMatch(/^application\/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io/);
  });
});
