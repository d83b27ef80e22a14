import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../durable.ts';
import type { Person } from './model.ts';

/** Keys that do not expire, for programs: what they may do is what `person` may do. No session token goes with them. */
export interface ServiceKey {
  readonly accessKey: string;
  readonly secret: string;
  readonly person: Person;
}

const stored = z.record(z.string(), z.object({ accessKey: z.string().min(1), secret: z.string().min(1) }));

/**
 * The keys of each owner, by name; drawn once and kept in `service-keys.json` of the folder (0600). `owners` says who they
 * act as: a person, or a member of groups.
 */
export const readServiceKeys = (
  folder: string,
  owners: ReadonlyMap<string, Omit<Person, 'expiresAt'>>,
): Map<string, ServiceKey> => {
  const file = join(folder, 'service-keys.json');
  const read = stored.safeParse(readJson(file));
  const known = read.success ? read.data : {};
  const draw = () => ({
    accessKey: `SANDBOX${randomBytes(8).toString('hex').toUpperCase()}`,
    secret: randomBytes(30).toString('base64url'),
  });
  const keys = new Map(
    [...owners].map(([name, person]) => [
      name,
      { ...(known[name] ?? draw()), person: { ...person, expiresAt: Infinity } },
    ]),
  );
  const kept = [...keys].map(([name, { accessKey, secret }]) => [name, { accessKey, secret }]);
  writeJson(file, { ...known, ...(Object.fromEntries(kept) as typeof known) });
  return keys;
};
