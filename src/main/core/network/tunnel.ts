/** Through a proxy to a host: HTTP CONNECT (RFC 9110, 9.3.6) and SOCKS5 (RFC 1928) with a password (RFC 1929). */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** The proxy did not lead on. `credentials`: it wants a user and password, or other ones. */
export class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal';
  readonly reason: 'refused' | 'credentials' | 'not-a-proxy';

  constructor(reason: ProxyRefusal['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * A raw connection to a host through a proxy.
 * @param proxy a normalized address: `http://`, `https://` or `socks5://`, with a port.
 * @throws ProxyRefusal, or the error of the connection to the proxy itself.
 */
export async function openTunnel(
  proxy: string,
  target: Target,
  options: { readonly signal: AbortSignal; readonly secureContext?: SecureContext | undefined },
): Promise<Socket> {
  const url = new URL(proxy.replace(/^socks5:/, 'http:'));
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const at = { host: url.hostname.replace(/^\[|\]$/g, ''), port: portOf(proxy) };
  if (proxy.startsWith('socks5:')) return throughSocks(at, { user, password }, target, options.signal);
  return throughConnect(proxy.startsWith('https:'), at, { user, password }, target, options);
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

async function throughConnect(
  secure: boolean,
  proxy: Target,
  { user, password }: Credentials,
  target: Target,
  {
    signal,
    secureContext,
  }: { readonly signal: AbortSignal; readonly secureContext?: SecureContext | undefined },
): Promise<Socket> {
  const authority = `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const request = (secure ? httpsRequest : httpRequest)({
    ...proxy,
    method: 'CONNECT',
    path: authority,
    agent: false,
    signal,
    headers: { host: authority, ...(user && { 'proxy-authorization': `Basic ${basic}` }) },
    ...(secure && secureContext && { secureContext }),
  });
  request.end();
  const [response, socket, head] = await new Promise<[IncomingMessage, Socket, Buffer]>((resolve, reject) => {
    request.once('connect', (...answer) => resolve(answer));
    request.once('response', () =>
      reject(new ProxyRefusal('not-a-proxy', 'The proxy answered CONNECT like a web server')),
    );
    request.once('error', reject);
  });
  if (response.statusCode === 200) {
    if (head.length > 0) socket.unshift(head);
    return socket;
  }
  socket.destroy();
  if (response.statusCode === 407)
    throw new ProxyRefusal('credentials', 'The proxy asks for a user name and a password');
  throw new ProxyRefusal(
    'refused',
    `The proxy answered ${response.statusCode} ${response.statusMessage ?? ''}`.trim(),
  );
}

/** Meanings of the reply field of RFC 1928, section 6. */
const socksReplies = [
  '',
  'general failure',
  'not allowed by its rules',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'time to live expired',
  'command not supported',
  'address type not supported',
];

async function throughSocks(
  proxy: Target,
  { user, password }: Credentials,
  target: Target,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ ...proxy, signal });
  try {
    await once(socket, 'connect', { signal });
    socket.write(user ? Buffer.from([5, 2, 0, 2]) : Buffer.from([5, 1, 0]));
    const [version, method] = await readBytes(socket, 2, signal);
    if (version !== 5)
      throw new ProxyRefusal('not-a-proxy', 'What answers at the proxy address does not speak SOCKS5');
    if (method === 0xff)
      throw new ProxyRefusal('credentials', 'The proxy accepts none of the ways to sign in');
    if (method === 2) {
      const [name, secret] = [Buffer.from(user), Buffer.from(password)];
      socket.write(
        Buffer.concat([Buffer.from([1, name.length]), name, Buffer.from([secret.length]), secret]),
      );
      const [, status] = await readBytes(socket, 2, signal);
      if (status !== 0) throw new ProxyRefusal('credentials', 'The proxy refused the user name and password');
    }
    // Always by name: the proxy resolves it, the laptop often cannot.
    const name = Buffer.from(target.host);
    socket.write(
      Buffer.concat([
        Buffer.from([5, 1, 0, 3, name.length]),
        name,
        Buffer.from([target.port >> 8, target.port & 255]),
      ]),
    );
    const [, reply = 1, , type] = await readBytes(socket, 4, signal);
    if (reply !== 0)
      throw new ProxyRefusal('refused', `The proxy answered: ${socksReplies[reply] ?? `code ${reply}`}`);
    const length = type === 1 ? 4 : type === 4 ? 16 : ((await readBytes(socket, 1, signal))[0] ?? 0);
    await readBytes(socket, length + 2, signal);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function readBytes(socket: Socket, count: number, signal: AbortSignal): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(count) as Buffer | null;
    if (bytes?.length === count) return bytes;
    if (bytes || socket.readableEnded || socket.destroyed) {
      throw new ProxyRefusal('not-a-proxy', 'The proxy closed the connection');
    }
    await Promise.race([once(socket, 'readable', { signal }), once(socket, 'end', { signal })]);
  }
}

function portOf(proxy: string): number {
  return Number(/:(\d+)$/.exec(proxy)?.[1] ?? 80);
}
