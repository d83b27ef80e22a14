/** Platforms, people, projects: who is signed in to what, and what of it works. */
import { z } from 'zod';
import { FailureData } from './errors.ts';
import { mutation, query, stream } from './operation.ts';
import { PlatformFile } from './platform.ts';

export const PlatformId = z.string().min(1);

/** The parts that a platform may have; each works or fails by itself. */
export const PartName = z.enum(['onyxia', 'identity', 'kubernetes', 'storage', 'vault', 'catalogs']);
export type PartName = z.infer<typeof PartName>;

export const Part = z.object({
  name: PartName,
  /** `absent`: the platform does not have it. `failed`: it has, and `problem` says why it does not answer. */
  state: z.enum(['ready', 'checking', 'absent', 'failed']),
  address: z.string().optional(),
  problem: FailureData.optional(),
});
export type Part = z.infer<typeof Part>;

export const Project = z.object({
  id: z.string(),
  name: z.string(),
  /** The group it belongs to; absent for the personal project. */
  group: z.string().optional(),
  namespace: z.string(),
});
export type Project = z.infer<typeof Project>;

export const Person = z.object({
  userName: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
});
export type Person = z.infer<typeof Person>;

export const PlatformSummary = z.object({
  id: PlatformId,
  name: z.string(),
  kind: z.enum(['onyxia', 'cluster', 'sandbox']),
  address: z.string(),
  person: Person.optional(),
  state: z.enum(['signed-in', 'signing-in', 'signed-out', 'expired']),
});
export type PlatformSummary = z.infer<typeof PlatformSummary>;

export const Session = z.object({
  platforms: z.array(PlatformSummary),
  /** The platform that the screens show. */
  current: PlatformId.optional(),
  projects: z.array(Project),
  /** The project of `current` that the screens show. */
  project: z.string().optional(),
  parts: z.array(Part),
  /** `offline` says since when nothing has answered. */
  network: z.object({ state: z.enum(['online', 'offline']), since: z.number() }),
});
export type Session = z.infer<typeof Session>;

/** What happens while a person signs in, step by step. */
export const SignInStep = z.discriminatedUnion('kind', [
  /** A page of the identity provider was opened in the system browser; `address` is for a person who saw none. */
  z.object({ kind: z.literal('browser'), address: z.string() }),
  /** Device flow: type `code` at `address`. */
  z.object({ kind: z.literal('device'), address: z.string(), code: z.string(), expiresAt: z.number() }),
  /** One of several clients is signed in. */
  z.object({ kind: z.literal('client'), part: PartName, done: z.int(), of: z.int() }),
  z.object({ kind: z.literal('done'), person: Person }),
]);
export type SignInStep = z.infer<typeof SignInStep>;

export const ImportedCluster = z.object({
  kubeconfig: z.string().min(1),
  context: z.string().optional(),
  /** The kubeconfig may run the program that it names for credentials; without consent it is not run. */
  allowProgram: z.boolean().default(false),
  name: z.string().optional(),
  catalogs: z.array(z.url()).default([]),
  storage: z.url().optional(),
  mlflow: z.url().optional(),
});

export const signIn = {
  /** The whole state first, then again after each change. */
  session: stream(z.object({}), Session),
  /** Looks at an address and says which platform is there; keeps nothing. */
  discover: query(z.object({ address: z.string().min(1) }), z.object({ file: PlatformFile })),
  /** Reads the text of a platform file; `invalid-input` names the field at fault. */
  readPlatformFile: query(z.object({ text: z.string() }), z.object({ file: PlatformFile })),
  /** The contexts of a kubeconfig. */
  readKubeconfig: query(
    z.object({ text: z.string() }),
    z.object({
      current: z.string().optional(),
      contexts: z.array(
        z.object({
          name: z.string(),
          server: z.string(),
          namespace: z.string().optional(),
          user: z.string(),
          /** Command line that the context's user runs for credentials. */
          program: z.string().optional(),
        }),
      ),
    }),
  ),
  /** Where this laptop keeps a kubeconfig, and its text, if there is one. */
  findKubeconfig: query(z.object({}), z.object({ path: z.string(), text: z.string() }).nullable()),
  addPlatform: mutation(z.object({ file: PlatformFile }), z.object({ id: PlatformId })),
  addCluster: mutation(ImportedCluster, z.object({ id: PlatformId })),
  /** Starts the bundled platform and adds it. */
  addSandbox: mutation(z.object({}), z.object({ id: PlatformId })),
  /** The platform file to share. */
  exportPlatform: query(z.object({ id: PlatformId }), z.object({ text: z.string() })),
  removePlatform: mutation(z.object({ id: PlatformId }), z.object({})),
  /** Adds an authority to trust: for one platform, or while none is there yet for every look at an address. */
  trustAuthority: mutation(
    z.object({ pem: z.string(), platform: PlatformId.optional() }),
    z.object({ subjects: z.array(z.string()) }),
  ),
  /** Signs in; ends after `done`. Cancelling the stream gives up. */
  start: stream(z.object({ id: PlatformId, way: z.enum(['browser', 'device']) }), SignInStep),
  /** Signs in by what Onyxia's account page shows, where no redirect is allowed. */
  paste: mutation(
    z.object({
      id: PlatformId,
      kubeconfig: z.string().optional(),
      storage: z.string().optional(),
      vault: z.string().optional(),
    }),
    z.object({ accepted: z.array(PartName) }),
  ),
  /** A text for the administrator of the identity provider: what to allow, word for word. */
  administratorText: query(
    z.object({ id: PlatformId, language: z.enum(['en', 'fr']) }),
    z.object({ text: z.string() }),
  ),
  choosePlatform: mutation(z.object({ id: PlatformId }), z.object({})),
  chooseProject: mutation(z.object({ id: z.string() }), z.object({})),
  /** Asks every part again. */
  checkParts: mutation(z.object({}), z.object({})),
  /** Revokes and wipes; answers `unsent` with their number first, unless told to discard them. */
  signOut: mutation(
    z.object({ id: PlatformId, discardUnsent: z.boolean().default(false) }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('signed-out'), keptUnsent: z.int() }),
      z.object({ kind: z.literal('unsent'), count: z.int() }),
    ]),
  ),
};
