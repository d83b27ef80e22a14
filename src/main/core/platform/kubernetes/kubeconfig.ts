/** Access to a cluster out of a kubeconfig. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { failure } from '../../../../shared/contract/errors.ts';
import type { ClientCertificate, KubernetesAccess } from './access.ts';
import { createExecCredentials } from './exec-credential.ts';
import type { ExecCredentials, ExecPlugin } from './exec-credential.ts';

export interface KubeconfigOptions {
  /** Name of the context: the current one unless told. */
  readonly context?: string | undefined;
  /** Folder of the file, for relative paths in it. Without it, paths to files are refused: a pasted text must not read files. */
  readonly folder?: string | undefined;
  /** Exec plugins are programs that the file's author chose; they run only where a person agreed. */
  readonly allowExec?: boolean | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The legacy `auth-provider: oidc` that Onyxia's account page writes. */
export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
}

export interface KubeconfigAccess extends KubernetesAccess {
  readonly context: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string | undefined;
  readonly proxyUrl: string | undefined;
  /** The command line of the exec plugin, to be shown before it is allowed. */
  readonly execCommand: string | undefined;
  readonly oidc: OidcProvider | undefined;
  /** What was not taken over, as keys: `insecure-ignored`, `password-ignored`. */
  readonly warnings: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function invalid(message: string, reason: string, values: Record<string, string> = {}): Error {
  return failure('invalid-input', message, { reason, values, field: 'kubeconfig' });
}

function named(list: unknown, name: string | undefined, key: string): Fields {
  const found = Array.isArray(list) ? list.map(fields).find((one) => one['name'] === name) : undefined;
  if (!found)
    throw invalid(`The kubeconfig has no ${key} ${name ?? ''}`, `kubeconfig-no-${key}`, { name: name ?? '' });
  return fields(found[key]);
}

function parseConfig(source: string): Fields {
  let config: Fields;
  try {
    config = fields(parse(source, { maxAliasCount: 20 }));
  } catch (error) {
    throw failure('invalid-input', 'The kubeconfig is not YAML', {
      reason: 'kubeconfig-syntax',
      field: 'kubeconfig',
      words: error instanceof Error ? error.message : String(error),
    });
  }
  if (!Array.isArray(config['clusters'])) throw invalid('This is not a kubeconfig', 'kubeconfig-shape');
  return config;
}

/** PEM of `<key>-data` (base64) or of the file that `<key>` names. */
async function pem(from: Fields, key: string, folder: string | undefined): Promise<string | undefined> {
  const data = text(from[`${key}-data`]);
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(from[key]);
  return file === undefined ? undefined : readNamed(file, folder);
}

async function readNamed(file: string, folder: string | undefined): Promise<string> {
  if (folder === undefined)
    throw invalid(`The kubeconfig refers to the file ${file}`, 'kubeconfig-refers-to-file', { file });
  return readFile(path.resolve(folder, file), 'utf8').catch((error: unknown) => {
    throw failure('invalid-input', `${file} cannot be read`, {
      reason: 'kubeconfig-file-missing',
      values: { file },
      words: String(error),
    });
  });
}

function readOidc(user: Fields): OidcProvider | undefined {
  const provider = fields(user['auth-provider']);
  const settings = fields(provider['config']);
  const issuer = text(settings['idp-issuer-url']);
  const clientId = text(settings['client-id']);
  if (provider['name'] !== 'oidc' || !issuer || !clientId) return undefined;
  const idToken = text(settings['id-token']);
  const refreshToken = text(settings['refresh-token']);
  return { issuer, clientId, ...(idToken && { idToken }), ...(refreshToken && { refreshToken }) };
}

function readPlugin(user: Fields): ExecPlugin | undefined {
  const plugin = fields(user['exec']);
  return text(plugin['command']) ? (plugin as unknown as ExecPlugin) : undefined;
}

interface Credentials {
  readonly token?: () => Promise<string | undefined>;
  readonly renewToken?: () => Promise<void>;
  readonly clientCertificate?: ClientCertificate;
}

async function credentials(
  user: Fields,
  exec: ExecCredentials | undefined,
  folder: string | undefined,
): Promise<Credentials> {
  const certificate = await pem(user, 'client-certificate', folder);
  const key = await pem(user, 'client-key', folder);
  const own = certificate && key ? { clientCertificate: { certificate, key } } : {};
  const token = text(user['token']);
  const tokenFile = text(user['tokenFile']);
  // The file wins where both are given, and is read each time: what writes it renews it (client-go does the same).
  if (tokenFile) return { ...own, token: async () => (await readNamed(tokenFile, folder)).trim() };
  if (token) return { ...own, token: () => Promise.resolve(token) };
  const idToken = readOidc(user)?.idToken;
  if (idToken) return { ...own, token: () => Promise.resolve(idToken) };
  return exec ? { ...own, token: exec.token, renewToken: exec.renew } : own;
}

/** The names of the contexts of a kubeconfig, and the current one. Throws a Failure `invalid-input`. */
export function kubeconfigContexts(source: string): {
  readonly names: readonly string[];
  readonly current: string | undefined;
} {
  const config = parseConfig(source);
  const contexts = Array.isArray(config['contexts']) ? config['contexts'].map(fields) : [];
  return {
    names: contexts.map((one) => text(one['name'])).filter((name) => name !== undefined),
    current: text(config['current-context']),
  };
}

/**
 * Reads one context of a kubeconfig. `insecure-skip-tls-verify` is never obeyed (the server's certificate is checked, and
 * where that fails its chain is shown); it is told in `warnings`. Throws a Failure `invalid-input` that names what is wrong.
 */
export async function fromKubeconfig(
  source: string,
  options: KubeconfigOptions = {},
): Promise<KubeconfigAccess> {
  const config = parseConfig(source);
  const contextName = options.context ?? text(config['current-context']);
  const context = named(config['contexts'], contextName, 'context');
  const cluster = named(config['clusters'], text(context['cluster']), 'cluster');
  const user = text(context['user']) ? named(config['users'], text(context['user']), 'user') : {};
  const server = text(cluster['server']);
  if (!server || !URL.canParse(server))
    throw invalid('The kubeconfig has no address of a server', 'kubeconfig-no-server');
  const certificateAuthority = await pem(cluster, 'certificate-authority', options.folder);
  const tlsServerName = text(cluster['tls-server-name']);
  const plugin = readPlugin(user);
  const refused = (): Promise<never> =>
    Promise.reject(
      failure('forbidden', 'The kubeconfig wants to run a program', {
        reason: 'exec-not-allowed',
        values: { command: plugin?.command ?? '' },
      }),
    );
  const exec = plugin
    ? options.allowExec
      ? createExecCredentials(
          plugin,
          { server, certificateAuthority, tlsServerName },
          {
            ...(options.environment && { environment: options.environment }),
            ...(options.folder !== undefined && { folder: options.folder }),
          },
        )
      : { token: refused, certificate: refused, renew: refused }
    : undefined;
  const found = await credentials(user, exec, options.folder);
  const certificate =
    !found.clientCertificate && plugin && options.allowExec ? await exec?.certificate() : undefined;
  return {
    server,
    ...(certificateAuthority !== undefined && { certificateAuthority }),
    ...(tlsServerName !== undefined && { tlsServerName }),
    ...found,
    ...(certificate && { clientCertificate: certificate }),
    context: contextName ?? '',
    cluster: text(context['cluster']) ?? '',
    user: text(context['user']) ?? '',
    namespace: text(context['namespace']),
    proxyUrl: text(cluster['proxy-url']),
    execCommand: plugin && [plugin.command, ...(plugin.args ?? [])].join(' '),
    oidc: readOidc(user),
    warnings: [
      ...(cluster['insecure-skip-tls-verify'] === true ? ['insecure-ignored'] : []),
      ...(text(user['password']) ? ['password-ignored'] : []),
    ],
  };
}
