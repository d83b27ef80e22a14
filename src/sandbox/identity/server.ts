/** The identity provider as an HTTP(S) server: oidc-provider with our login page, userinfo and faults around it. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { JWK } from 'jose';
import { createFaultGate, withFaults, type FaultGate } from '../faults.ts';
import { listen } from '../listen.ts';
import type { Person } from '../people.ts';
import { readIdentityKeys } from './keys.ts';
import { createInteractions } from './interactions.ts';
import { claimsOf, createProvider, type IdentityState } from './provider.ts';
import { shiftTokenAnswer } from './skew.ts';
import { openIdentityStore } from './store.ts';
import { readWelcome } from './welcome.ts';
import { createTokenVerifier, type TokenVerifier } from './verify.ts';

export interface IdentityOptions {
  folder: string;
  /** 0: any. */
  port: number;
  people: readonly Person[];
  /** Default 300. */
  accessTokenSeconds?: number;
  /** PEMs; given, the issuer speaks https. */
  tls?: { certificate: string; key: string };
  faults?: FaultGate;
}

export interface Identity {
  readonly issuer: string;
  readonly port: number;
  /** `login_hint` with which the sign-in form comes filled in. */
  readonly welcome: string;
  /** Faults beyond HTTP: read at each request, so they may be changed while it runs. */
  readonly state: IdentityState;
  /** Checks an access token: throws TokenRefused. */
  readonly verifyAccessToken: TokenVerifier;
  /** Makes every access token issued so far count as expired. */
  expireTokens(): void;
  stop(): Promise<void>;
}

const publicFields = ['kty', 'kid', 'use', 'alg', 'n', 'e'];
const publicKey = (jwk: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(jwk).filter(([name]) => publicFields.includes(name)));

function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

/** Holds back what a listener writes, and sends it changed. */
function rewriteBody(response: ServerResponse, change: (body: string) => Promise<string>): void {
  const chunks: Buffer[] = [];
  const end = response.end.bind(response);
  response.write = ((chunk: string | Uint8Array) =>
    chunks.push(Buffer.from(chunk as Uint8Array)) > 0) as typeof response.write;
  response.end = ((chunk?: string | Uint8Array) => {
    if (chunk) chunks.push(Buffer.from(chunk as Uint8Array));
    void change(Buffer.concat(chunks).toString()).then((body) => {
      if (!response.headersSent) response.setHeader('content-length', Buffer.byteLength(body));
      end(body);
    });
    return response;
  }) as typeof response.end;
}

/** The userinfo answer (OpenID Connect Core 5.3) by JWT access token, which oidc-provider itself refuses there. */
async function answerUserinfo(
  request: IncomingMessage,
  response: ServerResponse,
  verify: TokenVerifier,
  people: readonly Person[],
): Promise<void> {
  const origin = request.headers.origin ?? '*';
  const cors = { 'access-control-allow-origin': origin, vary: 'Origin' };
  const token = /^(?:Bearer|DPoP) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  try {
    const verified = await verify(token ?? '');
    const person = people.find((each) => each.name === verified.name);
    if (person) return answerJson(response, 200, claimsOf(person), cors);
  } catch {
    // answered below
  }
  answerJson(
    response,
    401,
    { error: 'invalid_token' },
    { ...cors, 'www-authenticate': 'Bearer error="invalid_token"' },
  );
}

/** Starts the identity provider on 127.0.0.1. Sessions and keys live in the folder. */
export async function startIdentity(options: IdentityOptions): Promise<Identity> {
  const keys = readIdentityKeys(options.folder);
  const store = openIdentityStore(options.folder);
  const welcome = readWelcome(options.folder);
  const gate = options.faults ?? createFaultGate();
  let handler: RequestListener = (_request, response) => response.writeHead(503).end();
  const front: RequestListener = (request, response) => handler(request, response);
  const server: Server = options.tls
    ? createSecureServer({ cert: options.tls.certificate, key: options.tls.key }, front)
    : createServer(front);
  const port = await listen(server, options.port);
  const issuer = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const state: IdentityState = {
    accessTokenSeconds: options.accessTokenSeconds ?? 300,
    generation: 0,
    clockSkewSeconds: 0,
    refuseRefresh: false,
    refuseRedirect: false,
    refuseDevice: false,
  };
  const provider = createProvider({ issuer, people: options.people, keys, store, state });
  const signingKey = keys.jwks.keys[0] as JWK;
  const verifyAccessToken = createTokenVerifier({
    issuer,
    jwks: { keys: keys.jwks.keys.map(publicKey) },
    clockSkewSeconds: () => state.clockSkewSeconds,
    generation: () => state.generation,
  });
  const callback = provider.callback();
  const interactions = createInteractions(provider, options.people, welcome);

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    if (pathname.startsWith('/interaction/')) return interactions(request, response, pathname);
    if (pathname === '/me' && request.method !== 'OPTIONS') {
      return answerUserinfo(request, response, verifyAccessToken, options.people);
    }
    if (pathname === '/device/auth' && state.refuseDevice)
      return answerJson(response, 404, { error: 'not_found' });
    if (pathname === '/token' && request.method === 'POST' && state.clockSkewSeconds !== 0) {
      const seconds = state.clockSkewSeconds;
      response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString());
      rewriteBody(response, (json) => shiftTokenAnswer(json, signingKey, seconds));
    }
    return callback(request, response);
  };
  handler = withFaults(gate, (request, response) => {
    handle(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  return {
    issuer,
    port,
    welcome,
    state,
    verifyAccessToken,
    expireTokens() {
      state.generation += 1;
    },
    async stop() {
      store.flush();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
