import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerSource } from '../../../../shared/contract/serving/asking.ts';
import { serveModel } from '../../platform/coding-api/testing/served-model.ts';
import { createKubernetesClient } from '../../platform/kubernetes/client.ts';
import { directTransport } from '../../platform/kubernetes/testing/direct-transport.ts';
import { noObjects } from '../applications/collections.ts';
import { keepApplications } from '../applications/kept-applications.ts';
import { readDeployment } from '../applications/read-deployment.ts';
import { deployment } from '../testing/objects.ts';
import { wipeCopies } from '../personal-files.ts';
import { servingPlace, signal, type ServingPlace } from '../testing/serving-place.ts';

const transport = directTransport();
afterAll(() => transport.close());
const rights = { change: false, sync: false };
let place: ServingPlace;
const asked: unknown[] = [];
beforeEach(async () => {
  place = await servingPlace({
    parts: {
      pinName: async () => 'ape version 3',
      async predict(_, questions) {
        asked.push(...questions);
        return questions.map(({ text }) => ({
          raw: text,
          given: `cleaned ${text}`,
          predictions: [{ code: '01.1', probability: 1.00001 }],
          confidenceIndex: 0.9,
        }));
      },
    },
  });
});
afterEach(() => place[Symbol.asyncDispose]());

const served = (address: string, user?: string): AnswerSource => ({
  kind: 'served',
  address,
  dialect: 'auto',
  ...(user !== undefined && { user }),
});
const question = { text: 'Vente', variables: { nature: '99', event: '01P' } };
const ask = (sources: AnswerSource[]) => place.handlers.askModels({ question, sources }, { signal });

describe('one text', () => {
  test('is answered side by side, each with its time and its model', async () => {
    await using model = await serveModel('forms-2025');
    const { answers } = await ask([served(model.address), { kind: 'pinned', id: 'p' }]);
    expect(answers).toMatchObject([
      { model: 'FastText-APE', version: '12', predictions: [{ code: '4721Z', probability: 0.7 }, {}, {}] },
      {
        model: 'ape version 3',
        given: 'cleaned Vente',
        confidenceIndex: 0.9,
        predictions: [{ code: '01.1', probability: 1.00001 }],
      },
    ]);
    expect(answers.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
    expect(asked.at(-1)).toEqual(question);
  });

  test('tells the problem of one source beside the answers of the others', async () => {
    await using model = await serveModel('predict-2024-02');
    const gone = await serveModel('predict-v1');
    await gone[Symbol.asyncDispose]();
    model.broken = { status: 503, text: 'later', retryAfter: '7' };
    const { answers } = await ask([served(model.address), served(gone.address), { kind: 'pinned', id: 'p' }]);
    expect(answers.map(({ problem }) => problem?.code)).toEqual(['busy', 'unreachable', undefined]);
  });

  test('goes with the password of that server alone, which rests among the secrets', async () => {
    await using model = await serveModel('predict-2024-02', { user: 'alice:s3cret' });
    const [refused] = (await ask([served(model.address)])).answers;
    expect(refused?.problem).toMatchObject({ reason: 'coding-api-credentials' });
    const { address } = model;
    await place.handlers.setServedPassword({ address, user: 'alice', password: 's3cret' }, { signal });
    const [answer] = (await ask([served(address)])).answers;
    expect(answer?.problem).toBeUndefined();
    expect(model.requests.join(' ')).not.toContain('s3cret');
    expect(JSON.stringify(await place.context.store.kept('serving/'))).not.toContain('s3cret');
    await expect(
      place.handlers.setServedPassword(
        { address: 'http://model.example.org', user: 'a', password: 'b' },
        { signal },
      ),
    ).rejects.toMatchObject({ data: { reason: 'coding-api-insecure' } });
    const store = {
      keys: async () => [...place.secrets.keys()],
      delete: async (key: string) => void place.secrets.delete(key),
    };
    await wipeCopies(store as never, place.context);
    expect(place.secrets.size).toBe(0);
  });
});

test('known addresses are those of the platform, with whether a password is kept', async () => {
  await using model = await serveModel('predict-2024-02', { user: 'alice:s3cret' });
  const handlers = await place.again({ platform: { codingApi: { url: model.address } } });
  const known = () => handlers.servedAddresses({}, { signal });
  expect(await known()).toMatchObject([{ address: model.address, hasPassword: false }]);
  await handlers.setServedPassword({ address: model.address, user: 'alice', password: 's3cret' }, { signal });
  expect(await known()).toMatchObject([{ hasPassword: true }]);
  await handlers.setServedPassword({ address: model.address, user: 'alice', password: '' }, { signal });
  expect(await known()).toMatchObject([{ hasPassword: false }]);
});

test('applications are those of the project to which the person goes', async () => {
  const details = (name: string) => [readDeployment(deployment(name), noObjects, { rights, now: 1 })];
  await keepApplications({ ...place.context, namespace: 'one' }, details('first'));
  await keepApplications({ ...place.context, namespace: 'two' }, details('second'));
  const gone = createKubernetesClient({ server: 'https://127.0.0.1:1' }, transport);
  await place.goTo({ key: 'one', namespace: 'one', cluster: gone });
  const names: string[] = [];
  for await (const { applications } of place.handlers.applications({}, { signal })) {
    const [name] = applications.map((one) => one.name);
    if (name === undefined || name === names.at(-1)) continue;
    names.push(name);
    if (name === 'second') break;
    await place.goTo({ key: 'two', namespace: 'two' });
  }
  expect(names).toEqual(['first', 'second']);
});

test('a platform without a cluster says that there are no applications to be followed', async () => {
  for await (const { state } of place.handlers.applications({}, { signal })) {
    expect(state).toBe('unsupported');
    break;
  }
});
