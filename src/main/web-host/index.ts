/** The web host: serves the app to a browser on this machine. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Core } from '../core/core.ts';
import { takeFolder, type Owned } from '../core/owner.ts';
import { createEntry } from './entry.ts';
import { createWebHost } from './host.ts';
import { openAddress } from './open-address.ts';
import { fileSecrets, memorySecrets } from './secrets.ts';
import { addressOf, startWebServer } from './server.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

export interface WebOptions {
  readonly folder: string;
  readonly port: number;
  readonly opensBrowser: boolean;
  /** Keeps secrets over a restart, sealed by it, in the app's folder. */
  readonly passphrase?: string;
}

/** What became of a start: the address to open, and how to stop (absent when another process serves). */
export interface Started {
  readonly address: string;
  readonly stop?: () => Promise<void>;
}

/** Starts to serve, or asks the process that already serves this folder for a new address. */
export async function startWebHost(options: WebOptions): Promise<Started> {
  const found = await takeOrAsk(options.folder);
  if ('address' in found) return found;
  const { ownership } = found;

  const entry = createEntry();
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const secrets =
    options.passphrase === undefined
      ? memorySecrets()
      : await fileSecrets(path.join(options.folder, 'secrets.json'), options.passphrase);

  const core = Promise.withResolvers<Core>();
  const server = startWebServer({
    port: options.port,
    pages: path.join(root, 'dist', 'renderer'),
    entry,
    controlKey: ownership.controlKey,
    core: core.promise,
  });
  const host = createWebHost({
    folder: options.folder,
    version,
    secrets,
    opensBrowser: options.opensBrowser,
    core: core.promise,
    server,
  });
  const listening = await server;
  await ownership.announce(listening.port);
  // The page loads while the core does: its pipe waits for it.
  const { createCore } = await import('../core/index.ts');
  core.resolve(await createCore(host));

  // A connection that breaks where nobody listens any more must not take the open services and the store with it.
  const survive = (error: unknown) =>
    void core.promise.then((running) => running.report(error, 'unexpected'));
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);

  const address = addressOf(listening.port, entry);
  if (options.opensBrowser) await openAddress(address).catch(() => {});
  return {
    address,
    stop: async () => {
      process.off('uncaughtException', survive);
      process.off('unhandledRejection', survive);
      await listening.stop();
      host.stop();
      await (await core.promise).stop();
      await ownership.release();
    },
  };
}

/** How long one that is just ending is waited for, in milliseconds. */
const patience = 5_000;

/** The folder, or the address that its owner gives. @throws Error when the owner neither answers nor ends. */
async function takeOrAsk(folder: string): Promise<{ ownership: Owned } | { address: string }> {
  const until = Date.now() + patience;
  for (;;) {
    const ownership = await takeFolder(folder);
    if (ownership.kind === 'owner') return { ownership };
    try {
      return { address: await askOther(ownership.by) };
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(200);
    }
  }
}

async function askOther(other: {
  port?: number | undefined;
  controlKey: string;
  pid: number;
}): Promise<string> {
  if (other.port === undefined) {
    throw new Error(
      `Sardonyx already runs on this folder (process ${other.pid}); close it, then start again.`,
    );
  }
  const address = await newAddress(other.port, other.controlKey);
  if (address === undefined) {
    throw new Error(`Sardonyx already runs on this folder (process ${other.pid}) and does not answer.`);
  }
  return address;
}

function newAddress(port: number, controlKey: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/control/address',
        headers: {
          authorization: `Bearer ${controlKey}`,
          host: `localhost:${port}`,
          origin: `http://localhost:${port}`,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += String(part);
        });
        response.on('end', () =>
          resolve(
            response.statusCode === 200 ? (JSON.parse(text) as { address: string }).address : undefined,
          ),
        );
      },
    );
    asking.on('error', () => resolve(undefined));
    asking.end();
  });
}
