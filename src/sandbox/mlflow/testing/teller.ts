import type { MlflowSender } from './sender.ts';

const api = '/api/2.0/mlflow';

/** One place where requests are told apart by name and their answers kept. */
export interface Teller {
  tell(name: string, method: string, path: string, body?: unknown): Promise<unknown>;
  /** Says which id is meant by a name. */
  name(id: string, name: string): void;
  readonly told: Record<string, unknown>;
  readonly names: ReadonlyMap<string, string>;
}

/** Sends and keeps. */
export function teller(send: MlflowSender): Teller {
  const names = new Map<string, string>();
  const told: Record<string, unknown> = {};
  return {
    told,
    names,
    name: (id, name) => void names.set(id, name),
    async tell(name, method, path, body) {
      const { status, type, body: answer } = await send(method, `${api}/${path}`, body);
      told[name] = { status, type, answer };
      return answer;
    },
  };
}

type Raw = Record<string, unknown>;
/** What lies at a path of an answer, as text. */
export const at = (value: unknown, ...path: string[]): string => {
  let here = value;
  for (const part of path) here = (here as Raw | undefined)?.[part];
  return String(here);
};
