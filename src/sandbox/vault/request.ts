import type { Lease, VaultStore } from './store.ts';
import type { Actor } from './secret.ts';
import { VaultError } from './secret.ts';

/** A request whose token was checked; `lease` is undefined for the root token. */
export interface VaultRequest {
  readonly store: VaultStore;
  readonly mount: string;
  /** `GET`, `LIST`, `PUT` (POST too), `PATCH` or `DELETE`. */
  readonly method: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly lease: Lease | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** An answer: `data` is wrapped as Vault does; `status` 204 has none. */
export interface VaultAnswer {
  readonly status: number;
  readonly data?: unknown;
  readonly auth?: unknown;
  readonly mountType?: string;
  readonly warnings?: readonly string[];
  /** Sent as it is, without a wrapper. */
  readonly bare?: unknown;
}

/** Nothing to tell. */
export const done: VaultAnswer = { status: 204 };

/** The refusal of what a valid token may not do. */
export const denied = (): VaultError => new VaultError(403, ['1 error occurred:\n\t* permission denied\n\n']);

/** The refusal of a method that a path does not have. */
export const unsupported = (): VaultError =>
  new VaultError(405, ['1 error occurred:\n\t* unsupported operation\n\n']);

/** Who does something, for the metadata of a secret. */
export const actor = ({ lease }: VaultRequest, operation: string): Actor => ({
  actor: lease ? `jwt-${lease.person.name}` : 'token',
  operation,
  entity_id: lease?.entity ?? '',
  client_id: lease?.entity ?? '',
});

/**
 * Whether a token may reach a folder of secrets: root all, people their own (named as they are) and those of their
 * groups (`projet-<group>`), as Onyxia lays them out.
 */
export const ownsPath = ({ lease }: Pick<VaultRequest, 'lease'>, path: string): boolean => {
  if (!lease) return true;
  const [folder = ''] = path.split('/', 1);
  const { name, groups } = lease.person;
  return (
    folder === name ||
    (folder.startsWith('projet-') && groups.some((group) => folder === group || folder === `projet-${group}`))
  );
};
