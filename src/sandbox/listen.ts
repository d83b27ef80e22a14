/** How every server of the sandbox takes its port. */
import type { Server } from 'node:net';

function tryListen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Listens on 127.0.0.1 at the port wished for (0: any), or at any other when that one is taken. Returns the port. */
export async function listen(server: Server, wished: number): Promise<number> {
  try {
    return await tryListen(server, wished);
  } catch (error) {
    if (wished === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return tryListen(server, 0);
  }
}
