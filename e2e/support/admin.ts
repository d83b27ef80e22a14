/** Makes things go wrong in the sandbox, by the address that its facts name. */
import type { Facts } from './facts.ts';

export interface Injection {
  /** Sets a fault; `target` names the server. */
  fault(fault: { readonly target: string } & Readonly<Record<string, unknown>>): Promise<void>;
  clear(): Promise<void>;
  /** Ends the pods of a release at once; returns their names. */
  killPods(namespace: string, release: string): Promise<string[]>;
  /** Stops every server, waits, and starts them again. */
  restart(downMilliseconds: number): Promise<void>;
}

/** The injection of a sandbox; throws when the facts are of real servers. */
export function inject(facts: Facts): Injection {
  const { admin } = facts;
  if (!admin) throw new Error('Only the sandbox lets faults be injected');
  const ask = async (method: string, address: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${admin.url}${address}`, {
      method,
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    fault: async (fault) => void (await ask('POST', '/faults', fault)),
    clear: async () => void (await ask('DELETE', '/faults')),
    killPods: async (namespace, release) =>
      ((await ask('POST', '/kill-pod', { namespace, release })) as { killed: string[] }).killed,
    restart: async (downMs) => void (await ask('POST', '/restart', { downMs })),
  };
}
