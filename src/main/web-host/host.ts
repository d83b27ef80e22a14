/** What the core may ask when it runs below the web host. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Core } from '../core/core.ts';
import type { Host, SecretStore } from '../core/host.ts';
import { domain } from './gate.ts';
import { keepAwake } from './keep-awake.ts';
import { openAddress, openFile } from './open-address.ts';
import { startSandbox } from './sandbox.ts';

export interface WebHostOptions {
  readonly folder: string;
  readonly version: string;
  readonly secrets: SecretStore;
  readonly opensBrowser: boolean;
  readonly core: Promise<Core>;
  /** Known once the server listens. */
  readonly server: Promise<{ readonly port: number; usesNames(): boolean }>;
}

const credentialHelper = fileURLToPath(
  new URL('../core/platform/helm/credential-helper.mjs', import.meta.url),
);

/** How often the clock is looked at, to notice that the laptop slept. */
const beat = 10_000;

/** Makes the web host's Host; `stop` ends its timer and the servers of services that have no name. */
export function createWebHost(options: WebHostOptions): Host & { stop(): void } {
  const listeners = new Set<() => void>();
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > 3 * beat) for (const listener of listeners) listener();
    last = now;
  }, beat);
  timer.unref();

  const bare = new Map<string, Promise<Server>>();
  let named = true;
  return {
    kind: 'web',
    folder: options.folder,
    version: options.version,
    secrets: options.secrets,
    openAddress: async (address) => {
      if (options.opensBrowser) await openAddress(address);
    },
    openFile: async (file) => {
      if (options.opensBrowser) await openFile(file);
    },
    keepAwake,
    notify: () => {},
    systemProxy: async () => undefined,
    onResume: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get serviceWay() {
      return named ? ('frame' as const) : ('tab' as const);
    },
    serviceOrigin: async (id) => {
      const server = await options.server;
      named = server.usesNames();
      if (named) return `http://${id}.${domain}:${server.port}`;
      const own = bare.get(id) ?? serveBare(id, options.core);
      bare.set(id, own);
      return `http://127.0.0.1:${((await own).address() as AddressInfo).port}`;
    },
    appOrigin: async () => {
      const server = await options.server;
      return `http://${server.usesNames() ? `app.${domain}` : 'localhost'}:${server.port}`;
    },
    languages: [
      process.env['LC_ALL'] ?? process.env['LANG'] ?? '',
      Intl.DateTimeFormat().resolvedOptions().locale,
    ]
      .map((name) => name.split('.')[0]?.replace('_', '-') ?? '')
      .filter((name) => name !== '' && name !== 'C' && name !== 'POSIX'),
    temporaryFolder: os.tmpdir(),
    credentialCommand: { command: process.execPath, args: [credentialHelper] },
    startSandbox: (folder) => startSandbox(folder),
    clock: Date.now,
    stop: () => {
      clearInterval(timer);
      for (const server of bare.values()) void server.then((listening) => listening.close());
    },
  };
}

/** Where names below `localhost` do not resolve, each service has a port of its own and is opened in a tab. */
function serveBare(id: string, core: Promise<Core>): Promise<Server> {
  const server = createServer(
    (request, response) => void core.then(({ gateway }) => gateway.handle(id, request, response)),
  );
  server.on(
    'upgrade',
    (request, socket, head) => void core.then(({ gateway }) => gateway.upgrade(id, request, socket, head)),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
