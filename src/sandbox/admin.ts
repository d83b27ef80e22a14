/** The sandbox's own address for tests: faults, killed pods, restarts. Everything needs the token of the facts. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { dialectIds } from './coding/dialects.ts';
import { httpFault } from './faults.ts';
import { listen } from './listen.ts';
import { regionVariants } from './onyxia/region.ts';

const faultRequest = httpFault.extend({
  target: z.enum([
    'kubernetes',
    's3',
    'onyxia',
    'identity',
    'vault',
    'ingress',
    'charts',
    'coding',
    'mlflow',
    'argo',
  ]),
  /** identity: every access token so far counts as expired; s3, vault: their sessions end; kubernetes: tokens are refused until cleared. */
  expireTokens: z.literal(true).optional(),
  /** identity: seconds that new access tokens live. */
  accessTokenSeconds: z.number().int().min(1).optional(),
  /** s3: keys that are given from now on live so many seconds; 0: as long as they should. */
  sessionSeconds: z.number().int().min(0).optional(),
  /** identity: refresh tokens are refused. */
  refuseRefresh: z.boolean().optional(),
  /** identity: no redirect address is allowed. */
  refuseRedirect: z.boolean().optional(),
  /** identity: there is no device flow. */
  refuseDevice: z.boolean().optional(),
  /** onyxia: parts that the region lacks or words differently. */
  region: z.union([z.enum(regionVariants), z.array(z.enum(regionVariants))]).optional(),
  /** onyxia: the quota of every person, from now on. */
  quota: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** coding: the form in which it is served, from now on. */
  dialect: z.enum(dialectIds).optional(),
  /** coding, mlflow: it asks for the user name and the password of the facts. */
  wantsPassword: z.boolean().optional(),
  /** mlflow: every call is answered by the page of a sign-in proxy. */
  answersPages: z.boolean().optional(),
  /** mlflow: artifacts come without length and without ranges, as from a server that keeps them in a bucket. */
  streamsArtifacts: z.boolean().optional(),
  // For kubernetes, `cut: true` ends every open connection; with a `count` only once, else until cleared.
  /** kubernetes: open watches are cut. */
  cutWatches: z.literal(true).optional(),
  /** kubernetes: watches stay connected and silent. */
  silenceWatches: z.boolean().optional(),
  /** kubernetes: older versions are answered 410. */
  forgetHistory: z.literal(true).optional(),
});

export type FaultRequest = z.infer<typeof faultRequest>;

const killRequest = z.union([
  z.object({ namespace: z.string(), pod: z.string() }),
  z.object({ namespace: z.string(), release: z.string() }),
]);
export type KillRequest = z.infer<typeof killRequest>;

const restartRequest = z.object({ downMs: z.number().min(0).max(600_000).default(0) });

/** What the admin address can do. */
export interface AdminActions {
  setFault(fault: FaultRequest): void;
  clearFaults(): void;
  /** Ends pods at once; returns their names. */
  killPods(request: KillRequest): string[];
  /** Stops every server, waits, and starts them again at the same addresses. */
  restart(downMs: number): Promise<void>;
}

export interface Admin {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  stop(): Promise<void>;
}

async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

/** Starts it on 127.0.0.1 with a new token. */
export async function startAdmin(actions: AdminActions, port: number): Promise<Admin> {
  const token = randomBytes(24).toString('base64url');
  const expected = Buffer.from(`Bearer ${token}`);

  const run = async (request: IncomingMessage): Promise<unknown> => {
    const body = await readJsonBody(request);
    switch (`${request.method} ${request.url}`) {
      case 'POST /faults':
        actions.setFault(faultRequest.parse(body));
        return {};
      case 'DELETE /faults':
        actions.clearFaults();
        return {};
      case 'POST /kill-pod':
        return { killed: actions.killPods(killRequest.parse(body)) };
      case 'POST /restart':
        await actions.restart(restartRequest.parse(body).downMs);
        return {};
      default:
        return undefined;
    }
  };

  const server = createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return answer(response, 401, { error: 'token' });
    run(request).then(
      (result) => answer(response, result === undefined ? 404 : 200, result ?? { error: 'no such address' }),
      (error: unknown) =>
        answer(response, error instanceof z.ZodError || error instanceof SyntaxError ? 400 : 500, {
          error: String(error),
        }),
    );
  });
  const real = await listen(server, port);
  return {
    url: `http://127.0.0.1:${real}`,
    port: real,
    token,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
