/** Finds the way to the core: the port that the preload script hands over, or a socket to the host that served the page. */
import type { FromCore, Pipe, ToCore } from '../../shared/rpc/wire.ts';

/** True in the window of the desktop app, whose pages do not come by http. */
export function isDesktop(): boolean {
  return !location.protocol.startsWith('http');
}

/** Opens the pipe; rejects when the host does not answer. */
export function openPipe(): Promise<Pipe> {
  return isDesktop() ? openPort() : openSocket();
}

function openPort(): Promise<Pipe> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.data !== 'sardonyx-port' || !port) return;
      window.removeEventListener('message', receive);
      resolve(portPipe(port));
    };
    window.addEventListener('message', receive);
    window.postMessage('sardonyx-want-port', location.origin);
  });
}

function portPipe(port: MessagePort): Pipe {
  return {
    send: (message) => port.postMessage(message),
    receive: (listener) => {
      port.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
      port.start();
    },
    closed: (listener) => port.addEventListener('close', () => listener(), { once: true }),
    close: () => port.close(),
  };
}

function openSocket(): Promise<Pipe> {
  const address = new URL('rpc', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  const socket = new WebSocket(address);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socketPipe(socket)), { once: true });
    socket.addEventListener('error', () => reject(new Error('The host does not answer')), { once: true });
  });
}

function socketPipe(socket: WebSocket): Pipe {
  return {
    send: (message: ToCore | FromCore) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    receive: (listener) =>
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') listener(JSON.parse(event.data));
      }),
    closed: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
    close: () => socket.close(),
  };
}
