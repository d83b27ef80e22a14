import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox.ts';
import { callApi, clientOf, type ApiClient } from './testing/client.ts';
import { shapeDifferences } from './testing/shape.ts';

const data = process.env['SARDONYX_DATA'];

interface Exchange {
  request: { method: string; path: string; headers: Record<string, string>; body?: unknown };
  response: { status: number; headers: Record<string, string>; body: unknown };
}

const folderOf = path.join(data ?? '', 'onyxia-api');
const exchanges = data
  ? readdirSync(folderOf)
      .filter((name) => /^\d\d-/.test(name) && !name.startsWith('70-'))
      .map((name): [string, Exchange] => [
        name,
        JSON.parse(readFileSync(path.join(folderOf, name), 'utf8')) as Exchange,
      ])
  : [];

// What the sandbox has besides, or lacks for want of a cluster's odds and ends: each a difference that a client must allow.
const open: Record<string, RegExp[]> = {
  '01': [/^\$\.regions\[\]\.(services|services\.(expose|monitoring|quotas\.user))$/, /^\$\.regions\[\]$/],
  '02': [/^\$\[\]$/, /^\$\[\]\.services$/, /^\$\[\]\.services\.(expose|monitoring)$/],
  '05': [/latestPackages(\.[^.]+)?$/, /^\$\.catalogs\[\]$/],
  '06': [/^\$/],
  '13': [/^\$\.catalogs\[\]/],
  '14': [/^\$\[\]$/],
  '17': [/^\$/],
};
// Exchanges that follow an install; `lifecycle.test.ts` replays them with a chart that runs here.
const elsewhere = new Set([
  '38',
  '39',
  '40',
  '41',
  '42',
  '43',
  '44',
  '45',
  '46',
  '47',
  '48',
  '49',
  '50',
  '51',
  '52',
  '53',
  '54',
  '55',
  '56',
  '57',
  '58',
  '59',
  '60',
  '61',
  '62',
  '63',
  '64',
]);

/** The recorded request, with our chart version in place of theirs. */
const ours = (text: string) =>
  text.replaceAll('2.5.2', '2.0.0').replaceAll('library-chart', 'library').replaceAll('2.1.7', '1.0.0');

describe.skipIf(!data)('answers have the shape of the recorded ones (needs SARDONYX_DATA)', () => {
  let folder: string;
  let sandbox: Sandbox;
  let alice: ApiClient;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'sandbox-recorded-'));
    sandbox = await startSandbox({ folder });
    alice = await clientOf(sandbox.facts, 'alice');
  });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(exchanges.filter(([name]) => !elsewhere.has(name.slice(0, 2))))(
    '%s',
    async (name, { request, response }) => {
      const { authorization, ...headers } = request.headers;
      const bad = name.startsWith('11') ? { authorization: 'Bearer not.a-token' } : {};
      const body =
        request.body === undefined ? undefined : (JSON.parse(ours(JSON.stringify(request.body))) as unknown);
      const send =
        authorization === undefined
          ? (...rest: Parameters<ApiClient['call']>) => callApi(sandbox.facts.onyxia.url, ...rest)
          : alice.call;
      const answer = await send(request.method, ours(request.path), body, { ...headers, ...bad });
      expect(answer.status).toBe(response.status);
      for (const header of ['content-type', 'www-authenticate', 'cache-control']) {
        expect(answer.headers.get(header), header).toBe(response.headers[header] ?? null);
      }
      if (name.startsWith('26')) {
        const paths = (body: unknown) => Object.keys((body as { paths: object }).paths);
        // Administration is not for people.
        expect(paths(answer.body).toSorted()).toEqual(
          paths(response.body)
            .filter((each) => !each.startsWith('/admin/'))
            .toSorted(),
        );
        return;
      }
      expect(shapeDifferences(response.body, answer.body, open[name.slice(0, 2)])).toEqual([]);
      if (answer.status >= 400 && response.body !== null) {
        const expected = response.body as Record<string, unknown>;
        const { timestamp: _time, path: _path, ...words } = expected;
        expect(answer.body).toMatchObject(JSON.parse(ours(JSON.stringify(words))) as object);
      }
    },
  );
});
