import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ListColumns } from './list-columns.ts';
import { ListFault } from './list-faults.ts';
import { ListScanner } from './list-scan.ts';
import { encode } from './signing.ts';

const escaped = (text: string) => text.replace(/[&<>"'\r\n\t]/g, (one) => `&#${one.charCodeAt(0)};`);
const page = (inside: string, root = 'ListBucketResult') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</${root}>`;

function scan(pieces: readonly Uint8Array[], prefix = '') {
  const columns = new ListColumns(prefix);
  const scanner = new ListScanner(columns);
  scanner.begin();
  for (const piece of pieces) scanner.push(piece);
  return { columns, end: scanner.end() };
}
const scanText = (text: string, prefix = '') => scan([Buffer.from(text)], prefix);

/** Splits at places that are given as fractions. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => Math.floor(place * bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

function problem(text: string | readonly Uint8Array[]): string | undefined {
  try {
    scan(typeof text === 'string' ? [Buffer.from(text)] : text);
    return undefined;
  } catch (error) {
    if (error instanceof ListFault) return error.reason;
    throw error;
  }
}

// Lone surrogates cannot be written in UTF-8.
const anyKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((key) => key.isWellFormed());
const anyObject = fc.record({
  key: anyKey,
  size: fc.nat({ max: 2 ** 52 }),
  time: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  etag: fc.oneof(
    fc.stringMatching(/^[0-9a-f]{32}$/),
    fc.stringMatching(/^[0-9a-f]{32}-[1-9]\d{0,3}$/),
    fc.stringMatching(/^[\w=+/-]{1,40}$/),
  ),
  storageClass: fc.constantFrom('STANDARD', 'GLACIER', 'a & b'),
});

describe('the scanner of lists', () => {
  test('gives back any keys and values, wherever the chunks end, encoded or not', () => {
    fc.assert(
      fc.property(
        fc.array(anyObject, { maxLength: 12 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        fc.boolean(),
        fc.boolean(),
        (objects, places, encoded, plus) => {
          const text = (key: string) =>
            encoded ? (plus ? encode(key).replaceAll('%20', '+') : encode(key)) : escaped(key);
          const sorted = [...objects].sort((one, other) =>
            Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)),
          );
          const xml = page(
            sorted
              .map(
                ({ key, size, time, etag, storageClass }) =>
                  `<Contents><Key>${text(key)}</Key><LastModified>${new Date(time).toISOString()}</LastModified>` +
                  `<ETag>&quot;${etag}&quot;</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm><Size>${size}</Size>` +
                  `<RestoreStatus><Key>not this</Key></RestoreStatus><StorageClass>${escaped(storageClass)}</StorageClass></Contents>`,
              )
              .join('') + (encoded ? '<EncodingType>url</EncodingType>' : ''),
          );
          const { columns } = scan(cut(Buffer.from(xml), places));
          expect(columns.count).toBe(objects.length);
          expect(columns.ordered).toBe(true);
          sorted.forEach(({ key, size, time, etag, storageClass }, row) => {
            expect([
              columns.key(row),
              columns.size(row),
              columns.time(row),
              columns.etag(row),
              columns.storageClassNames.texts[columns.storageClass(row)],
            ]).toEqual([key, size, time, etag, storageClass]);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('reads any bytes without an exception of its own', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 30 }),
            fc
              .constantFrom(
                '<ListBucketResult>',
                '</ListBucketResult>',
                '<Contents>',
                '</Contents>',
                '<Key>',
                '</Key>',
                '<a>',
                '<a/>',
                '&amp;',
                '<Owner>',
                '</Owner>',
                '<Size>',
                '</Size>',
                '<ETag>',
                '</ETag>',
                'a',
              )
              .map((text) => Buffer.from(text)),
          ),
          { maxLength: 30 },
        ),
        (pieces) => {
          problem(pieces);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('reads what MinIO answers', () => {
    const { columns, end } = scanText(
      page(
        '<Name>b</Name><Prefix>a/</Prefix><NextContinuationToken>YS94IHkrei50eHRbbWluaW9d</NextContinuationToken><KeyCount>2</KeyCount>' +
          '<MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated><Contents><Key>a/x+y%2Bz.txt</Key><LastModified>2026-11-20T13:51:42.242Z</LastModified>' +
          '<ETag>&#34;49f68a5c8493ec2c0bf489821c21fc3b-12&#34;</ETag><Size>2</Size><Owner><ID>02d6176d</ID><DisplayName>minio</DisplayName></Owner>' +
          '<StorageClass>STANDARD</StorageClass></Contents><CommonPrefixes><Prefix>a/%C3%A9/</Prefix></CommonPrefixes><EncodingType>url</EncodingType>',
      ),
      'a/',
    );
    expect(end).toEqual({ rows: 2, truncated: true, token: 'YS94IHkrei50eHRbbWluaW9d' });
    expect([columns.name(0), columns.key(0), columns.etag(0), columns.time(0)]).toEqual([
      'x y+z.txt',
      'a/x y+z.txt',
      '49f68a5c8493ec2c0bf489821c21fc3b-12',
      Date.parse('2026-11-20T13:51:42.242Z'),
    ]);
    expect(columns.ownerNames.texts[columns.owner(0)]).toBe('minio');
    expect([columns.name(1), columns.flags(1), columns.etag(1)]).toEqual(['é/', 1, undefined]);
  });

  test('puts versions and delete markers of a page into order, the newest first', () => {
    const version = (kind: string, key: string, id: string, second: number, latest: boolean) =>
      `<${kind}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>2026-01-01T00:00:0${second}Z</LastModified></${kind}>`;
    const { columns } = scanText(
      page(
        version('Version', 'a', 'a1', 1, false) +
          version('Version', 'b', 'b2', 2, true) +
          version('Version', 'b', 'b1', 1, false) +
          version('DeleteMarker', 'a', 'a2', 2, true),
        'ListVersionsResult',
      ),
    );
    expect(columns.ordered).toBe(true);
    expect(columns.versionIds).toEqual(['a2', 'a1', 'b2', 'b1']);
    expect([0, 1, 2, 3].map((row) => columns.flags(row))).toEqual([14, 2, 6, 2]);
  });

  test('says that rows came out of order', () => {
    const keys = ['b', 'a'].map((key) => page(`<Contents><Key>${key}</Key></Contents>`));
    const columns = new ListColumns();
    const scanner = new ListScanner(columns);
    for (const one of keys) {
      scanner.begin();
      scanner.push(Buffer.from(one));
      scanner.end();
    }
    expect([columns.name(0), columns.name(1), columns.ordered]).toEqual(['b', 'a', false]);
  });

  test('keeps only pages that came in full', () => {
    const columns = new ListColumns();
    const scanner = new ListScanner(columns);
    scanner.begin();
    scanner.push(Buffer.from(page('<Contents><Key>a</Key></Contents>').slice(0, -3)));
    expect(() => scanner.end()).toThrow('storage-short');
    expect(columns.count).toBe(0);
    scanner.begin();
    scanner.push(Buffer.from(page('<Contents><Key>a</Key></Contents>')));
    expect(scanner.end().rows).toBe(1);
    expect(columns.count).toBe(1);
  });

  test.each([
    ['a page of HTML', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['HTML without a document type', '<html><body>Sign in</body></html>'],
    ['a sentence', 'Bad gateway'],
    ['JSON', '{"error":"no"}'],
    ['another document', '<?xml version="1.0"?><Error><Code>NoSuchBucket</Code></Error>'],
    [
      'a document type',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><ListBucketResult></ListBucketResult>',
    ],
    ['an entity of its own', page('<Contents><Key>&boom;</Key></Contents>')],
    ['a number that is no character', page('<Contents><Key>&#x110000;</Key></Contents>')],
    ['a row without a key', page('<Contents><Size>1</Size></Contents>')],
    ['marked text', page('<Contents><Key><![CDATA[a]]></Key></Contents>')],
    ['elements that cross', page('<Contents><Key>a</Size></Contents>')],
    ['two documents', page('') + page('')],
    ['a huge field', page(`<Contents><Key>${'a'.repeat(300_000)}`)],
    ['a deep nest', page(`<Contents>${'<a>'.repeat(100)}`)],
  ])('refuses %s', (_, text) => {
    expect(problem(text)).toBe('storage-not-s3');
  });

  test.each([
    ['nothing', ''],
    ['a beginning', '<?xml version="1.0"?>'],
    ['an unclosed row', page('<Contents><Key>a</Key>').slice(0, -19)],
    ['no end', page('<Contents><Key>a</Key></Contents>').slice(0, -19)],
  ])('says that %s is too short', (_, text) => {
    expect(problem(text)).toBe('storage-short');
  });

  test('an element without an end is given up while it comes, not kept for ever', () => {
    const columns = new ListColumns();
    const scanner = new ListScanner(columns);
    scanner.begin();
    scanner.push(Buffer.from('<ListBucketResult><Contents><Key>'));
    const piece = Buffer.alloc(64 * 1024, 'a');
    expect(() => {
      for (let count = 0; count < 1000; count += 1) scanner.push(piece);
    }).toThrow('storage-not-s3');
  });
});
