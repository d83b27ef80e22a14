import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isFailure } from '../../../../shared/contract/errors.ts';
import {
  decodeOnyxiaRelease,
  decodeRelease,
  newestRevisions,
  readRelease,
  releaseKey,
  releasePassword,
} from './release.ts';

const data = process.env['SARDONYX_DATA'];
const json = {
  name: 'ide-1',
  namespace: 'user-bob',
  version: 3,
  info: {
    status: 'deployed',
    description: 'Upgrade complete',
    first_deployed: '2026-11-20T09:05:01.541996405Z',
    last_deployed: '2026-11-20T09:05:28.4Z',
    notes: 'hello',
  },
  chart: {
    metadata: { name: 'ide', version: '1.2.0', icon: 'https://example.org/i.svg' },
    values: { security: { password: 'changeme' } },
  },
  config: { security: { password: 'mine' } },
  manifest: '---\n',
};
const encode = (bytes: Uint8Array): string =>
  Buffer.from(Buffer.from(bytes).toString('base64')).toString('base64');

describe('releases of Helm', () => {
  test('are read through both layers of base64 and gzip', () => {
    const release = decodeRelease(encode(gzipSync(JSON.stringify(json))));
    expect(release).toMatchObject({
      name: 'ide-1',
      revision: 3,
      status: 'deployed',
      chart: { name: 'ide', version: '1.2.0' },
      values: { security: { password: 'mine' } },
    });
    expect(release.firstDeployed).toBe(Date.parse('2026-11-20T09:05:01.541Z'));
    expect(decodeRelease(encode(Buffer.from(JSON.stringify(json)))).name).toBe('ide-1');
  });

  test.each([
    ['nonsense', 'AAAA'],
    ['a bomb', encode(gzipSync(Buffer.alloc(60 * 1024 * 1024)))],
    ['too much text', 'A'.repeat(5 * 1024 * 1024)],
    ['no release', encode(gzipSync('{}'))],
  ])('%s is a Failure', (_what, text) => {
    let caught: unknown;
    try {
      decodeRelease(text);
    } catch (error) {
      caught = error;
    }
    expect(isFailure(caught) && caught.data).toMatchObject({
      code: 'unsupported',
      reason: 'release-unreadable',
    });
  });

  test('the newest revision is found by number, not by text, and from the name where labels are missing', () => {
    const secrets = [2, 10, 9].map((revision) => ({
      metadata: { name: `sh.helm.release.v1.a.v${revision}` },
    }));
    const labelled = { metadata: { name: 'x', labels: { name: 'b', version: '1' } } };
    expect(newestRevisions([...secrets, labelled, { metadata: { name: 'other' } }])).toEqual(
      new Map([
        ['a', secrets[1]],
        ['b', labelled],
      ]),
    );
    expect(releaseKey({ name: 'sh.helm.release.v1.my.v1.app.v12' })).toEqual({
      name: 'my.v1.app',
      revision: 12,
    });
  });

  test('of Onyxia are read from base64, and as the API wrote them in the clear', () => {
    const secret = (values: Record<string, string>): Parameters<typeof decodeOnyxiaRelease>[0] => ({
      type: 'onyxia.sh/release.v1',
      metadata: { name: 'sh.onyxia.release.v1.ide-1' },
      data: values,
    });
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    expect(
      decodeOnyxiaRelease(
        secret({
          catalog: base64('ide'),
          owner: base64('alice'),
          friendlyName: base64('Mon IDE é'),
          share: base64('true'),
        }),
      ),
    ).toEqual({
      release: 'ide-1',
      catalogId: 'ide',
      owner: 'alice',
      friendlyName: 'Mon IDE é',
      share: true,
    });
    expect(decodeOnyxiaRelease(secret({ friendlyName: 'Renamed!' }))).toEqual({
      release: 'ide-1',
      friendlyName: 'Renamed!',
      share: false,
    });
    expect(decodeOnyxiaRelease({ metadata: { name: 'sh.helm.release.v1.x.v1' } })).toBeUndefined();
  });
});

describe('the password of a service', () => {
  const values = { security: { password: 'from-values' } };
  test.each([
    ['in English', '- Your password: abc123\n', 'abc123'],
    ['in French', 'Votre mot de passe : abc123', 'abc123'],
    ['in bold, as of MLflow and PostgreSQL', '    - Password : **abc123**', 'abc123'],
    ['as code', 'Password: `abc123`', 'abc123'],
    ['that is a command is not taken', 'Password: $(kubectl get secret x)', 'from-values'],
    ['that is absent is looked for in the values', 'Enjoy', 'from-values'],
  ])('%s', (_what, notes, password) => {
    expect(releasePassword({ notes, values, chartValues: {} })).toBe(password);
  });

  test('given values come before the chart’s own, and a project’s before both', () => {
    const release = {
      notes: '',
      values: { a: { servicePassword: 'mine' } },
      chartValues: { password: 'default' },
    };
    expect(releasePassword(release)).toBe('mine');
    expect(releasePassword({ ...release, values: { token: 'p"1' } }, 'p"1')).toBe('p"1');
    expect(releasePassword({ ...release, values: {} }, 'p"1')).toBe('default');
  });
});

test.skipIf(!data)('every release of the recorded cluster is read (needs SARDONYX_DATA)', () => {
  const cluster = JSON.parse(readFileSync(path.join(data ?? '', 'onyxia-api/70-cluster.json'), 'utf8')) as {
    secrets: { release?: unknown; name: string }[];
  };
  const releases = cluster.secrets
    .filter((one) => one.release !== undefined)
    .map((one) => readRelease(one.release));
  expect(new Set(releases.map((one) => one.name))).toEqual(
    new Set([
      'ghost',
      'greedy',
      'jupyter-python-broken',
      'jupyter-python-check',
      'mlflow-1',
      'postgresql-1',
      'stored',
    ]),
  );
  expect(releases.filter((one) => one.name === 'jupyter-python-check').map((one) => one.revision)).toEqual([
    1, 2, 3, 4,
  ]);
  expect(
    releases.find((one) => one.name === 'greedy') &&
      releasePassword(releases.find((one) => one.name === 'greedy') ?? releases[0]!),
  ).toBe('check-password');
});
