import { Agent } from 'node:http';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { serverAddress } from './address.ts';
import { createMlflowClient } from './mlflow-client.ts';
import { mlflowRequests } from './requests.ts';
import { signInHeaders } from './sign-in.ts';
import { fillRuns, startStandIn, type StandIn, type StandInAnswer } from './testing/stand-in.ts';
import { connectedTransport, networkTransport } from './transport.ts';

let own: TestNetwork;
let mlflow: StandIn;
beforeAll(async () => {
  own = await testNetwork();
});
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(async () => {
  mlflow = await startStandIn();
  fillRuns(mlflow, 3, 2);
});
afterEach(() => mlflow[Symbol.asyncDispose]());

const clientOf = (url = mlflow.url, headers: Record<string, string> = {}) =>
  createMlflowClient(
    mlflowRequests({
      transport: networkTransport(own.network, serverAddress(url, false)),
      headers: async () => headers,
    }),
  );

describe('what a server says', () => {
  test('is read whether numbers are numbers or texts', async () => {
    const { values } = await clientOf().searchRuns({ experiments: ['1'] });
    expect(values[0]).toMatchObject({
      id: 'r000002',
      experimentId: '1',
      status: 'FINISHED',
      startedAt: 1_700_000_120_000,
      lifecycle: 'active',
    });
    expect(values[0]?.metrics[0]).toMatchObject({ key: 'm0', step: 7, timestamp: 5 });
  });

  test.each(['"NaN"', 'NaN'])('may be not a number, written %s', async (written) => {
    mlflow.fault = () => ({
      status: 200,
      text: `{"metrics":[{"key":"a","value":${written},"timestamp":1,"step":0},{"key":"a","value":-Infinity,"step":1},{"key":"a, NaN]","value":2,"step":"2"}]}`,
    });
    const { values } = await clientOf().metricHistory('r', 'a');
    expect(values.map(({ value }) => value)).toEqual([Number.NaN, -Infinity, 2]);
    expect(values[2]?.key).toBe('a, NaN]');
  });

  test('is asked below a static prefix, also by the address of a page', async () => {
    await using prefixed = await startStandIn('/team/mlflow');
    for (const address of [prefixed.url, `${prefixed.url}/#/experiments/1`, `${prefixed.url}/ajax-api/2.0/`])
      expect(await clientOf(address).version()).toBe('3.17.2');
  });

  test('is asked without Origin, and with who asks', async () => {
    const headers = signInHeaders({ kind: 'basic', user: 'zoé' }, 'à:b', undefined);
    await clientOf(mlflow.url, { ...headers, 'x-mlflow-workspace': 'team' }).searchExperiments();
    const [heard] = mlflow.heard;
    expect(heard?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('zoé:à:b').toString('base64')}`,
      'x-mlflow-workspace': 'team',
    });
    expect(heard?.headers.origin).toBeUndefined();
  });
});

test('the five ways to sign in', () => {
  expect(signInHeaders({ kind: 'none' }, 'x', 'y')).toEqual({});
  expect(signInHeaders({ kind: 'bearer' }, 'x', 'y')).toEqual({ authorization: 'Bearer x' });
  expect(signInHeaders({ kind: 'kubernetes' }, 'x', 'y')).toEqual({ authorization: 'Bearer y' });
  expect(signInHeaders({ kind: 'header', name: 'Cookie' }, 'a=b', 'y')).toEqual({ cookie: 'a=b' });
  expect(signInHeaders({ kind: 'header', name: 'X-Key' }, undefined, 'y')).toEqual({});
});

test('a token that was refused is renewed once', async () => {
  const tokens = ['old', 'new'];
  mlflow.fault = ({ headers }) =>
    headers.authorization === 'Bearer new' ? undefined : { status: 401, text: 'no' };
  const refusals: unknown[] = [];
  const client = createMlflowClient(
    mlflowRequests({
      transport: networkTransport(own.network, serverAddress(mlflow.url, true)),
      headers: async () => ({ authorization: `Bearer ${tokens[0]}` }),
      renew: async (refused) => {
        refusals.push(refused);
        tokens.shift();
      },
    }),
  );
  expect((await client.searchExperiments()).values).toHaveLength(1);
  expect(refusals).toEqual(['Bearer old']);
});

const html = '<!doctype html><html><style>b{}</style><title>Sign in</title><b>Hello</b></html>';
const refusals: [StandInAnswer, object][] = [
  [
    { status: 200, text: html },
    { code: 'unsupported', reason: 'mlflow-page', words: 'Sign in Hello' },
  ],
  [
    { status: 200, text: 'OK' },
    { code: 'unsupported', reason: 'mlflow-strange', words: 'OK' },
  ],
  [
    { status: 302, text: '', headers: { location: 'https://login.example.org/?x=1' } },
    { code: 'forbidden', reason: 'mlflow-redirect', values: { to: 'login.example.org' } },
  ],
  [
    { status: 401, text: 'You are not authenticated' },
    { code: 'forbidden', reason: 'mlflow-credentials' },
  ],
  [
    { status: 403, text: 'Permission denied' },
    { code: 'forbidden', reason: 'mlflow-forbidden' },
  ],
  [
    { status: 403, text: 'Invalid Host header - possible DNS rebinding attack detected' },
    { code: 'forbidden', reason: 'mlflow-host' },
  ],
  [
    { status: 404, text: html },
    { code: 'unsupported', reason: 'mlflow-no-endpoint' },
  ],
  [
    { status: 404, text: '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Run x not found"}' },
    { code: 'not-found', reason: 'mlflow-gone', words: 'Run x not found' },
  ],
  [
    { status: 400, text: '{"error_code":"RESOURCE_ALREADY_EXISTS","message":"There"}' },
    { code: 'conflict', reason: 'mlflow-exists' },
  ],
  [
    { status: 400, text: '{"error_code":"INVALID_PARAMETER_VALUE","message":"Bad filter"}' },
    { code: 'invalid-input', reason: 'mlflow-refused', words: 'Bad filter' },
  ],
  [
    { status: 413, text: '' },
    { code: 'invalid-input', reason: 'mlflow-too-large' },
  ],
  [
    { status: 429, text: '', headers: { 'retry-after': '7' } },
    { code: 'busy', reason: 'mlflow-busy', retryAfter: 7 },
  ],
  [
    { status: 504, text: html },
    { code: 'busy', reason: 'mlflow-busy', retryAfter: 10 },
  ],
  [
    { status: 500, text: 'Internal Server Error' },
    { code: 'unreachable', reason: 'mlflow-failed' },
  ],
  [{ status: 200, text: '{"experiments": []}', cut: true }, { code: 'unreachable' }],
];

test.each(refusals)('an answer %o has a reason', async (answer, data) => {
  mlflow.fault = () => answer;
  await expect(clientOf().searchExperiments()).rejects.toMatchObject({ data });
});

test('who gives up is told so, and a server that is gone is unreachable', async () => {
  const over = AbortSignal.abort();
  await expect(clientOf().searchExperiments({}, { signal: over })).rejects.toMatchObject({
    code: 'cancelled',
  });
  const gone = clientOf();
  await mlflow[Symbol.asyncDispose]();
  await expect(gone.searchExperiments()).rejects.toMatchObject({ code: 'unreachable' });
});

test('over a forward the server hears the name that it lets in', async () => {
  const agent = new Agent({ keepAlive: false });
  agent.createConnection = () => net.connect(mlflow.port, '127.0.0.1');
  const transport = connectedTransport('mlflow-1', agent);
  const client = createMlflowClient(mlflowRequests({ transport, headers: async () => ({}) }));
  expect(await client.version()).toBe('3.17.2');
  await client.setRunTag('r000001', 'team', 'été');
  expect((await client.run('r000001')).tags).toContainEqual({ key: 'team', value: 'été' });
  expect(mlflow.heard.at(-1)?.headers.host).toBe('localhost');
  agent.createConnection = (_, done) => {
    done?.(new Error('The service has no pod'), undefined as never);
    return undefined;
  };
  await expect(client.version()).rejects.toMatchObject({
    data: { code: 'unreachable', reason: 'mlflow-connection', values: { host: 'mlflow-1' } },
  });
  agent.destroy();
});

test.each([
  ['ftp://mlflow', false, 'mlflow-address'],
  ['https://a:b@mlflow.example.org', false, 'mlflow-address'],
  ['nonsense', false, 'mlflow-address'],
  ['http://mlflow.example.org', true, 'mlflow-insecure'],
])('the address %s is refused', (address, hasSecret, reason) => {
  expect(() => serverAddress(address, hasSecret)).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ reason }) }),
  );
});
