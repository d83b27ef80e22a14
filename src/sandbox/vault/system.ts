import { denied, ownsPath, unsupported } from './request.ts';
import type { VaultAnswer, VaultRequest } from './request.ts';
import { VaultError } from './secret.ts';

const version = '1.21.2';
const cluster = { cluster_name: 'vault-cluster-sandbox', cluster_id: '7d0b9f4e-6a53-4f0e-9a3e-5f1d3c2b1a00' };

const mountEntry = (type: string, description: string, options: Record<string, string> | null): unknown => ({
  accessor: `${type}_sandbox`,
  config: { default_lease_ttl: 2_764_800, force_no_cache: false, max_lease_ttl: 2_764_800 },
  description,
  external_entropy_access: false,
  local: false,
  options,
  plugin_version: '',
  running_plugin_version: `v${version}+builtin.vault`,
  running_sha256: '',
  seal_wrap: false,
  type,
  uuid: '3c6f0a52-1e0e-4c39-9d0a-0f6f0e7c2b11',
});

/** What needs no token: health, seal status, and the mounts that anyone may see (none). Undefined for another path. */
export const openSystemPath = (path: string, now: number): VaultAnswer | undefined => {
  if (path === 'health')
    return {
      status: 200,
      bare: {
        initialized: true,
        sealed: false,
        standby: false,
        performance_standby: false,
        replication_performance_mode: 'disabled',
        replication_dr_mode: 'disabled',
        server_time_utc: Math.floor(now / 1000),
        version,
        enterprise: false,
        ...cluster,
        echo_duration_ms: 0,
        clock_skew_ms: 0,
        replication_primary_canary_age_ms: 0,
      },
    };
  if (path === 'seal-status')
    return {
      status: 200,
      bare: {
        type: 'shamir',
        initialized: true,
        sealed: false,
        t: 1,
        n: 1,
        progress: 0,
        nonce: '',
        version,
        ...cluster,
      },
    };
  return undefined;
};

const capabilitiesOf = (request: VaultRequest, path: string): string[] => {
  if (!request.lease) return ['root'];
  const [mount, kind = '', ...rest] = path.split('/');
  const inside = rest.join('/');
  if (mount !== request.mount || !ownsPath(request, inside)) return ['deny'];
  if (kind === 'data' || kind === 'metadata')
    return inside.includes('/')
      ? ['create', 'delete', 'list', 'patch', 'read', 'update']
      : [kind === 'metadata' ? 'list' : 'deny'];
  return ['delete', 'undelete', 'destroy'].includes(kind)
    ? ['update']
    : kind === 'subkeys'
      ? ['read']
      : ['deny'];
};

/**
 * `sys/internal/ui/mounts[/path]`, `sys/mounts` (root) and `sys/capabilities-self`. Undefined for another path.
 * Source: https://developer.hashicorp.com/vault/api-docs/system.
 */
export const systemPath = (request: VaultRequest, path: string): VaultAnswer | undefined => {
  const engine = mountEntry('kv', '', { version: '2' });
  if (path === 'internal/ui/mounts')
    return {
      status: 200,
      data: {
        auth: {
          'jwt/': mountEntry('jwt', '', null),
          'token/': mountEntry('token', 'token based credentials', null),
        },
        secret: { [`${request.mount}/`]: engine },
      },
    };
  if (path.startsWith('internal/ui/mounts/')) {
    const inside = path.slice('internal/ui/mounts/'.length);
    if (inside.split('/', 1)[0] !== request.mount)
      throw new VaultError(403, [
        'preflight capability check returned 403, please ensure client\'s policies grant access to path "' +
          `${inside.replace(/\/*$/, '/')}"`,
      ]);
    return { status: 200, data: { ...(engine as object), path: `${request.mount}/` } };
  }
  if (path === 'mounts') {
    if (request.lease) throw denied();
    return { status: 200, data: { [`${request.mount}/`]: engine }, mountType: 'system' };
  }
  if (path === 'capabilities-self') {
    if (request.method !== 'PUT') throw unsupported();
    const given = request.body['paths'] ?? request.body['path'];
    const paths = (Array.isArray(given) ? given : [given]).filter(
      (one): one is string => typeof one === 'string',
    );
    const all = Object.fromEntries(paths.map((one) => [one, capabilitiesOf(request, one)]));
    const [first] = paths;
    return {
      status: 200,
      mountType: 'system',
      data: { ...all, ...(first !== undefined && paths.length === 1 ? { capabilities: all[first] } : {}) },
    };
  }
  return undefined;
};
