import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelFraming, spdyFraming } from './port-framing.ts';
import type { Framing, FramingEvents } from './port-framing.ts';

function collect(make: (events: FramingEvents) => Framing): {
  framing: Framing;
  data: () => string;
  log: string[];
  replies: Buffer[];
} {
  const chunks: Buffer[] = [];
  const log: string[] = [];
  const replies: Buffer[] = [];
  const framing = make({
    data: (chunk) => void chunks.push(Buffer.from(chunk)),
    end: () => void log.push('end'),
    error: (words) => void log.push(`error ${words}`),
    reply: (message) => void replies.push(message),
  });
  return { framing, data: () => Buffer.concat(chunks).toString(), log, replies };
}

const frame = (stream: number, text: string, flags = 0): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(stream, 0);
  header.writeUInt32BE(Buffer.byteLength(text) | (flags << 24), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};
const control = (type: number, payload: Buffer): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(0x8003, 0);
  header.writeUInt16BE(type, 2);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
};

describe('SPDY in a WebSocket', () => {
  test('opens an error stream, ended from our side, and a data stream, whose headers any inflater reads', () => {
    const { framing } = collect((events) => spdyFraming(8888, events));
    const [error, closed, data] = framing.opening;
    const block = Buffer.concat([
      error?.subarray(18) ?? Buffer.alloc(0),
      data?.subarray(18) ?? Buffer.alloc(0),
    ]);
    const plain = zlib.inflateSync(block, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString('latin1');
    expect([error?.readUInt32BE(8), data?.readUInt32BE(8)]).toEqual([1, 3]);
    expect(plain).toMatch(/streamtype.*error.*port.*8888.*requestid.*0.*streamtype.*data.*port.*8888/s);
    expect(closed).toEqual(frame(1, '', 1));
  });

  test('finds the bytes however the messages are cut', () => {
    const stream = Buffer.concat([
      control(2, Buffer.alloc(10)),
      frame(3, 'hello '),
      control(9, Buffer.alloc(8)),
      frame(3, 'world'),
      frame(3, '', 1),
      frame(1, '', 1),
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), (sizes) => {
        const seen = collect((events) => spdyFraming(1, events));
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          seen.framing.receive(stream.subarray(at, (at += size)));
        }
        expect(seen.data()).toBe('hello world');
        expect(seen.log).toEqual(['end']);
      }),
    );
  });

  test('what the error stream says is told when it ends', () => {
    const seen = collect((events) => spdyFraming(1, events));
    seen.framing.receive(frame(1, 'connection '));
    expect(seen.log).toEqual([]);
    seen.framing.receive(frame(1, 'refused', 1));
    expect(seen.log).toEqual(['error connection refused']);
  });

  test('an end of the bytes waits for the word of the error stream', () => {
    const seen = collect((events) => spdyFraming(1, events));
    seen.framing.receive(frame(3, '', 1));
    expect(seen.log).toEqual([]);
    seen.framing.receive(frame(1, 'refused', 1));
    expect(seen.log).toEqual(['error refused']);
  });

  test('a ping of the server is answered, our own number is not', () => {
    const seen = collect((events) => spdyFraming(1, events));
    seen.framing.receive(control(6, Buffer.from([0, 0, 0, 2])));
    seen.framing.receive(control(6, Buffer.from([0, 0, 0, 1])));
    expect(seen.replies).toEqual([control(6, Buffer.from([0, 0, 0, 2]))]);
  });

  test('a control frame that claims to be huge is refused', () => {
    const seen = collect((events) => spdyFraming(1, events));
    seen.framing.receive(Buffer.from([0x80, 3, 0, 4, 0, 0xff, 0xff, 0xff]));
    expect(seen.log).toEqual(['error a control frame is too large']);
  });
});

describe('channels', () => {
  test('the first message of each channel is the port, the rest are bytes and errors', () => {
    const seen = collect(channelFraming);
    for (const message of [
      [0, 0xb8, 0x22],
      [1, 0xb8, 0x22],
    ])
      seen.framing.receive(Buffer.from(message));
    seen.framing.receive(Buffer.from('\0abc'));
    seen.framing.receive(Buffer.from('\0hi'));
    seen.framing.receive(Buffer.from('\x01boom\n'));
    expect([seen.data(), seen.log]).toEqual(['abchi', ['error boom']]);
    expect(seen.framing.data(Buffer.from('x'))).toEqual([Buffer.from('\0x')]);
  });
});
