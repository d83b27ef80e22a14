import { Readable } from 'node:stream';
import * as aws from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startTestServer } from './testing/start.ts';

test('half a gibibyte goes up and down without being held', async () => {
  await using server = await startTestServer();
  const client = server.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const mebibyte = 1 << 20;
  const piece = Buffer.alloc(mebibyte, 'x');
  let most = 0;
  const before = process.memoryUsage().rss;
  const watch = (): void => {
    most = Math.max(most, process.memoryUsage().rss - before);
  };
  const bytes = function* (): Generator<Buffer> {
    for (let index = 0; index < 512; index++) {
      watch();
      yield piece;
    }
  };
  const target = { Bucket: 'alice', Key: 'large' };
  await client.send(
    new aws.PutObjectCommand({ ...target, Body: Readable.from(bytes()), ContentLength: 512 * mebibyte }),
  );
  const { Body } = await client.send(new aws.GetObjectCommand(target));
  let received = 0;
  for await (const chunk of Body as AsyncIterable<Buffer>) {
    received += chunk.length;
    watch();
  }
  expect(received).toBe(512 * mebibyte);
  expect(most).toBeLessThan(256 * mebibyte);
});
