/** The lab's Label Studio: started where it does not run, and then stopped again. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export interface LabelStudio extends AsyncDisposable {
  /** The answer as JSON, or as text where it is none. @throws Error with what the server says */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
}

const run = promisify(execFile);

/** @param lab the folder of the lab */
export async function startLabelStudio(lab: string): Promise<LabelStudio> {
  const services = path.join(lab, 'services', 'services');
  const { stdout: before } = await run(services, ['status']);
  const ran = /^label-studio\s+up\b/m.test(before);
  if (!ran) await run(services, ['up', 'label-studio']);
  const { stdout: facts } = await run(services, ['env']);
  const fact = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(facts)?.[1] ?? '';
  const [address, token] = [fact('LAB_LABEL_STUDIO_URL'), fact('LAB_LABEL_STUDIO_TOKEN')];
  return {
    async call(method, at, body) {
      const answer = await fetch(`${address}/api/${at}`, {
        method,
        headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${text.slice(0, 1000)}`);
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
    },
    async [Symbol.asyncDispose]() {
      if (!ran) await run(services, ['down', 'label-studio']);
    },
  };
}
