import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { activities } from '../samples/activities.ts';
import { dialectIds, type DialectId } from './dialects.ts';
import { sampleModel } from './sample-model.ts';
import { servedHere } from './served.ts';
import { startCoding, usualState, type CodingServer } from './server.ts';

const credentials = { user: 'codification', password: 'é:secret' };
let server: CodingServer;
beforeAll(async () => {
  server = await startCoding({ port: 0, model: servedHere(sampleModel), credentials });
});
afterAll(() => server.stop());
beforeEach(() => void Object.assign(server.state, usualState));

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, or the text where it is no JSON. */
  readonly body: unknown;
}

async function call(
  dialect: DialectId,
  address: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<Answer> {
  server.state.dialect = dialect;
  const response = await fetch(server.url + address, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
    ...init,
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

const query = (values: Record<string, string>) => `?${new URLSearchParams(values).toString()}`;
const text = 'CONSEIL AUX ENTREPRISES';
const echo = (code: string) => ({
  code,
  probabilite: expect.any(Number) as number,
  libelle: expect.any(String) as string,
});
const form = (rest: Record<string, unknown> = {}) => ({ forms: [{ description_activity: text, ...rest }] });
const detail = (message: string) => ({ detail: message });
const tooSure =
  'The minimal probability requested is higher than the highest prediction probability of the model.';

describe('the newest form', () => {
  test('answers a list of forms with codes without dots, their titles, the index p1 - p2 and the version', async () => {
    const two = {
      forms: [...form().forms, { description_activity: 'coiffure ou restaurant', surface: null }],
    };
    const { status, body } = await call('forms-2025', '/predict/?nb_echos_max=2&prob_min=0', two);
    expect(status).toBe(200);
    const [first, second] = body as Record<string, unknown>[];
    expect(first).toEqual({
      1: echo('7022Z'),
      2: echo('8299Z'),
      IC: expect.any(Number),
      MLversion: sampleModel().version,
    });
    const { 1: best, 2: next, IC: index } = second as Record<string, { probabilite: number }>;
    expect(index).toBe(best!.probabilite - next!.probabilite);
  });

  test('shows codes above the probability only, and the index though one is asked for', async () => {
    const { body: some } = await call('forms-2025', '/predict/?prob_min=0.5', form());
    expect(some).toEqual([{ 1: echo('7022Z'), IC: expect.any(Number), MLversion: expect.any(String) }]);
    const { body: one } = await call('forms-2025', '/predict/?nb_echos_max=1', form());
    expect(one).toEqual(some);
  });

  test('refuses a text of which it is less sure than asked for', async () => {
    const { status, body } = await call('forms-2025', '/predict/?prob_min=0.5', {
      forms: [{ description_activity: 'xyz' }],
    });
    expect([status, body]).toEqual([400, detail(tooSure)]);
  });

  test.each<[string, string | object, object[]]>([
    [
      '/predict/?nb_echos_max=x',
      form(),
      [{ type: 'int_parsing', loc: ['query', 'nb_echos_max'], input: 'x' }],
    ],
    ['/predict/?prob_min=', form(), [{ type: 'float_parsing', loc: ['query', 'prob_min'] }]],
    ['/predict/', '', [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]],
    ['/predict/', '{"forms"', [{ type: 'json_invalid', loc: ['body', 8] }]],
    ['/predict/', [], [{ type: 'model_attributes_type', loc: ['body'] }]],
    ['/predict/', {}, [{ type: 'missing', loc: ['body', 'forms'], input: {} }]],
    ['/predict/', { forms: {} }, [{ type: 'list_type', loc: ['body', 'forms'] }]],
    ['/predict/', { forms: [{}] }, [{ type: 'missing', loc: ['body', 'forms', 0, 'description_activity'] }]],
    [
      '/predict/',
      form({ nature: '9', cj: 5499 }),
      [
        {
          type: 'value_error',
          loc: ['body', 'forms', 0, 'nature'],
          msg: "Value error, nature must be a two-digit number (e.g., '01')",
        },
        { type: 'string_type', loc: ['body', 'forms', 0, 'cj'], input: 5499 },
      ],
    ],
    [
      '/predict/',
      { forms: [...form().forms, { description_activity: ' ' }] },
      [{ loc: ['body'], msg: 'Value error, The description_activity is missing at indices: (1,)' }],
    ],
  ])('refuses %s with %o as Pydantic does', async (address, body, findings) => {
    const answer = await call('forms-2025', address, undefined, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    expect(answer).toMatchObject({ status: 422, body: { detail: findings } });
    expect((answer.body as { detail: unknown[] }).detail).toHaveLength(findings.length);
  });

  test('knows no other address: a slash at the end is redirected, a wrong method and a wrong path are refused', async () => {
    const redirected = await call('forms-2025', '/predict?prob_min=0', form(), {
      method: 'POST',
      redirect: 'manual',
    });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([307, '/predict/?prob_min=0']);
    const { status, headers, body } = await call('forms-2025', '/predict?text_description=x');
    expect([status, headers.get('allow'), body]).toEqual([405, 'POST', detail('Method Not Allowed')]);
    expect(await call('forms-2025', '/predict-batch', {})).toMatchObject({
      status: 404,
      body: detail('Not Found'),
    });
  });
});

describe('the older forms', () => {
  test.each<[DialectId, string]>([
    ['predict-2024-01', 'text_feature'],
    ['predict-2024-02', 'text_description'],
    ['predict-v1', 'description_activity'],
    ['pytorch-v1', 'text_description'],
  ])('%s answers one text as %s', async (dialect, name) => {
    const { status, body } = await call(dialect, `/predict${query({ [name]: text })}`);
    expect([status, body]).toEqual([200, { 1: echo('7022Z'), 2: echo('8299Z'), IC: expect.any(Number) }]);
    const missing = await call(dialect, '/predict');
    expect(missing).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'missing', loc: ['query', name], msg: 'Field required', input: null }] },
    });
    const unsure = await call(dialect, `/predict${query({ [name]: 'xyz', prob_min: '0.9' })}`);
    expect([unsure.status, unsure.body]).toEqual([400, detail(tooSure)]);
  });

  test('the first PyTorch form counts by top_k and says which letters and words speak for a code', async () => {
    const { body } = await call('pytorch-v1', `/predict${query({ text_description: text, top_k: '1' })}`);
    expect(Object.keys(body as object)).toEqual(['1', 'IC']);
    const explained = await call('pytorch-v1', `/predict-and-explain${query({ text_description: text })}`);
    const [first] = Object.values(
      explained.body as Record<string, { letter_attr: number[]; word_attr: number[] }>,
    );
    expect(first!.letter_attr).toHaveLength(text.length);
    expect(first!.word_attr).toHaveLength(3);
    expect(first!.letter_attr.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
    expect(first!.word_attr[0]).toBeGreaterThan(first!.word_attr[1]!);
  });

  test('the training course has its own spellings and no index', async () => {
    const { body } = await call('formation', `/predict${query({ description: text, nb_echoes_max: '1' })}`);
    expect(body).toEqual({ 1: { nace: '7022Z', probability: expect.any(Number) } });
  });

  test('a batch is columns; missing texts and wrong variables are refused with their lines', async () => {
    const batch = (texts: string[], rest: Record<string, string[]> = {}) => ({
      text_description: texts,
      ...Object.fromEntries(
        ['type_', 'nature', 'surface', 'event'].map((name) => [name, texts.map(() => '')]),
      ),
      ...rest,
    });
    const { body } = await call(
      'predict-2024-02',
      '/predict-batch?nb_echos_max=1',
      batch([text, 'coiffure']),
    );
    expect(body).toEqual(['7022Z', '9602A'].map((code) => ({ 1: echo(code), IC: expect.any(Number) })));
    const refused = async (given: object) => (await call('predict-2024-02', '/predict-batch', given)).body;
    expect(await refused(batch(['NAN', text, ' ']))).toEqual(
      detail('The text_description is missing for some liasses. See line(s): (0, 2)'),
    );
    expect(await refused(batch([text, text], { surface: ['', '5'] }))).toEqual(
      detail(
        "The format of surface is incorrect. Accepted values are: ['1', '2', '3', '4']. See line(s): (1,)",
      ),
    );
    expect(await refused({ text_description: [text] })).toMatchObject({
      detail: ['type_', 'nature', 'surface', 'event'].map((name) => ({
        type: 'missing',
        loc: ['body', name],
      })),
    });
    const uneven = await call('predict-2024-02', '/predict-batch', batch([text], { type_: [] }));
    expect([uneven.status, uneven.body]).toEqual([500, 'Internal Server Error']);
  });

  test('an evaluation is a table by column and line', async () => {
    const given = { text_description: [text, 'coiffure'], code: ['7022Z', '9602B'] };
    const empty = { type_: ['', ''], nature: ['', ''], surface: ['', ''], event: ['', ''] };
    const { body } = await call('predict-2024-02', '/evaluation', { ...given, ...empty });
    expect(body).toMatchObject({ Prediction: { 0: '7022Z', 1: '9602A' }, Result: { 0: true, 1: false } });
    expect(Object.keys(body as object)).toEqual(['Probability', 'IC', 'Prediction', 'Code', 'Result', 'Lib']);
  });

  test('version 1.0.0 reads the further texts, too', async () => {
    const ask = async (more: Record<string, string>) => {
      const address = `/predict${query({ description_activity: 'exploitation agricole', ...more })}`;
      return (await call('predict-v1', address)).body as Record<string, { code: string }>;
    };
    expect((await ask({ precision_act_sec_agricole: 'culture de la vigne' }))['1']!.code).toBe('0121Z');
    expect((await ask({}))['1']!.code).not.toBe('0121Z');
    expect(await ask({ cj: '54' })).toMatchObject({ detail: expect.stringContaining('See line(s): (0,)') });
  });
});

