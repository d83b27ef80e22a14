/** A core with one screen's worth of answers, for tests of what lies around it. */
import type { AppHandlers } from '../../../shared/contract/index.ts';
import { blobOf } from '../../core/blobs.ts';
import type { Core } from '../../core/core.ts';
import type { Host } from '../../core/host.ts';
import { live } from '../../core/live.ts';

export interface SmallCore extends Core {
  readonly host: Host;
  readonly reported: unknown[];
  readonly stopped: () => boolean;
  readonly settings: ReturnType<typeof live<Settings>>;
  readonly session: ReturnType<typeof live<Session>>;
}

type Settings = {
  language: 'system' | 'en' | 'fr';
  appearance: 'system' | 'light' | 'dark';
  keys: Record<string, string>;
  proxy: { mode: 'system' };
};
type Session = {
  platforms: {
    id: string;
    name: string;
    kind: 'onyxia';
    address: string;
    state: 'signed-in' | 'signed-out';
  }[];
  current?: string;
  projects: [];
  parts: [];
  network: { state: 'online'; since: number };
};

/** Makes one; `about` tells the host's kind, so that a test sees both ends. */
export function smallCore(host: Host): SmallCore {
  let stopped = false;
  const reported: unknown[] = [];
  const settings = live<Settings>({
    language: 'en',
    appearance: 'dark',
    keys: {},
    proxy: { mode: 'system' },
  });
  const session = live<Session>({
    platforms: [
      { id: 'ssp', name: 'SSP', kind: 'onyxia', address: 'https://ssp.example', state: 'signed-in' },
    ],
    current: 'ssp',
    projects: [],
    parts: [],
    network: { state: 'online', since: 0 },
  });
  const handlers = {
    shell: {
      about: async () => ({
        version: host.version,
        host: host.kind,
        folder: host.folder,
        secretsKept: host.secrets.kind,
      }),
      settings: (_: unknown, { signal }: { signal: AbortSignal }) => settings.follow(signal),
      readNotifications: () => Promise.reject(new Error('a secret thought')),
    },
    signIn: { session: (_: unknown, { signal }: { signal: AbortSignal }) => session.follow(signal) },
  } as unknown as AppHandlers;
  return {
    host,
    handlers,
    settings,
    session,
    reported,
    stopped: () => stopped,
    gateway: {
      handle: (id, request, response) => response.end(`${id} ${request.url}`),
      upgrade: (id, _, socket) => socket.end(`HTTP/1.1 101 Switching Protocols\r\nService: ${id}\r\n\r\n`),
    },
    blob: (path) =>
      Promise.resolve(
        path === 'icons/a' ? blobOf('image/png', new Uint8Array([...Array(100).keys()]), '"a1"') : undefined,
      ),
    receive: async () => {
      throw new Error('Nothing was announced');
    },
    report: (error) => reported.push(error),
    stop: async () => {
      stopped = true;
    },
  };
}
