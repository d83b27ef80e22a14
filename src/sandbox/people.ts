/** The people of the sandbox: who can sign in, and with which groups. */
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from './durable.ts';

export interface Person {
  /** User name, the `preferred_username` of every token; also the name of the person's bucket and Vault folder. */
  readonly name: string;
  readonly password: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly groups: readonly string[];
}

const seed = [
  { name: 'alice', givenName: 'Alice', familyName: 'Martin', groups: ['projet-nace'] },
  { name: 'bob', givenName: 'Bob', familyName: 'Bernard', groups: [] },
  { name: 'claire', givenName: 'Claire', familyName: 'Dubois', groups: ['projet-nace'] },
] as const;

const stored = z.record(z.string(), z.string().min(1));

/** A password that can be read aloud: five groups of consonant and vowel pairs, about 45 bits. */
function newPassword(): string {
  const pair = () => `${'bdfgklmnprstvz'[randomInt(14)]}${'aeiou'[randomInt(5)]}`;
  return Array.from({ length: 4 }, () => pair() + pair()).join('-');
}

/**
 * The people with their passwords, which are drawn once and kept in `people.json` of the folder (0600): a launched
 * service runs programs on this machine, so nobody else on it may guess them. `passwords` replaces some of them.
 */
export function readPeople(folder: string, passwords: Readonly<Record<string, string>> = {}): Person[] {
  const file = path.join(folder, 'people.json');
  const kept = stored.safeParse(readJson(file));
  const known = { ...(kept.success ? kept.data : {}), ...passwords };
  const people = seed.map((person) => ({
    ...person,
    email: `${person.name}@sandbox.test`,
    password: known[person.name] ?? newPassword(),
  }));
  writeJson(file, Object.fromEntries(people.map((person) => [person.name, person.password])));
  return people;
}
