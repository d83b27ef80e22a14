/** The user name and password of the coding API, for where it asks for them. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../durable.ts';
import type { CodingCredentials } from './server.ts';

const stored = z.object({ user: z.string().min(1), password: z.string().min(1) });

/** Drawn once and kept in `coding.json` of the folder (0600). */
export function readCodingCredentials(folder: string): CodingCredentials {
  const file = path.join(folder, 'coding.json');
  const kept = stored.safeParse(readJson(file));
  if (kept.success) return kept.data;
  const drawn = { user: 'codification', password: randomBytes(12).toString('base64url') };
  writeJson(file, drawn);
  return drawn;
}
