/** The line of `mc` that does the same as a transfer. Pure. */
import type { Job } from './record.ts';

/** A word for a shell (POSIX): quoted only where it must be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `alias` of a profile as `mc alias set` names it. */
export function commandFor(job: Job, alias: (profile: string) => string): string {
  const at = (place: { profile: string; bucket: string }, key = '') =>
    shellWord(`${alias(place.profile)}/${place.bucket}/${key}`);
  const chosen = (asked: Job & { kind: 'download' | 'copy' | 'move' | 'delete' }): string[] =>
    asked.selection.kind === 'rows'
      ? asked.selection.keys.slice(0, 3).map((key) => at(asked.from, key))
      : [at(asked.from)];
  const deep = (words: readonly string[]) =>
    words.some((word) => /\/'?$/.test(word)) ? ['--recursive'] : [];
  const words = (): string[] => {
    switch (job.kind) {
      case 'upload':
        return ['cp', '--recursive', ...job.paths.slice(0, 3).map(shellWord), at(job.to, job.to.prefix)];
      case 'staged':
        return ['cp', '--recursive', './', at(job.to, job.to.prefix)];
      case 'download':
        return ['cp', ...deep(chosen(job)), ...chosen(job), shellWord(`${job.folder}/`)];
      case 'copy':
      case 'move': {
        const target = at(job.to, job.to.prefix + (job.rename?.to ?? ''));
        return [job.kind === 'copy' ? 'cp' : 'mv', ...deep(chosen(job)), ...chosen(job), target];
      }
      case 'delete':
        return [
          'rm',
          ...deep(chosen(job)),
          ...(job.versions ? ['--versions'] : []),
          '--force',
          ...chosen(job),
        ];
      case 'sync': {
        const remote = at(job.remote, job.remote.prefix);
        const local = shellWord(`${job.local}/`);
        return ['mirror', '--overwrite', ...(job.direction === 'up' ? [local, remote] : [remote, local])];
      }
      case 'undo':
        return ['undo', '--recursive', '--force', at(job.from)];
    }
  };
  return ['mc', ...words()].join(' ');
}
