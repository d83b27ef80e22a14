import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFaultGate } from '../../faults.ts';
import { startMlflow, type MlflowServer } from '../server.ts';
import { mlflowSender, type MlflowReply } from './sender.ts';

export const credentials = { user: 'codification', password: 'secret' };

/** A server in a folder of its own, which goes with it. */
export async function startForTest() {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-mlflow-'));
  const faults = createFaultGate();
  const start = () => startMlflow({ folder, port: 0, credentials, faults });
  let server: MlflowServer = await start();
  const send = (...request: Parameters<ReturnType<typeof mlflowSender>>): Promise<MlflowReply> =>
    mlflowSender(server.url)(...request);
  return {
    faults,
    send,
    get server() {
      return server;
    },
    /** One call below `/api/2.0/mlflow/`; its answer, which must be good. */
    async call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
      const { status, body: answer } = await send(method, `/api/2.0/mlflow/${path}`, body);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(answer)}`);
      return answer as Record<string, unknown>;
    },
    async restart() {
      await server.stop();
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
