/** The bundled platform, started once for as long as the app runs. */
import path from 'node:path';
import { PlatformFile } from '../../shared/contract/platform.ts';
import { failure } from '../../shared/contract/errors.ts';
import type { Host } from './host.ts';

export interface SandboxKeeper {
  /** Starts it, or finds it running. Throws a Failure when it does not start. */
  start(): Promise<PlatformFile>;
  stop(): Promise<void>;
}

/** Keeps what the sandbox writes below the app's own folder. */
export function createSandboxKeeper(host: Host): SandboxKeeper {
  let running: Promise<{ file: PlatformFile; stop(): Promise<void> }> | undefined;

  async function launch() {
    try {
      const { platformFile, stop } = await host.startSandbox(path.join(host.folder, 'sandbox'));
      return { file: PlatformFile.parse(JSON.parse(platformFile)), stop };
    } catch (error) {
      running = undefined;
      const words = error instanceof Error ? error.message : String(error);
      throw failure('unreachable', 'The sandbox did not start', { reason: 'sandbox-start', words });
    }
  }

  return {
    start: async () => {
      running ??= launch();
      return (await running).file;
    },
    stop: async () => {
      const started = await running?.catch(() => undefined);
      await started?.stop();
    },
  };
}
