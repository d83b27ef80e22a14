/** An agent of node:http or node:https whose sockets are opened by `openConnection`. */
import http, { type Agent as HttpAgent } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { openConnection, type Route } from './connection.ts';

interface Asked {
  readonly host?: string | null | undefined;
  readonly hostname?: string | null | undefined;
  readonly port?: string | number | null | undefined;
}

type Done = (error: Error | null, socket: Duplex) => void;

/** @param routeTo how to reach an address, `https://host:port` or `http://host:port`. */
export function createNodeAgent(secure: boolean, routeTo: (address: string) => Promise<Route>): HttpAgent {
  const agent: HttpAgent = new (secure ? https.Agent : http.Agent)({
    keepAlive: true,
    maxSockets: 64,
    timeout: 0,
  });
  const open = (asked: Asked, done: Done): undefined => {
    const name = asked.hostname ?? asked.host ?? 'localhost';
    const address = `${secure ? 'https' : 'http'}://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${asked.port ?? (secure ? 443 : 80)}`;
    routeTo(address)
      .then(openConnection)
      .then(
        (socket) => done(null, socket),
        (error: unknown) =>
          done(error instanceof Error ? error : new Error(String(error)), undefined as never),
      );
  };
  agent.createConnection = open;
  return agent;
}
