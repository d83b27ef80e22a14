/** A pipe over a MessagePort: the browser's, Node's, or Electron's, told apart by how they are listened to. */
import type { Pipe } from './wire.ts';

/** What the three kinds of port have in common; `close` events come from Node and Electron alone. */
export interface AnyPort {
  postMessage(message: unknown): void;
  close(): void;
  start?: () => void;
  on?: (event: 'message' | 'close', listener: (event: unknown) => void) => unknown;
  addEventListener?: (event: 'message' | 'close', listener: (event: { data?: unknown }) => void) => void;
}

/** Makes a pipe of a port. Electron's main-process ports hand over `{ data }`, Node's the data itself. */
export function portPipe(port: AnyPort): Pipe {
  let onClosed = () => {};
  let open = true;
  const ended = () => {
    if (!open) return;
    open = false;
    onClosed();
  };
  return {
    send: (message) => {
      if (open) port.postMessage(message);
    },
    receive: (listener) => {
      if (port.on) port.on('message', (event) => listener(isMessageEvent(event) ? event.data : event));
      else port.addEventListener?.('message', (event) => listener(event.data));
      port.start?.();
    },
    closed: (listener) => {
      onClosed = listener;
      if (port.on) port.on('close', ended);
      else port.addEventListener?.('close', ended);
    },
    close: () => {
      port.close();
      ended();
    },
  };
}

function isMessageEvent(event: unknown): event is { data: unknown } {
  return typeof event === 'object' && event !== null && 'data' in event && 'ports' in event;
}
