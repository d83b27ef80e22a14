import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { element } from '../../platform/s3/xml-element.ts';
import { crc32Text } from './crc32.ts';
import { completeUpload } from './multipart-calls.ts';
import { mebibyte } from './part-plan.ts';
import { openHarness, putObject } from './testing/harness.ts';

const { signal } = new AbortController();

describe.each(storeNames())('what proves the bytes of a download from %s', (name) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterAll(() => store[Symbol.asyncDispose]());

  /** As another program would upload it. */
  async function inParts(
    bucket: string,
    sizes: readonly number[],
    sums: Record<string, string> | undefined,
  ): Promise<Buffer> {
    const { endpoint } = store;
    const at = { bucket, key: 'o', signal };
    const begun = await endpoint.send({ ...at, method: 'POST', query: { uploads: '' }, headers: sums ?? {} });
    const uploadId = element(await begun.text(), 'UploadId') ?? '';
    const parts = [];
    const bodies = sizes.map((size) => randomBytes(size));
    for (const [index, body] of bodies.entries()) {
      const number = index + 1;
      const crc = crc32(body);
      const answer = await endpoint.send({
        ...at,
        method: 'PUT',
        query: { partNumber: String(number), uploadId },
        headers: sums ? { 'x-amz-checksum-crc32': crc32Text(crc) } : {},
        body,
      });
      await answer.text();
      parts.push({ number, etag: answer.headers['etag'] ?? '', ...(sums && { crc }) });
    }
    await completeUpload(endpoint, at, uploadId, parts, {});
    return Buffer.concat(bodies);
  }

  async function fetched(bucket: string): Promise<{ bytes: Buffer; verified: string | null | undefined }> {
    await using harness = await openHarness({ endpoint: store.endpoint, network: store.network });
    const folder = path.join(harness.folder, 'down');
    const { id } = await harness.handlers.download(
      { selection: harness.rows(bucket, 'o'), folder },
      { signal },
    );
    expect(await harness.ended(id)).toMatchObject({ state: 'done' });
    const asked = { transfer: id, states: ['done'], after: -1, count: 1 } as const;
    const [row] = await harness.context.store.transfers.files(asked);
    return { bytes: await readFile(path.join(folder, 'o')), verified: row?.verified };
  }

  const regular = [6 * mebibyte, 6 * mebibyte, 1234];
  const irregular = [6 * mebibyte, 5 * mebibyte, 7000];
  const whole = { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'FULL_OBJECT' };
  const ofParts = { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'COMPOSITE' };

  test.each([
    ['the MD5s of equal parts', regular, undefined, 'composite'],
    ['nothing but the length where parts are of different sizes', irregular, undefined, 'length'],
    ['the CRC-32 of the whole, whatever the parts', irregular, whole, 'crc32'],
    ['the CRC-32s of equal parts', regular, ofParts, 'crc32'],
  ] as const)('%s', async (_, sizes, sums, verified) => {
    const bucket = await store.bucket();
    const bytes = await inParts(bucket, sizes, sums);
    const result = await fetched(bucket);
    expect(result.bytes.equals(bytes)).toBe(true);
    expect(result.verified).toBe(verified);
  });

  test.each([10, 200_000, 9 * mebibyte])('the MD5 of an object of %i bytes without more', async (size) => {
    const bucket = await store.bucket();
    const bytes = randomBytes(size);
    await putObject(store.endpoint, bucket, 'o', bytes);
    expect(await fetched(bucket)).toEqual({ bytes, verified: 'md5' });
  });
});
