/** Passwords, tokens and headers of MLflow servers, in the secret store alone. */
import { createHash } from 'node:crypto';
import type { ServerDraft } from '../../../../shared/contract/models/servers.ts';
import type { ProjectContext, ProjectSurroundings } from '../../project-context.ts';

type Person = Pick<ProjectContext, 'platformId' | 'userName'>;
type Secrets = ProjectSurroundings['host']['secrets'];

/** How the names of all secrets of a person's servers begin. */
export function secretPrefix({ platformId, userName }: Person): string {
  return `models/${encodeURIComponent(platformId)}/${encodeURIComponent(userName)}/servers/`;
}

/** True for a sign-in that has a secret of its own. */
export function wantsSecret({ signIn }: Pick<ServerDraft, 'signIn'>): boolean {
  return signIn.kind === 'basic' || signIn.kind === 'bearer' || signIn.kind === 'header';
}

/** One secret a server, place and identity, so that it never goes to another server. */
function secretKey(person: Person, id: string, { reach, signIn }: ServerDraft): string {
  const place = reach.kind === 'address' ? new URL(reach.url).origin : `service ${reach.service}`;
  const whose = createHash('sha256')
    .update(JSON.stringify([id, place, signIn]))
    .digest('hex');
  return `${secretPrefix(person)}${encodeURIComponent(id)}/${whose}`;
}

export async function secretOf(
  person: Person,
  secrets: Secrets,
  id: string,
  draft: ServerDraft,
): Promise<string | undefined> {
  return wantsSecret(draft) ? secrets.get(secretKey(person, id, draft)) : undefined;
}

/** Keeps it, and no other of this server: what belonged to an address of before is forgotten. Absent: as before, empty: none. */
export async function keepSecret(
  person: Person,
  secrets: Secrets,
  id: string,
  draft: ServerDraft,
  secret: string | undefined,
): Promise<void> {
  const key = wantsSecret(draft) ? secretKey(person, id, draft) : undefined;
  for (const other of await secrets.keys(`${secretPrefix(person)}${encodeURIComponent(id)}/`))
    if (other !== key || secret === '') await secrets.delete(other);
  if (key !== undefined && secret) await secrets.set(key, secret);
}

export async function forgetSecrets(person: Person, secrets: Secrets, id: string): Promise<void> {
  for (const key of await secrets.keys(`${secretPrefix(person)}${encodeURIComponent(id)}/`))
    await secrets.delete(key);
}
