/** What the core may ask when it runs in Electron's utility process: most of it is asked of the main process. */
import os from 'node:os';
import type { Client } from '../../shared/contract/operation.ts';
import type { Host } from '../core/host.ts';
import type { CoreSettings } from './core-messages.ts';
import type { HostContract } from './host-contract.ts';
import { appOrigin, serviceDomain } from './names.ts';
import { startSandbox } from './sandbox-process.ts';

export interface ElectronHostOptions {
  readonly settings: CoreSettings;
  readonly main: Client<HostContract>;
  /** Port at which opened services are answered. */
  readonly port: number;
}

/** Makes the core's host; `stop` ends what it listens to. */
export function createElectronHost({ settings, main, port }: ElectronHostOptions): Host & { stop(): void } {
  const ending = new AbortController();
  const listeners = new Set<() => void>();
  void followResumes(main, ending.signal, () => {
    for (const listener of listeners) listener();
  });

  return {
    kind: 'electron',
    folder: settings.folder,
    version: settings.version,
    ...(settings.commit === undefined ? {} : { commit: settings.commit }),
    secrets: {
      kind: settings.secretsKept,
      get: async (key) => (await main.secrets.get({ key })) ?? undefined,
      set: async (key, value) => void (await main.secrets.set({ key, value })),
      delete: async (key) => void (await main.secrets.delete({ key })),
      keys: (prefix) => main.secrets.keys({ prefix }),
    },
    openAddress: async (address) => void (await main.system.openAddress({ address })),
    openFile: async (file) => void (await main.system.openFile({ file })),
    keepAwake: async () => {
      await main.system.keepAwake({ on: true });
      return () => void main.system.keepAwake({ on: false }).catch(() => {});
    },
    notify: (notification) => {
      // A notification that the system does not show is no reason to fail: the app lists it too.
      main.system.notify(notification).catch(() => {});
    },
    systemProxy: (address) => main.system.proxy({ address }),
    onResume: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    serviceWay: 'view',
    serviceOrigin: async (id) => `http://${id}.${serviceDomain}:${port}`,
    appOrigin: async () => appOrigin,
    temporaryFolder: os.tmpdir(),
    credentialCommand: { command: settings.nodeProgram, args: [settings.credentialHelper] },
    startSandbox: (folder) => startSandbox(settings, folder),
    languages: settings.languages,
    clock: Date.now,
    stop: () => ending.abort(),
  };
}

/** The stream begins with how often it happened so far, which is no news. */
async function followResumes(
  main: Client<HostContract>,
  signal: AbortSignal,
  tell: () => void,
): Promise<void> {
  let known: number | undefined;
  try {
    for await (const count of main.system.resumes({}, { signal })) {
      if (known !== undefined && count !== known) tell();
      known = count;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
