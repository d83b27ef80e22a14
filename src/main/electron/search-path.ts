/** The PATH of the person's shell: an app that was started by a click does not have it, and sign-in plugins are on it. */
import { execFile } from 'node:child_process';
import path from 'node:path';

const mark = '__sardonyx_path__';

/** Finds the PATH in what a shell printed: its start files may print things of their own. */
export function readPath(printed: string): string | undefined {
  const found = printed.split(mark)[1];
  return found !== undefined && found.includes('/') ? found : undefined;
}

/** Joins search paths, first wins, each folder once. */
export function joinPaths(
  paths: readonly (string | undefined)[],
  delimiter: string = path.delimiter,
): string {
  const folders = paths.flatMap((one) => one?.split(delimiter) ?? []).filter((folder) => folder !== '');
  return [...new Set(folders)].join(delimiter);
}

/** Asks the login shell, for at most three seconds; undefined when it does not tell. */
export function shellPath(shell: string | undefined): Promise<string | undefined> {
  if (shell === undefined || !path.isAbsolute(shell)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const asked = execFile(
      shell,
      ['-ilc', `printf '%s%s%s' ${mark} "$PATH" ${mark}`],
      { timeout: 3_000, killSignal: 'SIGKILL', encoding: 'utf8' },
      (error, printed) => resolve(error ? undefined : readPath(printed)),
    );
    asked.stdin?.end();
  });
}
