/** A way to a server that can be cut, for tests of what works without it. */
import net from 'node:net';

export interface Relay extends AsyncDisposable {
  readonly url: string;
  /** Refuses and cuts everything. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** @param target an http address */
export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port: to } = new URL(target);
  const sockets = new Set<net.Socket>();
  let server = make();
  function make(): net.Server {
    return net.createServer((socket) => {
      const onward = net.connect(Number(to), hostname);
      for (const one of [socket, onward]) {
        sockets.add(one);
        one.on('error', () => {});
        one.once('close', () => {
          sockets.delete(one);
          socket.destroy();
          onward.destroy();
        });
      }
      socket.pipe(onward).pipe(socket);
    });
  }
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as net.AddressInfo;
  const cut = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    async mend() {
      server = make();
      await listen(port);
    },
    [Symbol.asyncDispose]: cut,
  };
}
