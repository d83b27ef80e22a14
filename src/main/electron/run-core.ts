/** The life of the core process: it starts on the first message, answers pages on the ports that follow, and stops. */
import path from 'node:path';
import { z } from 'zod';
import { contract } from '../../shared/contract/index.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { portPipe, type AnyPort } from '../../shared/rpc/port-pipe.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Core } from '../core/core.ts';
import type { Host } from '../core/host.ts';
import { createElectronHost } from './core-host.ts';
import { ToCoreProcess, type CoreSettings, type FromCoreProcess } from './core-messages.ts';
import { startCoreServer } from './core-server.ts';
import { hostContract } from './host-contract.ts';
import { readJson, writeJson } from './kept-json.ts';
import { joinPaths, shellPath } from './search-path.ts';

/** The end of the utility process that leads to the main process. */
export interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly object[] }) => void): unknown;
  postMessage(message: FromCoreProcess): void;
}

const KeptPort = z.object({ port: z.int().min(1).max(65_535) });

/**
 * Runs the core behind the port.
 * @param exit ends the process: 0 when it was told to stop, 1 when the core could not start.
 */
export function runCore(
  parent: ParentPort,
  createCore: (host: Host) => Promise<Core>,
  exit: (code: number) => void,
): void {
  let started: Promise<Started> | undefined;
  parent.on('message', ({ data, ports }) => {
    const message = ToCoreProcess.parse(data);
    const port = ports[0] as AnyPort | undefined;
    if (message.kind === 'start' && port && !started) {
      started = start(message.settings, port, parent, createCore);
      started.catch((error: unknown) => {
        parent.postMessage({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
        exit(1);
      });
    } else if (message.kind === 'pipe' && port) {
      started
        ?.then(({ core }) =>
          serve(contract, core.handlers, portPipe(port), (error, call) => core.report(error, call)),
        )
        .catch(() => port.close());
    } else if (message.kind === 'stop') {
      void Promise.resolve(started?.then(({ stop }) => stop()))
        .catch(() => {})
        .then(() => exit(0));
    }
  });
}

interface Started {
  readonly core: Core;
  stop(): Promise<void>;
}

async function start(
  settings: CoreSettings,
  port: AnyPort,
  parent: ParentPort,
  createCore: (host: Host) => Promise<Core>,
): Promise<Started> {
  const stopSearch = extendSearchPath(settings.programs);
  const ready = Promise.withResolvers<Core>();
  ready.promise.catch(() => {});
  const kept = path.join(settings.folder, 'service-port.json');
  const wanted = KeptPort.safeParse(readJson(kept));
  const server = await startCoreServer({
    port: wanted.success ? wanted.data.port : 0,
    key: settings.blobKey,
    core: ready.promise,
  });
  if (!wanted.success || wanted.data.port !== server.port) writeJson(kept, { port: server.port });
  parent.postMessage({ kind: 'listening', port: server.port });

  const main = connect(hostContract, onePipe(port));
  const host = createElectronHost({ settings, main: main.client, port: server.port });
  try {
    const core = await createCore(host);
    ready.resolve(core);
    parent.postMessage({ kind: 'ready' });
    return {
      core,
      stop: async () => {
        stopSearch();
        await server.stop();
        await core.stop();
        host.stop();
        main.close();
      },
    };
  } catch (error) {
    ready.reject(error);
    host.stop();
    main.close();
    await server.stop();
    throw error;
  }
}

/** The main process does not come back: once its port is gone, there is nothing to open again. */
function onePipe(port: AnyPort): () => Promise<ReturnType<typeof portPipe>> {
  let isFirst = true;
  return () => {
    if (!isFirst) return new Promise(() => {});
    isFirst = false;
    return Promise.resolve(portPipe(port));
  };
}

/** Puts the package's own programs first and adds what the person's shell knows; children inherit it when they start. */
function extendSearchPath(programs: string | undefined): () => void {
  if (programs === undefined) return () => {};
  let isOver = false;
  process.env['PATH'] = joinPaths([programs, process.env['PATH']]);
  if (process.platform !== 'win32') {
    void shellPath(process.env['SHELL']).then((found) => {
      if (!isOver) process.env['PATH'] = joinPaths([programs, found, process.env['PATH']]);
    });
  }
  return () => {
    isOver = true;
  };
}
