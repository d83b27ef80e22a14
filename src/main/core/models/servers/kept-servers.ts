/** The servers that a person added, and how the platform's own one knows them, in the store; secrets rest elsewhere. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { failure } from '../../../../shared/contract/errors.ts';
import { ServerDraft, ServerSignIn } from '../../../../shared/contract/models/servers.ts';
import type { ProjectContext } from '../../project-context.ts';

/** A server, as it is reached and signed in to. */
export interface KnownServer extends ServerDraft {
  readonly id: string;
  readonly from: 'platform' | 'own';
}

const Kept = z.object({
  own: z.array(ServerDraft.extend({ id: z.string() })).default([]),
  platform: z.object({ signIn: ServerSignIn, workspace: z.string().optional() }).optional(),
});
type Kept = z.infer<typeof Kept>;

/** By which the platform's own server is meant. */
export const platformServer = 'platform';
const storeKey = 'models/servers';

type Where = Pick<ProjectContext, 'store' | 'platform'>;

async function read({ store }: Where): Promise<Kept> {
  const kept = await store.get(storeKey);
  return Kept.safeParse(kept?.value).data ?? { own: [] };
}

/** The platform's server first, then own ones in the order in which they were added. */
export async function knownServers(where: Where): Promise<KnownServer[]> {
  const { own, platform } = await read(where);
  const url = where.platform.mlflow?.url;
  const first: KnownServer[] =
    url === undefined
      ? []
      : [
          {
            id: platformServer,
            from: 'platform',
            name: new URL(url).host,
            reach: { kind: 'address', url },
            signIn: platform?.signIn ?? { kind: 'none' },
            ...(platform?.workspace !== undefined && { workspace: platform.workspace }),
          },
        ];
  return [...first, ...own.map((one): KnownServer => ({ ...one, from: 'own' }))];
}

/** @throws Failure `not-found` with `model-server-gone` */
export async function knownServer(where: Where, id: string): Promise<KnownServer> {
  const found = (await knownServers(where)).find((one) => one.id === id);
  if (found) return found;
  throw failure('not-found', 'The server is not in the list any more', {
    reason: 'model-server-gone',
    values: { server: id },
  });
}

/** Adds or replaces; of the platform's own server sign-in and workspace only. @throws Failure `no-space` */
export async function keepServer(where: Where, id: string, draft: ServerDraft): Promise<void> {
  const kept = await read(where);
  const { signIn, workspace } = draft;
  if (id === platformServer)
    return where.store.set(storeKey, { ...kept, platform: { signIn, ...(workspace && { workspace }) } });
  const { name, reach } = draft;
  const next = { id, name, reach, signIn, ...(workspace && { workspace }) };
  const at = kept.own.findIndex((one) => one.id === id);
  await where.store.set(storeKey, {
    ...kept,
    own: at < 0 ? [...kept.own, next] : kept.own.with(at, next),
  });
}

export async function forgetServer(where: Where, id: string): Promise<void> {
  const kept = await read(where);
  await where.store.set(storeKey, { ...kept, own: kept.own.filter((one) => one.id !== id) });
}

/** Names what was seen on a server: another address, project or workspace is another server. */
export function seenKey(server: KnownServer, namespace: string): string {
  const { id, reach, workspace = '' } = server;
  const way = reach.kind === 'address' ? [reach.url] : [reach.service, reach.port ?? 0, namespace];
  return createHash('sha256')
    .update(JSON.stringify([id, way, workspace]))
    .digest('hex')
    .slice(0, 20);
}
