import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readChartArchive } from './archive.ts';
import { containedPath, readTar } from './tar.ts';

interface Entry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly type?: string;
  readonly prefix?: string;
}

/** A ustar archive of some entries (POSIX.1-1988 header). */
function tar(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, content = '', type = '0', prefix = '' }) => {
    const body = Buffer.from(content as string);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\x0000', 257);
    header.write(prefix, 345);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
const limits = { total: 10_000, entries: 100 };
const chart = (name: string, more = ''): string => `name: ${name}\nversion: 1.0.0\n${more}`;

describe('tar', () => {
  test('gives plain files by their paths, long ones too', () => {
    const long = `${'a/'.repeat(80)}file`;
    const pax = ` path=${long}\n`;
    const record = `${pax.length + 3}${pax}`;
    const files = readTar(
      tar([
        { name: './a/b', content: 'one' },
        { name: 'link', type: '2' },
        { name: 'folder/', type: '5' },
        { name: 'x', prefix: 'before' },
        { name: '././@LongLink', type: 'L', content: `${long}-gnu\0` },
        { name: 'cut', content: 'two' },
        { name: 'pax', type: 'x', content: record },
        { name: 'cut', content: 'three' },
      ]),
      limits,
    );
    expect([...files].map(([name, content]) => [name, content.toString()])).toEqual([
      ['a/b', 'one'],
      ['before/x', ''],
      [`${long}-gnu`, 'two'],
      [long, 'three'],
    ]);
  });

  test.each(['../x', '/etc/passwd', 'a/../../x', 'C:/x', 'a\\b', 'a\0b'])(
    'a path like %j leaves the archive',
    (name) => {
      expect(containedPath(name)).toBeUndefined();
    },
  );

  test.each([
    ['a path outside', [{ name: '../x' }], /leaves the archive/],
    ['too many bytes', [{ name: 'x', content: Buffer.alloc(20_000) }], /more than 10000 bytes/],
    ['too many entries', Array.from({ length: 200 }, () => ({ name: 'x' })), /more than 100 entries/],
  ])('%s is refused', (_what, entries, words) => {
    expect(() => readTar(tar(entries), limits)).toThrow(
      expect.objectContaining({
        data: expect.objectContaining({
          code: 'unsupported',
          words: expect.stringMatching(words) as string,
        }) as object,
      }) as Error,
    );
  });

  test('damage and a cut are refused', () => {
    const archive = tar([{ name: 'x', content: 'hello' }]);
    const damaged = Buffer.from(archive);
    damaged[3] = 65;
    expect(() => readTar(damaged, limits)).toThrow(/cannot be read/);
    expect(() => readTar(archive.subarray(0, 514), limits)).toThrow(/cannot be read/);
  });
});

describe('a packed chart', () => {
  test('gives its parts and its sub-charts, folded out and packed', async () => {
    const inner = gzipSync(
      tar([
        { name: 'library/Chart.yaml', content: chart('library') },
        { name: 'library/values.yaml', content: 'l: 1' },
      ]),
    );
    const packed = gzipSync(
      tar([
        {
          name: 'ide/Chart.yaml',
          content: chart(
            'ide',
            'dependencies:\n- {name: library, version: 1.x}\n- {name: db, alias: store, condition: store.enabled}\n- {name: absent}\n',
          ),
        },
        { name: 'ide/values.yaml', content: 'a: 1' },
        { name: 'ide/values.schema.json', content: '{"broken"' },
        { name: 'ide/README.md', content: '# IDE' },
        { name: 'ide/templates/all.yaml', content: 'x' },
        { name: 'ide/charts/library-1.0.0.tgz', content: inner },
        { name: 'ide/charts/db/Chart.yaml', content: chart('db') },
        { name: 'ide/charts/db/values.yaml', content: 'd: 1' },
      ]),
    );
    expect(await readChartArchive(packed)).toMatchObject({
      name: 'ide',
      version: '1.0.0',
      valuesYaml: 'a: 1',
      schema: '{"broken"',
      readme: '# IDE',
      dependencies: [
        { name: 'library', key: 'library', chart: { valuesYaml: 'l: 1' } },
        { name: 'db', key: 'store', condition: 'store.enabled', chart: { valuesYaml: 'd: 1' } },
        { name: 'absent', key: 'absent' },
      ],
    });
  });

  test.each([
    ['no gzip', Buffer.from('hello')],
    ['a bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024))],
    ['no chart', gzipSync(tar([{ name: 'x/values.yaml', content: '' }]))],
    ['broken YAML', gzipSync(tar([{ name: 'x/Chart.yaml', content: 'a: [' }]))],
  ])('%s is a Failure', async (_what, packed) => {
    await expect(readChartArchive(packed)).rejects.toMatchObject({
      data: { code: 'unsupported', reason: 'chart-unreadable' },
    });
  });
});
