/** Waits until the cluster says something, by its own watch. */
import { request } from 'node:https';
import type { SandboxFacts } from '../../facts.ts';

export interface WatchedObject {
  kind: string;
  metadata: { name: string; namespace?: string };
  [field: string]: unknown;
}

/** The first object of a list or watch (`/api/v1/namespaces/x/pods`) that fits; rejects when none came in 25 s. */
export function waitFor(
  facts: SandboxFacts,
  token: string,
  address: string,
  fits: (object: WatchedObject) => boolean,
): Promise<WatchedObject> {
  const { server, certificateAuthority: ca } = facts.kubernetes;
  return new Promise((resolve, reject) => {
    const options = {
      ca,
      agent: false as const,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(25_000),
    };
    const call = request(`${server}${address}?watch=true`, options, (response) => {
      let rest = '';
      let last = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          last = line;
          const { object } = JSON.parse(line) as { object: WatchedObject };
          if (!fits(object)) continue;
          resolve(object);
          call.destroy();
          return;
        }
      });
      response.on('close', () => reject(new Error(`nothing fitted at ${address}; last: ${last}`)));
    });
    call.on('error', reject).end();
  });
}
