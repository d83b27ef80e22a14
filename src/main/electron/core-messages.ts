/** What main process and core process tell each other beside calls: how to start, ports to answer on, how it went. */
import { z } from 'zod';

export const CoreSettings = z.object({
  folder: z.string(),
  version: z.string(),
  commit: z.string().optional(),
  languages: z.array(z.string()),
  secretsKept: z.enum(['keychain', 'memory']),
  /** Without it, bytes are not handed out; it never leaves the two processes. */
  blobKey: z.string(),
  nodeProgram: z.string(),
  sandboxProgram: z.string(),
  /** The script by which helm and kubectl ask the core for a token. */
  credentialHelper: z.string(),
  /** Folder of helm and kubectl in a package. */
  programs: z.string().optional(),
});
export type CoreSettings = z.infer<typeof CoreSettings>;

/** To the core process. */
export const ToCoreProcess = z.discriminatedUnion('kind', [
  /** Comes first, with the port of the host contract. */
  z.object({ kind: z.literal('start'), settings: CoreSettings }),
  /** Comes with a port on which the app's contract is answered. */
  z.object({ kind: z.literal('pipe') }),
  z.object({ kind: z.literal('stop') }),
]);
export type ToCoreProcess = z.infer<typeof ToCoreProcess>;

/** From the core process. */
export const FromCoreProcess = z.discriminatedUnion('kind', [
  /** Opened services and bytes are answered at this port of 127.0.0.1. */
  z.object({ kind: z.literal('listening'), port: z.int().positive() }),
  z.object({ kind: z.literal('ready') }),
  /** It cannot start, and why: said before it ends. */
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);
export type FromCoreProcess = z.infer<typeof FromCoreProcess>;
