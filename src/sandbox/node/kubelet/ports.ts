/** Real ports for container ports. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** Finds a free port on 127.0.0.1 for each container port. Container port to real port. */
export async function freePorts(ports: readonly number[]): Promise<Map<number, number>> {
  // All are held until each is known, so that no two are the same.
  const held = await Promise.all(
    ports.map(
      (port) =>
        new Promise<{ port: number; real: number; release: () => Promise<void> }>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const { port: real } = server.address() as AddressInfo;
            resolve({ port, real, release: () => new Promise((done) => server.close(() => done())) });
          });
        }),
    ),
  );
  await Promise.all(held.map(({ release }) => release()));
  return new Map(held.map(({ port, real }) => [port, real]));
}

/** Connects to a port of this machine. @throws Error (ECONNREFUSED) when nothing listens. */
export function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
