/** What is remembered of a platform from one start to the next: no secret, enough to open every screen offline. */
import { z } from 'zod';
import { PlatformFile } from '../../../shared/contract/platform.ts';
import { Person, Project } from '../../../shared/contract/sign-in.ts';
import { Configuration, UserInfo } from '../platform/onyxia/types.ts';
import type { Store } from '../store/store.ts';

export const PlatformKind = z.enum(['onyxia', 'cluster', 'sandbox']);
export type PlatformKind = z.infer<typeof PlatformKind>;

/** The platforms of this laptop, in the order in which they were added. */
const Platforms = z.object({
  platforms: z.array(z.object({ file: PlatformFile, kind: PlatformKind })),
  current: z.string().optional(),
  /** PEM of authorities that were accepted before there was a platform to keep them with. */
  authorities: z.array(z.string()).default([]),
});
export type Platforms = z.infer<typeof Platforms>;

export const Known = z.object({
  person: Person.optional(),
  projects: z.array(Project.extend({ vaultFolder: z.string().optional() })).default([]),
  project: z.string().optional(),
  user: UserInfo.optional(),
  configuration: Configuration.optional(),
  /** Which token the cluster takes: tried once. */
  kubernetesToken: z.enum(['id', 'access']).default('id'),
});
export type Known = z.infer<typeof Known>;
export type KnownProject = Known['projects'][number];

const platformsKey = 'sign-in/platforms';
const knownKey = (id: string) => `sign-in/known/${id}`;

/** What was written by another version and cannot be read counts as nothing, one platform at a time. */
export async function loadPlatforms(store: Store): Promise<Platforms> {
  const value = (await store.get<unknown>(platformsKey))?.value;
  const whole = Platforms.safeParse(value);
  if (whole.success) return whole.data;
  const loose = z
    .object({ platforms: z.array(z.unknown()).default([]), current: z.string().optional() })
    .safeParse(value).data;
  const one = Platforms.shape.platforms.element;
  return {
    platforms: (loose?.platforms ?? []).flatMap((entry) => one.safeParse(entry).data ?? []),
    current: loose?.current,
    authorities: [],
  };
}

export function savePlatforms(store: Store, platforms: Platforms): Promise<void> {
  return store.set(platformsKey, platforms);
}

export async function loadKnown(store: Store, id: string): Promise<Known> {
  return Known.safeParse((await store.get<unknown>(knownKey(id)))?.value).data ?? Known.parse({});
}

export function saveKnown(store: Store, id: string, known: Known): Promise<void> {
  return store.set(knownKey(id), known);
}

/** Forgets a person: what was known of the platform, and copies of its configurations. */
export async function forgetKnown(store: Store, id: string): Promise<void> {
  await store.delete(knownKey(id));
  for (const { key } of await store.kept(configurationPrefix(id))) {
    // What Vault does not have yet is not ours to throw away.
    const waiting = (await store.get<{ waiting?: boolean }>(key))?.value.waiting === true;
    if (!waiting) await store.delete(key);
  }
}

/** Where copies of Onyxia's settings of a platform are kept. */
export function configurationPrefix(id: string): string {
  return `configuration/${id}/`;
}
