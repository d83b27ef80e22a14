import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { VaultError, seconds } from './secret.ts';
import type { VaultAnswer, VaultRequest } from './request.ts';
import { done, unsupported } from './request.ts';
import type { Lease, VaultStore } from './store.ts';

/** A person as an identity token names them. */
export interface VaultPerson {
  readonly name: string;
  readonly groups: readonly string[];
}

/** A lease may be renewed until 32 days after it was given, Vault's default `max_lease_ttl`. */
const longest = 2_764_800;

const authOf = (lease: Lease, role: string, duration: number): unknown => ({
  client_token: lease.token,
  accessor: lease.accessor,
  policies: ['default', role],
  token_policies: ['default', role],
  metadata: { role },
  lease_duration: duration,
  renewable: true,
  entity_id: lease.entity,
  token_type: 'service',
  orphan: true,
  mfa_requirement: null,
  num_uses: 0,
});

/** The same person has the same entity at every sign-in. */
const entityOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
};

/**
 * `POST auth/jwt/login`: a token for an identity token. Throws VaultError 400 with Vault's words.
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/jwt#jwt-login.
 */
export const login = async (
  store: VaultStore,
  body: Readonly<Record<string, unknown>>,
  options: {
    readonly role: string;
    readonly ttl: number;
    readonly now: number;
    readonly verifyToken: (token: string) => Promise<VaultPerson | undefined>;
  },
): Promise<VaultAnswer> => {
  const { role, jwt } = body;
  if (typeof jwt !== 'string' || jwt === '') throw new VaultError(400, ['missing token']);
  if (role !== undefined && role !== '' && role !== options.role)
    throw new VaultError(400, [`role "${String(role)}" could not be found`]);
  const person = await options.verifyToken(jwt);
  if (!person)
    throw new VaultError(400, [
      'error validating token: error verifying token signature: failed to verify id token signature',
    ]);
  const lease: Lease = {
    token: `hvs.${randomBytes(66).toString('base64url')}`,
    accessor: randomBytes(18).toString('base64url').replace(/[-_]/g, 'A'),
    person: { name: person.name, groups: person.groups },
    entity: entityOf(person.name),
    issued: options.now,
    ttl: options.ttl,
    expires: options.now + options.ttl * 1000,
  };
  store.keepLease(lease);
  return { status: 200, auth: authOf(lease, options.role, options.ttl) };
};

const rootLookup = (token: string): unknown => ({
  accessor: 'root',
  creation_time: 0,
  creation_ttl: 0,
  display_name: 'token',
  entity_id: '',
  expire_time: null,
  explicit_max_ttl: 0,
  id: token,
  meta: null,
  num_uses: 0,
  orphan: true,
  path: 'auth/token/create',
  policies: ['root'],
  renewable: false,
  ttl: 0,
  type: 'service',
});

const lookup = (lease: Lease, role: string, now: number): unknown => ({
  accessor: lease.accessor,
  creation_time: Math.floor(lease.issued / 1000),
  creation_ttl: lease.ttl,
  display_name: `jwt-${lease.person.name}`,
  entity_id: lease.entity,
  expire_time: new Date(lease.expires).toISOString(),
  explicit_max_ttl: 0,
  id: lease.token,
  issue_time: new Date(lease.issued).toISOString(),
  meta: { role },
  num_uses: 0,
  orphan: true,
  path: 'auth/jwt/login',
  policies: ['default', role],
  renewable: true,
  ttl: Math.max(0, Math.floor((lease.expires - now) / 1000)),
  type: 'service',
});

/**
 * `auth/token/{lookup-self,renew-self,revoke-self}`. Undefined for another path.
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/token.
 */
export const tokenPath = (
  request: VaultRequest,
  path: string,
  role: string,
  rootToken: string,
): VaultAnswer | undefined => {
  const { store, lease, now, method } = request;
  switch (path) {
    case 'lookup-self':
      if (method !== 'GET' && method !== 'PUT') throw unsupported();
      return {
        status: 200,
        data: lease ? lookup(lease, role, now) : rootLookup(rootToken),
        mountType: 'token',
      };
    case 'renew-self': {
      if (method !== 'PUT') throw unsupported();
      if (!lease) throw new VaultError(400, ['lease is not renewable']);
      const asked = seconds(request.body['increment'] ?? 0) || lease.ttl;
      const left = Math.floor((lease.issued + longest * 1000 - now) / 1000);
      const granted = Math.min(asked, left);
      store.keepLease({ ...lease, expires: now + granted * 1000 });
      return { status: 200, auth: authOf(lease, role, granted), mountType: 'token' };
    }
    case 'revoke-self':
      if (method !== 'PUT') throw unsupported();
      if (lease) store.endLease(lease.token);
      return done;
    default:
      return undefined;
  }
};

/** A root token that is made once and kept with the data. */
export const newRootToken = (): string => `hvs.root-${randomUUID()}`;
