import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameReader, createHeaderCodec, dataFrame, dictionary } from './spdy-frames.ts';

describe('SPDY frames', () => {
  test('the dictionary is the one of the specification', () => {
    // Adler-32, as the zlib header of every SPDY/3 client names it.
    let low = 1;
    let high = 0;
    for (const byte of dictionary) {
      low = (low + byte) % 65_521;
      high = (high + low) % 65_521;
    }
    expect([dictionary.length, (high * 65_536 + low).toString(16)]).toEqual([1423, 'e3c6a7c2']);
  });

  test('frames are found wherever the bytes are cut', () => {
    const bytes = Buffer.concat([
      dataFrame(1, Buffer.from('one'), false),
      dataFrame(3, Buffer.alloc(0), true),
    ]);
    assert(
      property(array(integer({ min: 0, max: bytes.length }), { maxLength: 6 }), (cuts) => {
        const read = createFrameReader();
        const edges = [0, ...cuts.sort((left, right) => left - right), bytes.length];
        const frames = edges.slice(1).flatMap((edge, index) => read(bytes.subarray(edges[index], edge)));
        expect(frames).toEqual([
          { kind: 'data', stream: 1, fin: false, payload: Buffer.from('one') },
          { kind: 'data', stream: 3, fin: true, payload: Buffer.alloc(0) },
        ]);
      }),
    );
  });

  test('header blocks keep one compression state a connection', async () => {
    const [writer, reader] = [createHeaderCodec(), createHeaderCodec()];
    for (const headers of [{ streamtype: 'error', port: '80' }, {}, { streamtype: 'data', port: '80' }]) {
      expect(await reader.read(await writer.write(headers))).toEqual(headers);
    }
    writer.close();
    reader.close();
  });
});
