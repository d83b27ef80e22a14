/** Small files that outlive a restart of the sandbox. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Reads a JSON file; `undefined` when it is absent or was cut short by a crash. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes a JSON file so that a reader sees the old content or the new, never a part (mode 0600, folder 0700). */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  writeFileSync(part, JSON.stringify(value), { mode: 0o600 });
  chmodSync(part, 0o600);
  renameSync(part, file);
}
