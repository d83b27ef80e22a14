/** A hint that only the platform file of this sandbox has: who comes with it finds the form filled in. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readJson, writeJson } from '../durable.ts';

/**
 * The hint of a folder, made once. It travels as `login_hint`, so that whoever starts the sandbox signs in without
 * copying a password, while another user of this machine who opens the page must know one.
 */
export function readWelcome(folder: string): string {
  const file = path.join(folder, 'welcome.json');
  const known = readJson(file);
  if (typeof known === 'string') return known;
  const made = randomBytes(18).toString('base64url');
  writeJson(file, made);
  return made;
}
