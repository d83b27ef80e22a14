/** The commands that do the same by hand, as a person would type them. */
import type { ChartSource } from './helm.ts';

/** One word of a shell command, quoted where it must be (POSIX shells). */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export type HelmAction =
  | {
      readonly kind: 'install' | 'upgrade';
      readonly release: string;
      readonly namespace: string;
      readonly chart: ChartSource;
      readonly values: string;
      readonly reuseValues?: boolean;
    }
  | { readonly kind: 'uninstall' | 'history'; readonly release: string; readonly namespace: string }
  | {
      readonly kind: 'rollback';
      readonly release: string;
      readonly namespace: string;
      readonly revision: number;
    }
  | { readonly kind: 'list'; readonly namespace: string };

function chartWords(chart: ChartSource): string[] {
  if ('path' in chart) return [chart.path];
  return [
    chart.name,
    '--repo',
    chart.repository,
    ...(chart.version === undefined ? [] : ['--version', chart.version]),
  ];
}

/**
 * The text of a runnable command; values stand in a here-document. What is secret in `values` must have been replaced
 * before (by the name of an environment variable): the document is expanded by the shell only where it names one.
 */
export function equivalent(action: HelmAction): string {
  const where = ['--namespace', action.namespace];
  if (!('chart' in action)) {
    const about = 'release' in action ? [action.release] : [];
    const revision = 'revision' in action ? [String(action.revision)] : [];
    return words(['helm', action.kind, ...about, ...revision, ...where]);
  }
  const keep = action.kind === 'upgrade' && action.reuseValues ? ['--reuse-values'] : [];
  const command = words([
    'helm',
    action.kind,
    action.release,
    ...chartWords(action.chart),
    ...where,
    ...keep,
    '-f',
    '-',
  ]);
  const expands = /\$\{?[A-Z_]+\}?/.test(action.values);
  return `${command} <<${expands ? 'VALUES' : "'VALUES'"}\n${action.values.replace(/\n?$/, '\n')}VALUES`;
}

function words(all: readonly string[]): string {
  return all.map(quoteWord).join(' ');
}
