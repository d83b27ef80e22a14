/** The API server: finds out who asks, whether they may, and hands each request to the part that answers it. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { authenticate, type Person, type VerifyToken } from './authentication.ts';
import { authorize } from './authorization.ts';
import { answerDelete, answerDeleteCollection } from './deleting.ts';
import { answerDiscovery } from './discovery.ts';
import type { Faults } from './faults.ts';
import { answerLog } from './logs.ts';
import type { NodeAgent, ResourceType } from './model.ts';
import type { ClusterStore } from './object-store.ts';
import { answerOpenApi } from './openapi.ts';
import { answerGet, answerList } from './reading.ts';
import { readRequest, type ApiRequest } from './request.ts';
import { sendFailure, sendJson } from './respond.ts';
import { answerReview } from './reviews.ts';
import { scaleOf } from './scale.ts';
import { methodNotAllowed, noSuchResource, notFound, StatusError } from './status.ts';
import { createUpgrades } from './upgrades.ts';
import { answerWatch } from './watching.ts';
import { answerCreate, answerPatch, answerReplace } from './writing.ts';

interface ApiServerOptions {
  store: ClusterStore;
  faults: Faults;
  verifyToken: VerifyToken;
  adminToken: string;
  /** The node that runs pods, undefined as long as none is attached. */
  node: () => NodeAgent | undefined;
  tls: { key: string; certificate: string; authority: string };
}

interface ApiServer {
  server: Server;
  stop(): Promise<void>;
}

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const healthPaths = ['/healthz', '/livez', '/readyz'];

const failureWords: Record<number, [reason: string, message: string]> = {
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden: injected fault'],
  410: ['Expired', 'The resourceVersion for the provided watch is too old.'],
  429: ['TooManyRequests', 'Too many requests, please try again later.'],
  500: ['InternalError', 'Internal error occurred: injected fault'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'Timeout: request did not complete within the allotted timeout'],
};

