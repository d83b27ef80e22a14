/** A pipe over a WebSocket of `ws`: one JSON text a message. */
import type { WebSocket } from 'ws';
import type { Pipe } from '../../shared/rpc/wire.ts';

/** Makes a pipe of an open socket; text that is not JSON closes it. */
export function socketPipe(socket: WebSocket): Pipe {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    receive: (listener) => {
      socket.on('message', (data, isBinary) => {
        if (isBinary) return socket.close(1003);
        let message: unknown;
        try {
          message = JSON.parse(String(data));
        } catch {
          return socket.close(1007);
        }
        listener(message);
      });
    },
    closed: (listener) => {
      socket.once('close', listener);
    },
    close: () => socket.close(),
  };
}
