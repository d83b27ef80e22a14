/** Which start of the operating system this is. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';

let asked: Promise<string> | undefined;

/** The kernel's own name for it; elsewhere the minute in which the system started. */
export function bootOf(): Promise<string> {
  asked ??= readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => String(Math.round((Date.now() - os.uptime() * 1000) / 120_000)),
  );
  return asked;
}
