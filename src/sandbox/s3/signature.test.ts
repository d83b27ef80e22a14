import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { authenticate } from './authenticate.ts';
import type { ChunkSigner } from './authenticate.ts';
import { decodeChunks } from './chunked.ts';
import {
  canonicalRequest,
  chunkStringToSign,
  emptySha256,
  sign,
  signingKey,
  stringToSign,
  trailerStringToSign,
  uriEncode,
} from './signature.ts';

// The published examples of AWS, with their key pair:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
const accessKey = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
const time = '20130524T000000Z';
const host = 'examplebucket.s3.amazonaws.com';
const key = signingKey(secret, scope);

const signatureOf = (request: Parameters<typeof canonicalRequest>[0]): string =>
  sign(key, stringToSign(time, scope, canonicalRequest(request)));

const headers = (more: [string, string][], payloadHash = emptySha256): [string, string][] => [
  ['Host', host],
  ['x-amz-date', time],
  ['x-amz-content-sha256', payloadHash],
  ...more,
];

describe('the published examples of signature version 4', () => {
  test('GET of an object with a range', () => {
    const request = {
      method: 'GET',
      path: '/test.txt',
      query: [],
      headers: headers([['Range', 'bytes=0-9']]),
      payloadHash: emptySha256,
    };
    expect(createHash('sha256').update(canonicalRequest(request)).digest('hex')).toBe(
      '7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972',
    );
    expect(signatureOf(request)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  test('PUT of an object whose key has a dollar sign', () => {
    const payloadHash = createHash('sha256').update('Welcome to Amazon S3.').digest('hex');
    expect(
      signatureOf({
        method: 'PUT',
        path: '/test$file.text',
        query: [],
        headers: headers(
          [
            ['Date', 'Fri, 24 May 2013 00:00:00 GMT'],
            ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
          ],
          payloadHash,
        ),
        payloadHash,
      }),
    ).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  });

  test('GET of a sub-resource and of a listing', () => {
    const request = { method: 'GET', path: '/', headers: headers([]), payloadHash: emptySha256 };
    expect(signatureOf({ ...request, query: [['lifecycle', '']] })).toBe(
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    );
    const query = [
      ['prefix', 'J'],
      ['max-keys', '2'],
    ] as const;
    expect(signatureOf({ ...request, query })).toBe(
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
  });

  test('a presigned address is accepted for its day and not after it', () => {
    const call = {
      method: 'GET',
      path: '/test.txt',
      query: [
        ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
        ['X-Amz-Credential', `${accessKey}/20130524/us-east-1/s3/aws4_request`],
        ['X-Amz-Date', time],
        ['X-Amz-Expires', '86400'],
        ['X-Amz-SignedHeaders', 'host'],
        ['X-Amz-Signature', 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'],
      ] as const,
      headers: { host },
    };
    const find = (): { secret: string } => ({ secret });
    const signed = Date.parse('2013-05-24T00:00:00Z');
    expect(authenticate(call, signed, find)).toEqual({ accessKey, payload: { kind: 'unsigned' } });
    expect(() => authenticate(call, signed + 86_401_000, find)).toThrow('Request has expired');
    expect(() => authenticate({ ...call, path: '/other.txt' }, signed, find)).toThrow(
      'The request signature we calculated does not match',
    );
  });
});

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const collect = async (source: Iterable<Buffer>, signer: ChunkSigner, trailers: Map<string, string>) => {
  let size = 0;
  const pieces = (async function* () {
    yield* source;
  })();
  for await (const bytes of decodeChunks(pieces, signer, (name, value) => trailers.set(name, value)))
    size += bytes.length;
  return size;
};

const big = 'a'.repeat(65_536);
const small = 'a'.repeat(1024);

describe('the published examples of chunked uploads', () => {
  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const chunks = [
    ['10000', 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648', big],
    ['400', '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', small],
    ['0', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9', ''],
  ] as const;
  const framed = chunks
    .map(([size, signature, data]) => `${size};chunk-signature=${signature}\r\n${data}\r\n`)
    .join('');

  test('the seed signature is the one of the request', () => {
    const declared = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
    expect(
      signatureOf({
        method: 'PUT',
        path: '/examplebucket/chunkObject.txt',
        query: [],
        headers: [
          ['Content-Encoding', 'aws-chunked'],
          ['Content-Length', '66824'],
          ['Host', 's3.amazonaws.com'],
          ['x-amz-content-sha256', declared],
          ['x-amz-date', time],
          ['x-amz-decoded-content-length', '66560'],
          ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
        ],
        payloadHash: declared,
      }),
    ).toBe(seed);
  });

  test('each chunk signs the one before it', () => {
    let previous: string = seed;
    for (const [, signature, data] of chunks) {
      previous = sign(key, chunkStringToSign(time, scope, previous, hashOf(data)));
      expect(previous).toBe(signature);
    }
  });

  test.each([1, 7, 4096, 100_000])('the framing is taken off, read in pieces of %d bytes', async (step) => {
    const bytes = Buffer.from(framed);
    const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
      bytes.subarray(index * step, (index + 1) * step),
    );
    expect(await collect(pieces, { key, scope, time, seed }, new Map())).toBe(66_560);
  });

  test('a changed byte, a missing end and a wrong framing are refused', async () => {
    const read = (text: string): Promise<number> =>
      collect([Buffer.from(text)], { key, scope, time, seed }, new Map());
    await expect(read(framed.replace('aaaa', 'aaba'))).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    await expect(read(framed.slice(0, -200))).rejects.toMatchObject({ code: 'IncompleteBody' });
    await expect(read('what is this')).rejects.toMatchObject({ code: 'IncompleteBody' });
    await expect(read(`xyz\r\n${framed}`)).rejects.toMatchObject({ code: 'IncompleteBody' });
  });

  test('trailing headers are signed too', async () => {
    const seedOfTrailer = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
    const signatures = [
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    ];
    const trailer = 'x-amz-checksum-crc32c:sOO8/Q==\n';
    const signature = sign(key, trailerStringToSign(time, scope, signatures[2] ?? '', trailer));
    expect(signature).toBe('d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435');
    const body = (value: string): Buffer =>
      Buffer.from(
        [big, small, '']
          .map((data, index) => `${data.length.toString(16)};chunk-signature=${signatures[index]}\r\n${data}`)
          .join('\r\n') + `x-amz-checksum-crc32c:${value}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`,
      );
    const signer = { key, scope, time, seed: seedOfTrailer };
    const trailers = new Map<string, string>();
    expect(await collect([body('sOO8/Q==')], signer, trailers)).toBe(66_560);
    expect(Object.fromEntries(trailers)).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' });
    await expect(collect([body('AAAA/Q==')], signer, new Map())).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });
});

test('a text is encoded as the signature wants it', () => {
  expect(uriEncode("/a b/é!'()*~-_.")).toBe('%2Fa%20b%2F%C3%A9%21%27%28%29%2A~-_.');
  expect(uriEncode('/a+b', true)).toBe('/a%2Bb');
});
