/** Helm, the real program: run by its absolute path with arguments, values on standard input, a home of its own, no token in any file. */
import path from 'node:path';
import { failure } from '../../../../shared/contract/errors.ts';
import { readRelease } from '../kubernetes/release.ts';
import type { Release } from '../kubernetes/release.ts';
import { redact } from './helm-failures.ts';
import { createHelmRunner } from './run-helm.ts';
import type { HelmOptions, HelmRunner, HelmTarget, Invocation } from './run-helm.ts';

/** A chart in a repository, or an archive or folder on this laptop. */
export type ChartSource =
  | { readonly repository: string; readonly name: string; readonly version?: string | undefined }
  | { readonly path: string };

export interface InstallOptions extends HelmTarget {
  readonly release: string;
  readonly chart: ChartSource;
  /** YAML of the values. */
  readonly values: string;
  /** Parts of the values that may stand in no message. */
  readonly secrets?: readonly string[];
}

export interface UpgradeOptions extends InstallOptions {
  /** Keep what was given before and lay `values` over it. */
  readonly reuseValues?: boolean;
}

export interface ListedRelease {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
  readonly updated: string;
}

export interface HistoryEntry {
  readonly revision: number;
  readonly updated: string;
  readonly status: string;
  readonly chart: string;
  readonly description: string;
}

/** Each method throws a Failure; aborting its signal ends the child and throws `cancelled`. */
export interface Helm {
  /** Version without its `v`, e.g. `4.1.4`. Throws `unsupported` where helm is missing or older than 3.8. */
  version(): Promise<string>;
  install(options: InstallOptions): Promise<Release>;
  upgrade(options: UpgradeOptions): Promise<Release>;
  uninstall(options: HelmTarget & { readonly release: string; readonly wait?: boolean }): Promise<void>;
  list(options: HelmTarget): Promise<readonly ListedRelease[]>;
  history(options: HelmTarget & { readonly release: string }): Promise<readonly HistoryEntry[]>;
  rollback(options: HelmTarget & { readonly release: string; readonly revision: number }): Promise<void>;
  /** The objects as YAML, without asking a cluster. */
  template(options: Omit<InstallOptions, 'access'>): Promise<string>;
  /** Something of a chart as its author wrote it. */
  show(
    what: 'chart' | 'values' | 'readme' | 'all',
    chart: ChartSource,
    signal?: AbortSignal,
  ): Promise<string>;
}

/** Helm 3 hides some states unless told, helm 4 has no `--all` any more. */
const LISTED = ['--deployed', '--failed', '--pending', '--uninstalling'];
const OLDEST = [3, 8] as const;

/** The chart's place on helm's command line. A name must not look like an option. */
export function chartArguments(chart: ChartSource): string[] {
  if ('path' in chart) return [path.resolve(chart.path)];
  if (!/^[a-zA-Z0-9][\w.-]*$/.test(chart.name))
    throw failure('invalid-input', 'That is no name of a chart', {
      field: 'chart',
      values: { name: chart.name },
    });
  if (!URL.canParse(chart.repository))
    throw failure('invalid-input', 'The repository has no address', { field: 'repository' });
  return [
    chart.name,
    '--repo',
    chart.repository,
    ...(chart.version === undefined ? [] : [`--version=${chart.version}`]),
  ];
}

function releaseName(name: string): string {
  if (name.length > 53 || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) {
    throw failure(
      'invalid-input',
      'A release is named by at most 53 lower-case letters, digits and hyphens',
      { field: 'name', reason: 'release-name', values: { name } },
    );
  }
  return name;
}

class HelmProgram implements Helm {
  readonly #run: HelmRunner;

  constructor(options: HelmOptions) {
    this.#run = createHelmRunner(options);
  }

