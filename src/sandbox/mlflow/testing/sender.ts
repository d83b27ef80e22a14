import { request } from 'node:http';

/** An answer of an MLflow server; `body` is parsed where it was JSON, else the text. */
export interface MlflowReply {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Sends one request. `body`: JSON, or bytes as they are. */
export type MlflowSender = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<MlflowReply>;

/** Sends to a server; not by `fetch`, which would set Host itself and shorten paths with dots. */
export const mlflowSender =
  (url: string): MlflowSender =>
  (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const bytes =
        body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      const { hostname: host, port } = new URL(url);
      const sent = request(
        {
          host,
          port,
          path,
          method,
          agent: false,
          headers: {
            ...(bytes === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': bytes.length }),
            ...headers,
          },
        },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.once('error', reject);
          response.once('end', () => {
            const text = Buffer.concat(pieces).toString();
            const type = response.headers['content-type'] ?? '';
            resolve({
              status: response.statusCode ?? 0,
              type,
              headers: response.headers,
              body: type.startsWith('application/json') && text !== '' ? (JSON.parse(text) as unknown) : text,
            });
          });
        },
      );
      sent.once('error', reject);
      sent.end(bytes);
    });

const times = new Set([
  'creation_time',
  'last_update_time',
  'creation_timestamp',
  'last_updated_timestamp',
  'creation_timestamp_ms',
  'last_updated_timestamp_ms',
]);

/** Experiments have short numbers, which mean an experiment only where one is meant. */
const withoutNumber = (text: string, number: string): string =>
  text.replaceAll(
    new RegExp(`(mlflow-artifacts:/|with id[= ]|value "|experiment )${number}(?![0-9a-f])`, 'g'),
    '$1EXPERIMENT',
  );

/** The same text with known ids replaced by their names; Python prints its sets in any order, and its database driver prints what it was about to do. */
const settledText = (text: string, names: ReadonlyMap<string, string>, experiment: string): string => {
  let named = text;
  for (const [id, name] of names) named = named.replaceAll(id, name);
  return withoutNumber(named, experiment)
    .replace(/(Valid keys are|not one of) '?\{.*$/s, '$1 {}')
    .replace(/(Error: )?\((?:raised|sqlite3).*$/s, '$1…');
};

/** The same answer with what differs from run to run replaced: known ids by their names, times by whether they are there. */
export const settled = (value: unknown, names: ReadonlyMap<string, string>, experiment: string): unknown => {
  if (Array.isArray(value)) return value.map((one) => settled(one, names, experiment));
  if (typeof value === 'string') return settledText(value, names, experiment);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (name === 'experiment_id' && one === experiment) return [name, 'EXPERIMENT'];
      return [
        settledText(name, names, experiment),
        times.has(name) ? Boolean(one) : settled(one, names, experiment),
      ];
    }),
  );
};
