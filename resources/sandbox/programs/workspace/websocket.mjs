// The server's end of a WebSocket that only sends short texts and listens for the end (RFC 6455).
import { createHash } from 'node:crypto';

/** Accepts an upgrade; undefined when the request is none. `closed` resolves when either side ends it. */
export function acceptWebSocket(request, socket) {
  const key = request.headers['sec-websocket-key'];
  if (key === undefined || String(request.headers.upgrade).toLowerCase() !== 'websocket') return undefined;
  // The constant of RFC 6455, section 1.3.
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.setNoDelay(true);
  let buffered = Buffer.alloc(0);
  const closed = new Promise((resolve) => socket.once('close', resolve));

  socket.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (let frame = readFrame(buffered); frame !== undefined; frame = readFrame(buffered)) {
      if (frame.length === -1) return socket.destroy();
      buffered = buffered.subarray(frame.length);
      if (frame.opcode === 8) return socket.end(frameOf(8, frame.payload.subarray(0, 2)));
      if (frame.opcode === 9) socket.write(frameOf(10, frame.payload));
    }
  });
  return {
    closed,
    /** Sends a text; dropped when the other side does not read. */
    send(text) {
      if (socket.writable && socket.writableLength < 65_536) socket.write(frameOf(1, Buffer.from(text)));
    },
    close() {
      // 1001: going away.
      if (socket.writable) socket.end(frameOf(8, Buffer.from([0x03, 0xe9])));
    },
  };
}

function frameOf(opcode, payload) {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, payload]);
}

/** One frame of a client; undefined when it is not whole yet, length -1 when it breaks the rules or is longer than 64 KiB. */
function readFrame(bytes) {
  if (bytes.length < 2) return undefined;
  const opcode = bytes[0] & 15;
  const short = bytes[1] & 127;
  if ((bytes[1] & 128) === 0 || short === 127) return { length: -1 };
  const start = short === 126 ? 4 : 2;
  if (bytes.length < start + 4) return undefined;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  const end = start + 4 + size;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, end).map((byte, index) => byte ^ mask[index % 4]));
  return { opcode, payload, length: end };
}