/** Makes the server; it listens when told to. `stop` ends every connection. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const { store, faults } = options;
  const stopping = new AbortController();
  const sockets = new Set<Duplex>();
  const upgrades = createUpgrades();
  const stopListening = faults.listen((fault) => {
    if (fault === 'forget-history') store.forgetHistory();
    if (fault === 'cut-connections') for (const socket of sockets) socket.destroy();
  });

  const admit = async (request: IncomingMessage): Promise<{ call: ApiRequest; person: Person }> => {
    const call = readRequest(request);
    if (faults.latencyMs > 0) await wait(faults.latencyMs, undefined, { signal: stopping.signal });
    const status = faults.takeFailure(`${call.method} ${request.url ?? ''}`);
    if (status !== undefined) {
      const [reason, message] = failureWords[status] ?? ['Unknown', `injected fault ${status}`];
      throw new StatusError(status, reason, message, status === 429 ? { retryAfterSeconds: 1 } : undefined);
    }
    if (!methods.has(call.method)) throw methodNotAllowed();
    const person = await authenticate(request, options);
    authorize(person, call, store);
    return { call, person };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (healthPaths.some((health) => path === health || path.startsWith(`${health}/`))) {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('ok');
      return;
    }
    const { call, person } = await admit(request);
    if (call.method === 'GET' && answerDiscovery(request, response, call.path)) return;
    if (call.method === 'GET' && answerOpenApi(request, response, call.path)) return;
    const { resource } = call;
    if (resource === undefined) throw noSuchResource();
    if (resource.group === 'authorization.k8s.io' || resource.group === 'authentication.k8s.io') {
      await answerReview(request, response, resource.plural, person, store);
      return;
    }
    if (resource.namespaced && call.namespace === undefined && call.name !== undefined)
      throw noSuchResource();
    if (resource.plural === 'nodes' && !['get', 'list', 'watch'].includes(call.verb))
      throw methodNotAllowed();
    if (call.subresource !== undefined) await answerSubresource(request, response, { ...call, resource });
    else await answerResource(request, response, { ...call, resource });
  };

  const answerResource = async (
    request: IncomingMessage,
    response: ServerResponse,
    call: ApiRequest & { resource: ResourceType },
  ): Promise<void> => {
    const { name } = call;
    const watchesOne = call.verb === 'get' && ['1', 'true'].includes(call.query.get('watch') ?? '');
    if (call.verb === 'watch' || watchesOne) {
      answerWatch(request, response, call, { store, faults, signal: stopping.signal });
    } else if (call.verb === 'list') answerList(request, response, call, store);
    else if (call.verb === 'get' && name !== undefined)
      answerGet(request, response, { ...call, name }, store);
    else if (call.verb === 'create') await answerCreate(request, response, call, store);
    else if (call.verb === 'update') await answerReplace(request, response, call, store);
    else if (call.verb === 'patch') await answerPatch(request, response, call, store);
    else if (call.verb === 'delete' && name !== undefined)
      await answerDelete(request, response, { ...call, name }, store);
    else if (call.verb === 'deletecollection') await answerDeleteCollection(request, response, call, store);
    else throw methodNotAllowed();
  };

  const requirePod = (call: ApiRequest & { resource: ResourceType }) => {
    const name = call.name ?? '';
    const pod = store.get('pods', call.namespace, name);
    if (pod === undefined) throw notFound(call.resource, name);
    const node = options.node();
    if (node === undefined)
      throw new StatusError(503, 'ServiceUnavailable', 'no node is ready to answer for this pod');
    return { pod, node };
  };

  const answerSubresource = async (
    request: IncomingMessage,
    response: ServerResponse,
    call: ApiRequest & { resource: ResourceType },
  ): Promise<void> => {
    const { subresource = '', resource, verb } = call;
    if (!resource.subresources.includes(subresource)) throw noSuchResource();
    if (subresource === 'log') {
      if (verb !== 'get') throw methodNotAllowed();
      const { pod, node } = requirePod(call);
      await answerLog(response, call.query, pod, node);
    } else if (subresource === 'scale' && verb === 'get') {
      const object = store.get(resource.plural, call.namespace, call.name ?? '');
      if (object === undefined) throw notFound(resource, call.name ?? '');
      sendJson(request, response, 200, scaleOf(object));
    } else if (subresource === 'scale' || subresource === 'status') {
      if (verb === 'get' && call.name !== undefined)
        answerGet(request, response, { ...call, name: call.name }, store);
      else if (verb === 'update') await answerReplace(request, response, call, store);
      else if (verb === 'patch') await answerPatch(request, response, call, store);
      else throw methodNotAllowed();
    } else throw new StatusError(400, 'BadRequest', 'Upgrade request required');
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { call } = await admit(request);
    const { resource, subresource } = call;
    if (
      resource?.plural !== 'pods' ||
      subresource === undefined ||
      !resource.subresources.includes(subresource)
    ) {
      throw noSuchResource();
    }
    const { pod, node } = requirePod({ ...call, resource });
    upgrades.accept(request, socket, head, call, pod, node);
  };

  const server = createServer(
    {
      key: options.tls.key,
      cert: options.tls.certificate,
      ca: options.tls.authority,
      requestCert: true,
      rejectUnauthorized: false,
      // Idle clients keep their connection, as with the real server.
      keepAliveTimeout: 120_000,
      requestTimeout: 0,
    },
    (request, response) => {
      answer(request, response).catch((error: unknown) => sendFailure(request, response, error));
    },
  );
  server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => refuseUpgrade(socket, error));
  });
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    server,
    stop: async () => {
      stopping.abort();
      stopListening();
      upgrades.close();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers a failed upgrade as plain HTTP on the bare connection. */
function refuseUpgrade(socket: Duplex, error: unknown): void {
  const failure =
    error instanceof StatusError
      ? error
      : new StatusError(
          500,
          'InternalError',
          `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`,
        );
  const body = JSON.stringify(failure.body());
  socket.end(
    `HTTP/1.1 ${failure.code} ${failure.reason}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
