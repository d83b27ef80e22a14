/** Where the logs of a container lie: one file a program, named by the container's id; the one before is kept. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openLog, type LogWriter } from './log-file.ts';

/** The log file of one program of a container. The id with or without its `sandbox://`. */
export function logFile(podFolder: string, container: string, id: string): string {
  return path.join(podFolder, 'logs', path.basename(container), `${id.replace('sandbox://', '')}.log`);
}

/** Opens the log of a program that is about to start. */
export function openContainerLog(podFolder: string, container: string, id: string): LogWriter {
  return openLog(logFile(podFolder, container, id));
}

/** Removes the logs of a container but those of the given ids. */
export function keepLogs(podFolder: string, container: string, ids: readonly (string | undefined)[]): void {
  const kept = new Set(
    ids.filter((id) => id !== undefined).map((id) => `${id.replace('sandbox://', '')}.log`),
  );
  const folder = path.join(podFolder, 'logs', path.basename(container));
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!kept.has(name.replace(/\.older$/, ''))) rmSync(path.join(folder, name), { force: true });
  }
}
