/** What a child process needs to take the same way as the core. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Authorities } from './authorities.ts';
import type { ProxyDecision, ProxySettings } from './proxy-decision.ts';

/**
 * Variables for a child: the proxy under the names that Go, curl and Python read, and a file of all authorities where
 * some were added (SSL_CERT_FILE replaces the system's list, so the file holds that too).
 */
export async function childEnvironment(
  proxy: ProxyDecision,
  settings: ProxySettings,
  authorities: Authorities,
  folder: string,
): Promise<Record<string, string>> {
  const variables: Record<string, string> = {};
  if (proxy.kind === 'proxy') {
    for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'])
      variables[name] = proxy.url;
    if (settings.mode === 'manual' && settings.except) {
      variables['NO_PROXY'] = settings.except;
      variables['no_proxy'] = settings.except;
    }
  } else if (settings.mode !== 'system') {
    for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'https_proxy', 'http_proxy', 'all_proxy'])
      variables[name] = '';
  }
  if (authorities.own.length > 0) {
    const file = join(folder, `authorities-${authorities.key.slice(0, 16)}.pem`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, authorities.pem(), { mode: 0o600 });
    for (const name of ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'])
      variables[name] = file;
  }
  return variables;
}
