/** Programs that outlived a node which was killed: found by a note in the pod's folder, and ended. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { numberOr } from '../fields.ts';
import { fieldsOf, textOf } from '../../kubernetes/shape.ts';
import { signalGroup } from './process.ts';

/** Notes which process runs for a container. */
export function rememberProcess(
  podFolder: string,
  container: string,
  note: { pid: number; id: string },
): void {
  const folder = path.join(podFolder, 'processes');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${path.basename(container)}.json`), JSON.stringify(note));
}

/** Ends the noted processes of all pods that still run. A process id that now belongs to another program is left alone. */
export function endLeftovers(podsFolder: string): void {
  for (const uid of namesIn(podsFolder)) {
    const folder = path.join(podsFolder, uid, 'processes');
    for (const name of namesIn(folder)) {
      const note = readNote(path.join(folder, name));
      const pid = numberOr(note['pid'], 0);
      const id = textOf(note['id']);
      if (pid > 1 && id !== undefined && environmentOf(pid).includes(`SANDBOX_CONTAINER=${id}`))
        signalGroup(pid, 'SIGKILL');
    }
  }
}

function readNote(file: string): Record<string, unknown> {
  try {
    return fieldsOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

/** The environment of a process as text; empty when it is gone, is another person's, or the system does not tell. */
function environmentOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/environ`, 'utf8');
    if (process.platform === 'darwin')
      return execFileSync('ps', ['eww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    // Gone, or not ours: nothing to end.
  }
  return '';
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
