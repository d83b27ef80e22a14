/** How the bytes of one forwarded connection travel in the messages of a WebSocket: two sub-protocols, one shape. */

/** What a framing finds in the messages that come. */
export interface FramingEvents {
  data(chunk: Buffer): void;
  /** The pod's side said its last word. */
  end(): void;
  /** The pod's side could not make or keep the connection; its own words. */
  error(words: string): void;
  /** An answer that the protocol demands. */
  reply(message: Buffer): void;
}

export interface Framing {
  /** Messages that open the connection. */
  readonly opening: readonly Buffer[];
  /** The messages that carry some bytes. */
  data(chunk: Buffer): readonly Buffer[];
  /** The message that says we send no more; undefined where the protocol has none. */
  readonly end: Buffer | undefined;
  receive(message: Buffer): void;
}

/** One byte for the channel before each message (kubelet: `v4.channel.k8s.io`); the first message of each channel repeats the port. */
export function channelFraming(events: FramingEvents): Framing {
  let greetings = 0;
  return {
    opening: [],
    data(chunk) {
      const message = Buffer.allocUnsafe(chunk.length + 1);
      message[0] = 0;
      chunk.copy(message, 1);
      return [message];
    },
    end: undefined,
    receive(message) {
      if (greetings < 2 && message.length === 3) greetings += 1;
      else if (message.length > 1 && message[0] === 1) events.error(message.toString('utf8', 1).trim());
      else if (message.length > 1 && message[0] === 0) events.data(message.subarray(1));
    },
  };
}

const VERSION = 0x8003;
const SYN_STREAM = 1;
const RST_STREAM = 3;
const PING = 6;
const GOAWAY = 7;
const FIN = 1;
const ERROR_STREAM = 1;
const DATA_STREAM = 3;
const HEADER = 8;
const LARGEST_CONTROL = 1024 * 1024;

function control(type: number, payload: Buffer): Buffer {
  const frame = Buffer.alloc(HEADER + payload.length);
  frame.writeUInt16BE(VERSION, 0);
  frame.writeUInt16BE(type, 2);
  frame.writeUInt32BE(payload.length, 4);
  payload.copy(frame, HEADER);
  return frame;
}

function dataHeader(stream: number, length: number, flags: number): Buffer {
  const header = Buffer.allocUnsafe(HEADER);
  header.writeUInt32BE(stream, 0);
  header.writeUInt32BE(length | (flags << 24), 4);
  return header;
}

function prefixed(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length, 0);
  return Buffer.concat([length, bytes]);
}

/**
 * A block of names and values as one stored (uncompressed) block of the connection's zlib stream (RFC 1951 3.2.4), whose
 * two bytes of header come before the first, and an empty block that makes the inflater hand out what it has. It needs no
 * state and no dictionary, and every inflater reads it.
 */
function headerBlock(headers: Readonly<Record<string, string>>, first: boolean): Buffer {
  const entries = Object.entries(headers);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entries.length, 0);
  const plain = Buffer.concat([
    count,
    ...entries.flatMap(([name, value]) => [prefixed(name), prefixed(value)]),
  ]);
  const stored = Buffer.alloc(5);
  stored.writeUInt16LE(plain.length, 1);
  stored.writeUInt16LE(~plain.length & 0xffff, 3);
  const flush = Buffer.from([0, 0, 0, 0xff, 0xff]);
  return Buffer.concat([...(first ? [Buffer.from([0x78, 0x01])] : []), stored, plain, flush]);
}

function openStream(stream: number, type: string, port: number): Buffer {
  const ids = Buffer.alloc(10);
  ids.writeUInt32BE(stream, 0);
  const headers = { streamtype: type, port: String(port), requestid: '0' };
  return control(SYN_STREAM, Buffer.concat([ids, headerBlock(headers, stream === ERROR_STREAM)]));
}

/**
 * SPDY/3.1 inside the WebSocket (`SPDY/3.1+portforward.k8s.io`, Kubernetes 1.30 and later, KEP-4006): one stream for
 * errors and one for the bytes, each of which can be closed in one direction. Frames: SPDY protocol draft 3, section 2.2.
 */
export function spdyFraming(port: number, events: FramingEvents): Framing {
  let partial: Buffer = Buffer.alloc(0);
  let stream = 0;
  let left = 0;
  let flags = 0;
  let words = '';
  const over = new Set<number>();

  const payload = (chunk: Buffer): void => {
    if (stream === DATA_STREAM) events.data(chunk);
    else if (stream === ERROR_STREAM && words.length < 8_000) words += chunk.toString('utf8');
  };
  // The stream of bytes may end just before the other says why: only when both have ended it was an orderly end.
  const finished = (): void => {
    if ((flags & FIN) === 0) return;
    over.add(stream);
    if (stream === ERROR_STREAM && words !== '') events.error(words.trim());
    else if (over.has(DATA_STREAM) && over.has(ERROR_STREAM)) events.end();
  };
  const controlFrame = (frame: Buffer): void => {
    const type = frame.readUInt16BE(2);
    // The server's pings have even numbers and want their own number back.
    if (type === PING && frame.length >= 12 && frame.readUInt32BE(8) % 2 === 0)
      events.reply(Buffer.from(frame));
    if (type === RST_STREAM) events.error(words || 'the stream was reset');
    if (type === GOAWAY) events.end();
  };

  return {
    opening: [
      openStream(ERROR_STREAM, 'error', port),
      dataHeader(ERROR_STREAM, 0, FIN),
      openStream(DATA_STREAM, 'data', port),
    ],
    // Messages have no meaning inside the tunnel: two spare the copy of one.
    data: (chunk) => [dataHeader(DATA_STREAM, chunk.length, 0), chunk],
    end: dataHeader(DATA_STREAM, 0, FIN),
    receive(message) {
      let rest = message;
      while (rest.length > 0) {
        if (left > 0) {
          const chunk = rest.subarray(0, left);
          rest = rest.subarray(chunk.length);
          left -= chunk.length;
          payload(chunk);
          if (left === 0) finished();
          continue;
        }
        if (partial.length > 0) {
          rest = Buffer.concat([partial, rest]);
          partial = Buffer.alloc(0);
        }
        if (rest.length < HEADER) {
          partial = rest;
          return;
        }
        const length = rest.readUIntBE(5, 3);
        if ((rest.readUInt8(0) & 0x80) === 0) {
          stream = rest.readUInt32BE(0);
          flags = rest.readUInt8(4);
          left = length;
          rest = rest.subarray(HEADER);
          if (left === 0) finished();
          continue;
        }
        if (length > LARGEST_CONTROL) return events.error('a control frame is too large');
        if (rest.length < HEADER + length) {
          partial = rest;
          return;
        }
        controlFrame(rest.subarray(0, HEADER + length));
        rest = rest.subarray(HEADER + length);
      }
    },
  };
}
