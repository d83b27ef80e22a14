/** A small server that speaks one dialect of the coding API as FastAPI would: unknown parameters are ignored, missing ones refused. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DialectId } from '../dialect.ts';

export interface ServedModel extends AsyncDisposable {
  readonly address: string;
  /** `GET /predict?...`, in the order in which they came. */
  readonly requests: string[];
  /** The headers of the last request. */
  readonly authorizations: (string | undefined)[];
  /** Answers everything so, until it is undefined again. */
  broken: { readonly status: number; readonly text: string; readonly retryAfter?: string } | undefined;
}

type Body = Record<string, string[]> & { forms?: Record<string, string | null>[] };

const needed: Readonly<Record<DialectId, string>> = {
  'predict-2024-01': 'text_feature',
  'predict-2024-02': 'text_description',
  'predict-v1': 'description_activity',
  'pytorch-v1': 'text_description',
  'forms-2025': 'description_activity',
  formation: 'description',
};

/** Codes of a text: the word `unsure` is below any probability that one asks for, `odd` is refused. */
function answerOf(dialect: DialectId, text: string, k: number, least: number): unknown {
  const probabilities = text.includes('alone') ? [1.00001] : [0.7, 0.2, 0.04, 0.005];
  const codes = ['4721Z', '0113Z', '4722Z', '4729Z'];
  const shown = probabilities.slice(0, k).filter((one) => one > least);
  if (dialect === 'formation')
    return Object.fromEntries(shown.map((p, at) => [at + 1, { nace: codes[at], probability: String(p) }]));
  const echoes = shown.map((p, at) => [at + 1, { code: codes[at], probabilite: p, libelle: 'Title' }]);
  return {
    ...Object.fromEntries(echoes),
    ...(!text.includes('no index') && { IC: text.includes('alone') ? 1.2 : 0.5 }),
    ...(dialect === 'forms-2025' && { MLversion: 'm-1' }),
    unknown: { drift: true },
  };
}

/** @param options.describes whether there is `openapi.json`; `batches` whether `predict-batch` is there; `user` for HTTP Basic */
export async function serveModel(
  dialect: DialectId,
  options: { describes?: boolean; batches?: boolean; user?: string } = {},
): Promise<ServedModel> {
  const { describes = true, batches = true, user } = options;
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const isPosted = dialect === 'forms-2025';
  const k = dialect === 'pytorch-v1' ? 'top_k' : dialect === 'formation' ? 'nb_echoes_max' : 'nb_echos_max';

  function reply(method: string, url: URL, body: Body): [number, unknown] {
    const path = url.pathname;
    const count = Number(url.searchParams.get(k) ?? 5);
    const least = Number(url.searchParams.get('prob_min') ?? 0.01);
    const one = (text: string | null | undefined): [number, unknown] => {
      if (text === null || text === undefined) return [422, { detail: [{ type: 'missing' }] }];
      if (text.trim() === '' || text.includes('odd'))
        return [400, { detail: 'The text_description is missing' }];
      if (text.includes('unsure'))
        return [400, { detail: 'The minimal probability requested is higher than the highest prediction' }];
      return [200, answerOf(dialect, text, count, least)];
    };
    const many = (texts: readonly (string | null | undefined)[]): [number, unknown] => {
      const all = texts.map(one);
      return all.find(([status]) => status !== 200) ?? [200, all.map(([, answer]) => answer)];
    };
    if (path === '/') return [200, { Message: 'x', Model_name: 'FastText-APE', Model_version: '12' }];
    if (path === '/openapi.json' && describes)
      return [
        200,
        {
          openapi: '3.1.0',
          paths: {
            [isPosted ? '/predict/' : '/predict']: {
              [isPosted ? 'post' : 'get']: {
                parameters: [{ name: k }, ...(isPosted ? [] : [{ name: needed[dialect] }])],
              },
            },
          },
        },
      ];
    if (path === '/predict' && method === 'GET' && !isPosted)
      return one(url.searchParams.get(needed[dialect]));
    if (path === '/predict/' && method === 'POST' && isPosted)
      return body.forms ? many(body.forms.map((form) => form['description_activity'])) : [422, {}];
    if (path === '/predict-batch' && method === 'POST' && batches && !isPosted) {
      const name = dialect === 'predict-v1' ? 'description_activity' : 'text_description';
      return body[name] ? many(body[name]) : [422, {}];
    }
    return [404, { detail: 'Not Found' }];
  }

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://model');
      requests.push(`${request.method} ${request.url}`);
      authorizations.push(request.headers.authorization);
      const text = Buffer.concat(pieces).toString('utf8');
      const isKnown =
        user === undefined ||
        request.headers.authorization === `Basic ${Buffer.from(user).toString('base64')}`;
      const [status, value] = isKnown
        ? reply(request.method ?? 'GET', url, (text ? JSON.parse(text) : {}) as Body)
        : [401, { detail: 'Authentification failed' }];
      const { broken } = model;
      if (broken?.retryAfter) response.setHeader('retry-after', broken.retryAfter);
      response.writeHead(broken?.status ?? status, { 'content-type': 'application/json' });
      response.end(broken?.text ?? JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const model: ServedModel = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    authorizations,
    broken: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return model;
}
