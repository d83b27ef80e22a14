/** Credentials from an exec plugin of a kubeconfig (client.authentication.k8s.io): run once for all who wait, renewed ahead of time. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { ClientCertificate } from './access.ts';

/** `users[].user.exec` of a kubeconfig. */
export interface ExecPlugin {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly interactiveMode?: string;
  readonly provideClusterInfo?: boolean;
}

export interface ExecCluster {
  readonly server: string;
  readonly certificateAuthority?: string | undefined;
  readonly tlsServerName?: string | undefined;
}

export interface ExecOptions {
  /** Where commands are looked for; the process's own unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Folder that a command with a slash in it is relative to: the kubeconfig's. */
  readonly folder?: string;
  /** Milliseconds after which the plugin is ended: two minutes unless told (a person may have to sign in in a browser). */
  readonly deadline?: number;
  readonly clock?: () => number;
}

interface Credential {
  readonly token: string | undefined;
  readonly certificate: ClientCertificate | undefined;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface ExecCredentials {
  token(): Promise<string | undefined>;
  certificate(): Promise<ClientCertificate | undefined>;
  /** Runs the plugin again, also when the last credential still looks good. */
  renew(): Promise<void>;
}

/** A credential is renewed when it has less than this left, in milliseconds. */
const SKEW = 60_000;
const OUTPUT_LIMIT = 1024 * 1024;

/** The absolute path of a command on PATH (with PATHEXT's endings on Windows); undefined when there is none. */
export async function findCommand(
  command: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  const windows = process.platform === 'win32';
  const endings = windows ? (environment['PATHEXT'] ?? '.EXE;.CMD').split(';') : [''];
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter);
  for (const folder of folders) {
    // An empty or relative entry would run programs out of whatever folder the app was started in.
    if (!path.isAbsolute(folder)) continue;
    for (const ending of endings) {
      const candidate = path.join(folder, command + ending);
      const usable = await access(candidate, windows ? constants.F_OK : constants.X_OK).then(
        () => true,
        () => false,
      );
      if (usable) return candidate;
    }
  }
  return undefined;
}

async function locate(plugin: ExecPlugin, options: ExecOptions): Promise<string> {
  const { command } = plugin;
  if (path.isAbsolute(command)) return command;
  // client-go: a command with a separator is relative to the kubeconfig's folder.
  if (/[/\\]/.test(command)) return path.resolve(options.folder ?? '.', command);
  const found = await findCommand(command, options.environment);
  if (found) return found;
  throw failure('unsupported', `The kubeconfig asks for the program ${command}, which is not on PATH`, {
    reason: 'exec-plugin-missing',
    values: { command },
    ...(plugin.installHint && { words: plugin.installHint }),
  });
}

function execInfo(plugin: ExecPlugin, cluster: ExecCluster): string {
  return JSON.stringify({
    apiVersion: plugin.apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(plugin.provideClusterInfo && {
        cluster: {
          server: cluster.server,
          ...(cluster.tlsServerName && { 'tls-server-name': cluster.tlsServerName }),
          ...(cluster.certificateAuthority && {
            'certificate-authority-data': Buffer.from(cluster.certificateAuthority).toString('base64'),
          }),
        },
      }),
    },
  });
}

function run(file: string, plugin: ExecPlugin, cluster: ExecCluster, options: ExecOptions): Promise<string> {
  const own = Object.fromEntries((plugin.env ?? []).map((one) => [one.name, one.value]));
  const environment = {
    ...(options.environment ?? process.env),
    ...own,
    KUBERNETES_EXEC_INFO: execInfo(plugin, cluster),
  };
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...(plugin.args ?? [])],
      {
        env: environment,
        timeout: options.deadline ?? 120_000,
        killSignal: 'SIGKILL',
        maxBuffer: OUTPUT_LIMIT,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const values = { command: plugin.command };
        const words = stderr.trim().slice(-2_000);
        if (error.code === 'ENOENT' || error.code === 'EACCES') {
          reject(
            failure('unsupported', `${plugin.command} cannot be run`, {
              reason: 'exec-plugin-missing',
              values,
              words: plugin.installHint ?? error.message,
            }),
          );
        } else {
          const reason = error.killed ? 'exec-plugin-slow' : 'exec-plugin-failed';
          reject(
            failure('signed-out', `${plugin.command} gave no credential`, {
              reason,
              values,
              ...(words && { words }),
            }),
          );
        }
      },
    );
    child.stdin?.end();
  });
}

function read(output: string, plugin: ExecPlugin): Credential {
  const wrong = (): Error =>
    failure('signed-out', `${plugin.command} answered no ExecCredential`, {
      reason: 'exec-plugin-failed',
      values: { command: plugin.command },
    });
  let answer: { kind?: string; status?: Record<string, unknown> };
  try {
    answer = JSON.parse(output) as typeof answer;
  } catch {
    throw wrong();
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = answer.status ?? {};
  const certificate =
    typeof clientCertificateData === 'string' && typeof clientKeyData === 'string'
      ? { certificate: clientCertificateData, key: clientKeyData }
      : undefined;
  if (answer.kind !== 'ExecCredential' || (typeof token !== 'string' && !certificate)) throw wrong();
  const expires = typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    token: typeof token === 'string' ? token : undefined,
    certificate,
    expires: Number.isNaN(expires) ? Infinity : expires,
  };
}

/** Credentials of one exec plugin; nothing runs until the first one is asked for. Its methods throw a Failure (`unsupported` without the program, `signed-out` where it failed). */
export function createExecCredentials(
  plugin: ExecPlugin,
  cluster: ExecCluster,
  options: ExecOptions = {},
): ExecCredentials {
  const clock = options.clock ?? Date.now;
  let held: Credential | undefined;
  let running: Promise<Credential> | undefined;
  const fetch = (): Promise<Credential> => {
    running ??= locate(plugin, options)
      .then((file) => run(file, plugin, cluster, options))
      .then((output) => (held = read(output, plugin)))
      .catch((error: unknown) => {
        throw isFailure(error)
          ? error
          : failure('internal', 'The exec plugin could not be run', { words: String(error) });
      })
      .finally(() => (running = undefined));
    return running;
  };
  const current = (): Promise<Credential> =>
    held && held.expires - clock() > SKEW ? Promise.resolve(held) : fetch();
  return {
    token: async () => (await current()).token,
    certificate: async () => (await current()).certificate,
    async renew() {
      await fetch();
    },
  };
}
