/** Who is asking: a bearer token, the administrator's token, or a client certificate of the sandbox's authority. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Faults } from './faults.ts';
import { unauthorized } from './status.ts';

export interface Person {
  name: string;
  groups: string[];
}

export type VerifyToken = (token: string) => Promise<Person | undefined>;

const authenticatedGroup = 'system:authenticated';

/** Finds out who sent a request. Throws 401 when nobody can be made out. */
export async function authenticate(
  request: IncomingMessage,
  { verifyToken, adminToken, faults }: { verifyToken: VerifyToken; adminToken: string; faults: Faults },
): Promise<Person> {
  const token = bearerToken(request);
  if (token !== undefined) {
    // The sandbox's own helper keeps working while people's tokens are refused.
    if (same(token, adminToken)) return administrator;
    const person = faults.tokensRejected ? undefined : await verifyToken(token).catch(() => undefined);
    if (person === undefined) throw unauthorized();
    return { name: person.name, groups: [...person.groups, authenticatedGroup] };
  }
  const person = personOfCertificate(request);
  if (person === undefined) throw unauthorized();
  return person;
}

const administrator: Person = { name: 'kubernetes-admin', groups: ['system:masters', authenticatedGroup] };

function bearerToken(request: IncomingMessage): string | undefined {
  const header = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  if (header) return header[1];
  // Browsers cannot set headers on a WebSocket: the token travels as a sub-protocol (Kubernetes "API Concepts").
  const protocols = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim());
  const prefix = 'base64url.bearer.authorization.k8s.io.';
  const carried = protocols.find((protocol) => protocol.startsWith(prefix));
  return carried && Buffer.from(carried.slice(prefix.length), 'base64url').toString('utf8');
}

function same(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

function personOfCertificate(request: IncomingMessage): Person | undefined {
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const subject = socket.getPeerCertificate().subject as
    { CN?: string | string[]; O?: string | string[] } | undefined;
  const name = [subject?.CN ?? []].flat()[0];
  return name === undefined
    ? undefined
    : { name, groups: [...[subject?.O ?? []].flat(), authenticatedGroup] };
}
