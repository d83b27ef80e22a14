/** Runs the real helm for the Onyxia API, with a home of its own and the cluster's administrator kubeconfig. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface HelmOutcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Helm {
  /** `helm upgrade --install` of a chart archive; `values` (JSON, which is YAML) are the whole values, or with `reuse` what is laid over those in use. */
  install(options: {
    release: string;
    namespace: string;
    archive: Uint8Array;
    values: string;
    reuse: boolean;
  }): Promise<HelmOutcome>;
  uninstall(release: string, namespace: string): Promise<HelmOutcome>;
}

const timeout = 120_000;
const largestOutput = 50 * 1024 * 1024;

/** Makes the runner. `folder` holds the HELM_* homes; `kubeconfig` is read at each call. */
export function createHelm(options: {
  folder: string;
  kubeconfig: string;
  program?: string;
  log?: (message: string) => void;
}): Helm {
  const home = path.join(options.folder, 'helm');
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    HELM_CACHE_HOME: path.join(home, 'cache'),
    HELM_CONFIG_HOME: path.join(home, 'config'),
    HELM_DATA_HOME: path.join(home, 'data'),
    KUBECONFIG: options.kubeconfig,
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
  };

  const run = (parameters: string[]): Promise<HelmOutcome> =>
    new Promise((resolve) => {
      execFile(
        options.program ?? 'helm',
        parameters,
        { env: environment, timeout, maxBuffer: largestOutput, encoding: 'utf8' },
        (error, stdout, stderr) => {
          if (error) options.log?.(`helm ${parameters[0]}: ${stderr.trim() || String(error.code)}`);
          resolve({ ok: error === null, stdout, stderr });
        },
      );
    });

  return {
    async install({ release, namespace, archive, values, reuse }) {
      await mkdir(home, { recursive: true, mode: 0o700 });
      const work = await mkdtemp(path.join(home, 'install-'));
      try {
        const chart = path.join(work, 'chart.tgz');
        const file = path.join(work, 'values.yaml');
        await writeFile(chart, archive);
        // Values hold passwords and storage keys.
        await writeFile(file, values, { mode: 0o600 });
        return await run([
          'upgrade',
          '--install',
          '--history-max',
          '0',
          ...(reuse ? ['--reuse-values'] : []),
          release,
          chart,
          '--namespace',
          namespace,
          '--values',
          file,
          '--output',
          'json',
        ]);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    uninstall: (release, namespace) => run(['uninstall', release, '--namespace', namespace]),
  };
}
