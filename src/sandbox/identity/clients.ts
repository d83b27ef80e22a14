/** The public clients that the sandbox's region names, one for each server, as a platform does. */

export interface ClientSettings {
  readonly id: string;
  readonly name: string;
  /** Servers that take this client's access tokens. */
  readonly audience: readonly string[];
  /** MinIO's claim that names a policy. */
  readonly policy?: string;
}

export const audiences = {
  onyxia: 'onyxia',
  s3: 'onyxia-minio',
  vault: 'onyxia-vault',
  kubernetes: 'onyxia-kubernetes',
} as const;

/** The main client's token is taken everywhere (as where a platform has one client); the others' by their own server only. */
export const clients: readonly ClientSettings[] = [
  { id: 'onyxia', name: 'Onyxia', audience: Object.values(audiences), policy: 'stsonly' },
  { id: 'onyxia-minio', name: 'Onyxia: storage', audience: [audiences.s3], policy: 'stsonly' },
  { id: 'onyxia-vault', name: 'Onyxia: secrets', audience: [audiences.vault] },
  { id: 'onyxia-kubernetes', name: 'Onyxia: cluster', audience: [audiences.kubernetes] },
];

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a redirect address is on this machine: any port and any path of a loopback host over http (RFC 8252 7.3). */
export function isLoopbackRedirect(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === 'http:' &&
    loopback.has(url.hostname) &&
    url.hash === '' &&
    url.username === ''
  );
}
