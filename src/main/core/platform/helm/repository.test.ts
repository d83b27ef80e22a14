import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compareVersions, indexAddress, parseIndex } from './repository.ts';

const version = (number: string, more: object = {}): object => ({
  apiVersion: 'v2',
  name: 'ide',
  version: number,
  urls: [`ide-${number}.tgz`],
  keywords: ['IDE'],
  maintainers: [{ name: 'a' }],
  ...more,
});
const index = (entries: object): object => ({ apiVersion: 'v1', entries, generated: '2026-11-20T10:00:00Z' });
const at = 'https://charts.example.org/ide';

describe('the index of a repository', () => {
  const entries = {
    ide: [
      version('1.2.0', {
        description: 'Several\nlines: of text\n  - with a list\n',
        created: '2026-07-20T14:32:13.5Z',
      }),
      version('1.10.0'),
      version('1.10.0-rc.1'),
    ],
    'my.lib': [version('0.1.0', { type: 'library', deprecated: true })],
  };

  test.each([
    [
      'YAML as helm writes it',
      stringify(index(entries), { indentSeq: true })
        .replaceAll(/^ {4}- /gm, '  - ')
        .replaceAll(/^ {6}/gm, '    '),
    ],
    ['YAML of another layout', stringify(index(entries), { indent: 6 })],
    ['YAML in one line', stringify(index(entries), { collectionStyle: 'flow' })],
    ['JSON', JSON.stringify(index(entries))],
  ])('is read from %s, newest first', async (_what, text) => {
    const { charts, broken } = await parseIndex(text, at);
    expect(broken).toEqual([]);
    expect(charts.get('ide')?.map((one) => one.version)).toEqual(['1.10.0', '1.10.0-rc.1', '1.2.0']);
    expect(charts.get('ide')?.[2]).toMatchObject({
      description: 'Several\nlines: of text\n  - with a list\n',
      created: '2026-07-20T14:32:13.5Z',
      keywords: ['IDE'],
      maintainers: ['a'],
    });
    expect(charts.get('my.lib')?.[0]).toMatchObject({ type: 'library', deprecated: true });
  });

  test('makes the addresses of archives absolute', async () => {
    const other = {
      ide: [version('1.0.0', { urls: ['https://elsewhere.example.org/x.tgz', '../y.tgz', 'z.tgz'] })],
    };
    expect((await parseIndex(JSON.stringify(index(other)), at)).charts.get('ide')?.[0]?.urls).toEqual([
      'https://elsewhere.example.org/x.tgz',
      'https://charts.example.org/y.tgz',
      'https://charts.example.org/ide/z.tgz',
    ]);
    expect(indexAddress(at)).toBe('https://charts.example.org/ide/index.yaml');
  });

  test('tells entries that are broken and keeps the rest', async () => {
    const text =
      'apiVersion: v1\nentries:\n  bad:\n  - name: [unclosed\n  good:\n  - version: 1.0.0\n    urls:\n    - a.tgz\n  none:\n  - version: 2.0.0\n';
    const { charts, broken } = await parseIndex(text, at);
    expect([...charts.keys()]).toEqual(['good']);
    expect([...broken].sort()).toEqual(['bad', 'none']);
  });

  test.each(['<html>no</html>', '', 'a: [', '{"a": 1}'])('%j is not a repository', async (text) => {
    await expect(parseIndex(text, at)).rejects.toMatchObject({
      data: { code: 'unsupported', reason: 'not-a-repository' },
    });
  });

  test('versions are compared as semantic versions', () => {
    // The order of semver.org, 11.
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      'v1.2.0',
      '1.10.0',
    ];
    expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
    expect(compareVersions('1.0.0+a', '1.0.0+b')).toBe(0);
  });
});
