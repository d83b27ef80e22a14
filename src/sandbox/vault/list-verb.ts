import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { Duplex, Transform } from 'node:stream';

const listRequest = /^LIST \/[^\r\n]{0,8000} HTTP\/1\.1\r\n/;

/**
 * The same bytes with the method LIST of a request line turned into LINK: of the same length, unused by Vault, and
 * known to Node's HTTP parser, which answers 400 to LIST. A request line is looked for where a piece of the stream
 * begins, which is where every client that waits for its answers puts it.
 */
export const renameList = (bytes: Buffer): Buffer =>
  bytes.subarray(0, 5).toString('latin1') === 'LIST ' && listRequest.test(bytes.toString('latin1', 0, 8192))
    ? Buffer.concat([Buffer.from('LINK '), bytes.subarray(5)])
    : bytes;

/** A server of connections that hands them to an HTTP server with LIST made LINK, and can end all of them. */
export const createListServer = (http: HttpServer): { server: Server; endConnections: () => void } => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const renamed = new Transform({
      transform: (bytes: Buffer, _, done) => done(null, renameList(bytes)),
    });
    const connection = Duplex.from({ readable: socket.pipe(renamed), writable: socket });
    socket.on('error', () => socket.destroy());
    connection.on('error', () => socket.destroy());
    connection.on('close', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      connection.destroy();
    });
    http.emit('connection', connection);
  });
  return {
    server,
    endConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};
