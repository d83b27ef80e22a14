import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { createCodingApi } from './coding-api.ts';
import { dialects } from './dialects.ts';
import type { Dialect } from './dialect.ts';
import { serveModel } from './testing/served-model.ts';

let own: TestNetwork;
beforeAll(async () => {
  own = await testNetwork();
});
afterAll(() => own[Symbol.asyncDispose]());

const api = (address: string, rest: Partial<Parameters<typeof createCodingApi>[0]> = {}) =>
  createCodingApi({ network: own.network, address, dialect: 'auto', ...rest });
const form = (text: string) => ({ text, type: 'X', nature: '99', surface: '150', event: '01P' });

describe.each(dialects.map((one): [string, Dialect] => [one.id, one]))('the dialect %s', (id, dialect) => {
  test('is told by the description of the server, and asked in it', async () => {
    await using model = await serveModel(dialect.id);
    const client = api(`${model.address}/docs`);
    const [answer] = await client.predict([form('Vente de légumes')]);
    expect(client.dialect()).toBe(id);
    expect(answer).toMatchObject({
      codes: [
        { code: '4721Z', probability: 0.7 },
        { code: '0113Z', probability: 0.2 },
        { code: '4722Z', probability: 0.04 },
      ],
      version: id === 'forms-2025' ? 'm-1' : undefined,
    });
    expect((answer as { confidenceIndex: number }).confidenceIndex).toBeCloseTo(0.5, 12);
    expect(model.requests).toHaveLength(2);
  });

  test('is found by trying where the server does not describe itself', async () => {
    await using model = await serveModel(dialect.id, { describes: false });
    const client = api(model.address);
    const answers = await client.predict([form('Vente'), form('Culture')]);
    expect(answers.map((one) => one && 'codes' in one && one.codes[0]?.code)).toEqual(['4721Z', '4721Z']);
    // The two that differ by the name of a number only are one to a server that ignores what it does not know.
    expect(client.dialect()).toBe(id === 'pytorch-v1' ? 'predict-2024-02' : id);
  });

  test('gives one outcome a text, whatever becomes of the others', async () => {
    await using model = await serveModel(dialect.id);
    const texts = ['Vente', '', 'unsure', 'odd', '  ', 'Culture'];
    const outcomes = await api(model.address).predict(texts.map(form));
    const kinds = outcomes.map((one) => one && ('codes' in one ? 'answer' : one.data.reason));
    expect(kinds).toEqual(['answer', undefined, undefined, 'coding-api-refused', undefined, 'answer']);
  });
});

test('a batch is one request, also of texts that are many', async () => {
  await using model = await serveModel('predict-2024-02');
  const outcomes = await api(model.address).predict(
    Array.from({ length: 250 }, (_, at) => form(`text ${at}`)),
  );
  expect(outcomes.filter((one) => one && 'codes' in one)).toHaveLength(250);
  expect(model.requests.filter((one) => one.startsWith('POST /predict-batch'))).toHaveLength(2);
});

test('where batches are missing texts are asked one by one', async () => {
  await using model = await serveModel('predict-v1', { batches: false });
  const outcomes = await api(model.address).predict(['a', 'b', 'c', 'd', 'e', 'f'].map(form));
  expect(outcomes).toHaveLength(6);
  expect(model.requests.filter((one) => one.startsWith('GET /predict?'))).toHaveLength(6);
});

test('variables that a server would refuse go as missing, and a surface as its class', async () => {
  await using model = await serveModel('predict-2024-02');
  await api(model.address).predict([{ text: 'x', type: '??', nature: '9', surface: '120', event: '01A' }]);
  expect(model.requests.at(-1)).toBe('GET /predict?text_description=x&surface=2&nb_echos_max=5&prob_min=0');
});

test('the password goes into the header of this server alone, never into an address', async () => {
  await using model = await serveModel('predict-2024-02', { user: 'alice:s3cret é' });
  const client = api(model.address, { credentials: { user: 'alice', password: 's3cret é' } });
  expect(await client.predict([form('Vente')])).toHaveLength(1);
  expect(model.requests.join(' ')).not.toMatch(/s3cret|alice/);
  await expect(api(model.address).predict([form('Vente')])).rejects.toMatchObject({
    data: { code: 'forbidden', reason: 'coding-api-credentials' },
  });
  const credentials = { user: 'a', password: 'b' };
  expect(() => api('http://model.example.org', { credentials })).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ reason: 'coding-api-insecure' }) }),
  );
  expect(() => api('https://a:b@model.example.org')).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ reason: 'coding-api-address' }) }),
  );
});

test.each([
  [
    { status: 503, text: 'later', retryAfter: '7' },
    { code: 'busy', retryAfter: 7, words: 'later' },
  ],
  [
    { status: 500, text: 'Internal Server Error' },
    { code: 'unreachable', reason: 'coding-api-failed' },
  ],
  [
    { status: 403, text: '{"detail":"No"}' },
    { code: 'forbidden', reason: 'coding-api-forbidden', words: 'No' },
  ],
  [
    { status: 404, text: '' },
    { code: 'unsupported', reason: 'coding-api-dialect' },
  ],
  [
    { status: 200, text: '<html>' },
    { code: 'unsupported', reason: 'coding-api-answer' },
  ],
])('an answer %o has a reason', async (broken, data) => {
  await using model = await serveModel('predict-2024-02');
  const client = api(model.address);
  await client.predict([form('Vente')]);
  model.broken = broken;
  await expect(client.predict([form('Vente')])).rejects.toMatchObject({ data });
});

test('a server that became one of another version is asked in its own form', async () => {
  await using model = await serveModel('predict-v1');
  const client = api(model.address, { known: 'predict-2024-02' });
  expect(await client.predict([form('Vente')])).toMatchObject([{ codes: [{ code: '4721Z' }, {}, {}] }]);
  expect(client.dialect()).toBe('predict-v1');
});

test('a server says which model it serves, and who cannot be reached says nothing', async () => {
  await using model = await serveModel('forms-2025');
  expect(await api(model.address).model()).toEqual({ name: 'FastText-APE', version: '12' });
  const gone = model.address;
  await model[Symbol.asyncDispose]();
  expect(await api(gone).model()).toBeUndefined();
  await expect(api(gone).predict([form('Vente')])).rejects.toMatchObject({ data: { code: 'unreachable' } });
  const stopped = AbortSignal.abort();
  await expect(api(gone).predict([form('Vente')], stopped)).rejects.toMatchObject({ code: 'cancelled' });
});
