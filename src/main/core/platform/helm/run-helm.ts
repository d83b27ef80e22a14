/** Runs the helm program: found once, a home of its own, a kubeconfig without token for as long as the child lives. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { KubernetesAccess } from '../kubernetes/access.ts';
import { findCommand } from '../kubernetes/exec-credential.ts';
import { createChildKubeconfig } from './child-kubeconfig.ts';
import type { CredentialCommand } from './credential-broker.ts';
import { helmFailure, redact } from './helm-failures.ts';

export interface HelmOptions {
  /** Folder for helm's caches, settings and the kubeconfigs of running children; made with mode 0700. */
  readonly folder: string;
  /** How helm's exec plugin reaches the app. */
  readonly credentials: CredentialCommand;
  /** What the child gets besides its own: PATH to find helm on, HTTPS_PROXY, SSL_CERT_FILE... The process's own PATH unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface HelmTarget {
  readonly access: KubernetesAccess;
  readonly namespace: string;
  readonly signal?: AbortSignal | undefined;
}

const OUTPUT_LIMIT = 64 * 1024 * 1024;
export interface Invocation {
  readonly what: string;
  readonly args: readonly string[];
  readonly target?: HelmTarget;
  readonly input?: string;
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Runs the program once and gives what it printed; throws a Failure. */
export type HelmRunner = (invocation: Invocation) => Promise<string>;

/** A runner with a home below `folder`; the program is looked for when it is first needed. */
export function createHelmRunner(options: HelmOptions): HelmRunner {
  let file: Promise<string> | undefined;
  const locate = (): Promise<string> => {
    file ??= findCommand('helm', options.environment ?? process.env).then((found) => {
      if (found) return found;
      file = undefined;
      throw failure('unsupported', 'helm is not installed', {
        reason: 'helm-missing',
        words: 'https://helm.sh/docs/intro/install/',
      });
    });
    return file;
  };

  return async (invocation) => {
    const { target } = invocation;
    const program = await locate();
    const homes = { HELM_CACHE_HOME: 'cache', HELM_CONFIG_HOME: 'config', HELM_DATA_HOME: 'data' };
    const run = path.join(options.folder, 'run');
    // Helm takes a chart's name for a folder where one of that name lies in its working folder: that one stays empty.
    const empty = path.join(options.folder, 'empty');
    for (const folder of [run, empty]) await mkdir(folder, { recursive: true, mode: 0o700 });
    const kubeconfig =
      target && (await createChildKubeconfig(target.access, target.namespace, options.credentials, run));
    try {
      const environment = {
        ...withoutSettings(options.environment ?? process.env),
        ...Object.fromEntries(
          Object.entries(homes).map(([name, folder]) => [name, path.join(options.folder, folder)]),
        ),
        HELM_PLUGINS: path.join(options.folder, 'plugins'),
        HELM_NAMESPACE: target?.namespace ?? '',
        KUBECONFIG: kubeconfig?.file ?? path.join(run, 'none'),
        ...kubeconfig?.environment,
      };
      return await spawn(program, invocation, environment, empty);
    } catch (error) {
      throw kubeconfig?.problem() ?? error;
    } finally {
      await kubeconfig?.remove();
    }
  };
}

/** The environment without what the person told their own helm and kubectl: it has no say here. */
function withoutSettings(environment: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(HELM|KUBE)/i.test(name)));
}

function spawn(
  file: string,
  invocation: Invocation,
  environment: NodeJS.ProcessEnv,
  folder: string,
): Promise<string> {
  const signal = invocation.signal ?? invocation.target?.signal;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...invocation.args],
      {
        env: environment,
        maxBuffer: OUTPUT_LIMIT,
        windowsHide: true,
        cwd: folder,
        ...(signal && { signal }),
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        if (signal?.aborted) return reject(failure('cancelled', `helm ${invocation.what} was cancelled`));
        if (error.code === 'ENOENT' || error.code === 'EACCES')
          return reject(
            failure('unsupported', 'helm cannot be run', { reason: 'helm-missing', words: error.message }),
          );
        reject(helmFailure(redact(stderr || error.message, invocation.secrets ?? []), invocation.what));
      },
    );
    // A child that ends before it read its values says why by itself.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(invocation.input ?? '');
  }).catch((error: unknown) => {
    throw isFailure(error) ? error : failure('internal', 'helm could not be run', { words: String(error) });
  }) as Promise<string>;
}