  async version(): Promise<string> {
    const text = await this.#run({ what: 'version', args: ['version', '--template={{.Version}}'] });
    const version = text.trim().replace(/^v/, '');
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (!(major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) {
      throw failure('unsupported', `helm ${version} is too old`, {
        reason: 'helm-too-old',
        values: { version, needed: OLDEST.join('.') },
      });
    }
    return version;
  }

  async install(options: InstallOptions): Promise<Release> {
    const args = [
      'install',
      releaseName(options.release),
      ...chartArguments(options.chart),
      '-f',
      '-',
      '-o',
      'json',
    ];
    return this.#release({
      what: 'install',
      args,
      target: options,
      input: options.values,
      secrets: options.secrets ?? [],
    });
  }

  async upgrade(options: UpgradeOptions): Promise<Release> {
    const keep = options.reuseValues ? ['--reuse-values'] : ['--reset-values'];
    // Onyxia's own Secret belongs to the first revision: the history must never be cut.
    const args = [
      'upgrade',
      releaseName(options.release),
      ...chartArguments(options.chart),
      ...keep,
      '--history-max',
      '0',
      '-f',
      '-',
      '-o',
      'json',
    ];
    return this.#release({
      what: 'upgrade',
      args,
      target: options,
      input: options.values,
      secrets: options.secrets ?? [],
    });
  }

  async uninstall(options: HelmTarget & { release: string; wait?: boolean }): Promise<void> {
    const args = ['uninstall', releaseName(options.release), ...(options.wait ? ['--wait'] : [])];
    await this.#run({ what: 'uninstall', args, target: options });
  }

  async list(options: HelmTarget): Promise<ListedRelease[]> {
    const found = await this.#json({
      what: 'list',
      args: ['list', ...LISTED, '--max', '0', '-o', 'json'],
      target: options,
    });
    return asRecords(found).map((one) => ({
      name: String(one['name']),
      namespace: String(one['namespace']),
      revision: Number(one['revision']),
      status: String(one['status']),
      chart: String(one['chart']),
      updated: String(one['updated']),
    }));
  }

  async history(options: HelmTarget & { release: string }): Promise<HistoryEntry[]> {
    const args = ['history', releaseName(options.release), '--max', '1000', '-o', 'json'];
    const found = await this.#json({ what: 'history', args, target: options });
    return asRecords(found).map((one) => ({
      revision: Number(one['revision']),
      updated: String(one['updated']),
      status: String(one['status']),
      chart: String(one['chart']),
      description: String(one['description']),
    }));
  }

  async rollback(options: HelmTarget & { release: string; revision: number }): Promise<void> {
    const args = ['rollback', releaseName(options.release), String(options.revision), '--history-max', '0'];
    await this.#run({ what: 'rollback', args, target: options });
  }

  template(options: Omit<InstallOptions, 'access'>): Promise<string> {
    const args = [
      'template',
      releaseName(options.release),
      ...chartArguments(options.chart),
      '--namespace',
      options.namespace,
      '-f',
      '-',
    ];
    return this.#run({
      what: 'template',
      args,
      input: options.values,
      secrets: options.secrets ?? [],
      signal: options.signal,
    });
  }

  show(
    what: 'chart' | 'values' | 'readme' | 'all',
    chart: ChartSource,
    signal?: AbortSignal,
  ): Promise<string> {
    return this.#run({ what: 'show', args: ['show', what, ...chartArguments(chart)], signal });
  }

  async #release(invocation: Invocation): Promise<Release> {
    const json = await this.#json(invocation);
    try {
      return readRelease(json);
    } catch (error) {
      throw failure('unsupported', 'helm answered no release', { words: String(error) });
    }
  }

  async #json(invocation: Invocation): Promise<unknown> {
    const text = await this.#run(invocation);
    try {
      return JSON.parse(text);
    } catch {
      throw failure('unsupported', `helm ${invocation.what} answered no JSON`, {
        words: redact(text, invocation.secrets ?? []).slice(0, 500),
      });
    }
  }
}

function asRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : [];
}

/** Helm with a home below `folder`. Nothing runs and nothing is looked for until the first method is called. */
export function createHelm(options: HelmOptions): Helm {
  return new HelmProgram(options);
}
