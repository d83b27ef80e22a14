/** The keys with which the identity provider signs tokens and cookies. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../durable.ts';

const keys = z.object({
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }),
  cookies: z.array(z.string()).min(1),
});

export type IdentityKeys = z.infer<typeof keys>;

/** Reads `keys.json` of the folder, or makes an RSA key (2048 bit, RS256: what clients expect of an issuer) and keeps it. */
export function readIdentityKeys(folder: string): IdentityKeys {
  const file = path.join(folder, 'keys.json');
  const kept = keys.safeParse(readJson(file));
  if (kept.success) return kept.data;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
  const made: IdentityKeys = { jwks: { keys: [jwk] }, cookies: [randomBytes(32).toString('base64url')] };
  writeJson(file, made);
  return made;
}
