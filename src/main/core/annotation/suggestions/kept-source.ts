/** Which source of suggestions a person chose for a campaign, on this laptop; the password rests in the secret store. */
import { createHash } from 'node:crypto';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { SuggestionSource } from '../../../../shared/contract/annotation/suggestions.ts';
import type { AnnotationContext, AnnotationSurroundings } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';

type Where = Pick<AnnotationContext, 'store' | 'platformId' | 'userName'>;
type Secrets = AnnotationSurroundings['host']['secrets'];
type Served = Extract<SuggestionSource, { kind: 'served' }>;

const sourceKey = (at: CampaignRef) => `annotation/suggestion-source/${campaignKey(at)}`;

/** Undefined where none was chosen. */
export async function chosenSource({ store }: Where, at: CampaignRef): Promise<SuggestionSource | undefined> {
  const kept = await store.get(sourceKey(at));
  return SuggestionSource.safeParse(kept?.value).data;
}

/** @throws Failure `no-space` */
export async function chooseSource(
  { store }: Where,
  at: CampaignRef,
  source: SuggestionSource,
): Promise<void> {
  await store.set(sourceKey(at), source);
}

/** One password a server and user name, so that it never goes to another server. */
function passwordKey({ platformId, userName }: Where, { address, user = '' }: Served): string {
  const whose = createHash('sha256')
    .update(JSON.stringify([new URL(address).origin, user]))
    .digest('hex');
  return `${secretPrefix({ platformId, userName })}${whose}`;
}

/** How the names of all passwords of a person's coding services begin. */
export function secretPrefix({ platformId, userName }: Pick<Where, 'platformId' | 'userName'>): string {
  return `annotation/${encodeURIComponent(platformId)}/${encodeURIComponent(userName)}/coding-api/`;
}

export async function passwordOf(
  where: Where,
  secrets: Secrets,
  source: SuggestionSource,
): Promise<string | undefined> {
  if (source.kind !== 'served' || source.user === undefined) return undefined;
  return secrets.get(passwordKey(where, source));
}

/** Empty: forgets it. */
export async function keepPassword(
  where: Where,
  secrets: Secrets,
  source: Served,
  password: string,
): Promise<void> {
  const key = passwordKey(where, source);
  if (password === '') await secrets.delete(key);
  else await secrets.set(key, password);
}
