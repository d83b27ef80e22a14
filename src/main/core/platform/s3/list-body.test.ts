import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readBody } from './list-body.ts';

/** Bytes in memory of their own. */
const own = (text: string) => Buffer.from(new Uint8Array(Buffer.from(text)).buffer);

describe('the body of an answer', () => {
  test('is read in order at the pace of its reader, and its memory given back', async () => {
    const chunks = Array.from({ length: 50 }, (_, index) => own(`${index};`));
    let [text, busy] = ['', 0];
    await readBody(Readable.from(chunks, { objectMode: false, highWaterMark: 8 }), async (chunk) => {
      busy += 1;
      await new Promise(setImmediate);
      expect(busy).toBe(1);
      text += Buffer.from(chunk).toString();
      busy -= 1;
    });
    expect(text).toBe(Array.from({ length: 50 }, (_, index) => `${index};`).join(''));
    expect(chunks.every(({ buffer }) => buffer.byteLength === 0)).toBe(true);
  });

  test('leaves memory alone in which other things lie', async () => {
    const shared = own('HTTP/1.1 200 OK, and the body after it');
    const frames = own('another answer, and the body after it');
    const [head, middle, frame] = [shared.subarray(17), shared.subarray(17, 30), frames.subarray(15)];
    for (const chunk of [middle, frame]) await readBody(Readable.from([chunk]), () => {});
    expect(shared.toString()).toBe('HTTP/1.1 200 OK, and the body after it');
    expect(frames.toString()).toBe('another answer, and the body after it');
    await readBody(Readable.from([head]), () => {});
    expect(shared.buffer.byteLength).toBe(0);
  });

  test('that breaks, or whose reader breaks, is let go', async () => {
    const broken = new PassThrough();
    const reading = readBody(broken, () => {
      broken.destroy(new Error('cut'));
    });
    broken.write('a');
    await expect(reading).rejects.toThrow('cut');
    const left = new PassThrough();
    left.write('a');
    const closed = once(left, 'close');
    await expect(
      readBody(left, () => {
        throw new Error('enough');
      }),
    ).rejects.toThrow('enough');
    await closed;
  });
});