describe('every form', () => {
  test.each(dialectIds)('%s describes itself and names its model', async (dialect) => {
    const { body } = await call(dialect, '/openapi.json');
    expect(Object.keys((body as { paths: object }).paths)).toContain(
      dialect === 'forms-2025' ? '/predict/' : '/predict',
    );
    const names = Object.values((await call(dialect, '/')).body as Record<string, string>);
    expect(names).toContain(sampleModel().name);
  });

  test.each(dialectIds)('%s asks for a password where it is told to', async (dialect) => {
    server.state.wantsPassword = true;
    const signedIn = (authorization?: string) =>
      call(dialect, '/', undefined, authorization ? { headers: { authorization } } : {});
    const none = await signedIn();
    expect([none.status, none.headers.get('www-authenticate'), none.body]).toEqual([
      401,
      'Basic',
      detail('Not authenticated'),
    ]);
    expect((await signedIn('Basic eDp5')).body).toEqual(detail('Authentification failed'));
    const right = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
    expect((await signedIn(`Basic ${right}`)).status).toBe(200);
  });
});

describe('the model', () => {
  test('is right on what it learnt, and mostly on what it never saw', () => {
    const right = activities.filter(
      ({ text: known, code }) => sampleModel().predict(known, 1)[0]?.code === code,
    );
    expect(right.length / activities.length).toBeGreaterThan(0.95);
    const unseen = {
      'LIVREUR COURSIER A VELO': '53.20Z',
      'traiteur organisateur de réceptions': '56.21Z',
      'maçonnerie générale': '43.99C',
      'salon de coiffure dames': '96.02A',
      'marchand de biens': '68.10Z',
      'culture du riz': '01.12Z',
      'pose de carrelage et faïence': '43.33Z',
      'cabinet d’infirmière': '86.90D',
    };
    const found = Object.entries(unseen).filter(
      ([known, code]) => sampleModel().predict(known, 1)[0]?.code === code,
    );
    expect(found.length).toBeGreaterThan(6);
  });

  test('gives probabilities that sum to 1, and none that counts to a text of which it knows nothing', () => {
    const all = sampleModel().predict(text, 1_000);
    expect(all).toHaveLength(732);
    expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(all.map(({ probability }) => probability)).toEqual(
      all.map(({ probability }) => probability).toSorted((one, other) => other - one),
    );
    expect(sampleModel().predict('', 1)[0]?.probability).toBeCloseTo(1 / 732, 9);
  });
});
