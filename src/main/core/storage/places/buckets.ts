/** The buckets of a profile: those that the server lists, or those that are known where it does not. */
import { z } from 'zod';
import { isFailure, type Failure, type FailureData } from '../../../../shared/contract/errors.ts';
import { Bucket, type Buckets } from '../../../../shared/contract/storage/places.ts';
import { dialectOf, learnDialect, productOf } from '../../platform/s3/dialect.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { element } from '../../platform/s3/xml-element.ts';
import type { Store } from '../../store/store.ts';
import { homeBuckets, ownerOf, type Whose } from './bucket-names.ts';

export const bucketsKey = (profile: string) => `storage/buckets/${profile}`;
const Kept = z.array(Bucket);

export interface BucketsAsked {
  readonly endpoint: S3Endpoint;
  readonly store: Store;
  readonly whose: Whose;
  /** Names from bookmarks. */
  readonly bookmarked: readonly string[];
  readonly clock: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Live where the server answers. Where it forbids the list: those of bookmarks, the person's or the project's own, and those seen before.
 * Where it does not answer: the last known ones.
 * @throws Failure when the server does not answer and nothing is known, or when the keys are wrong
 */
export async function bucketsOf(asked: BucketsAsked): Promise<Buckets> {
  const { endpoint, store, clock } = asked;
  const stored = await store.get(bucketsKey(endpoint.id));
  const kept = Kept.safeParse(stored?.value).data;
  try {
    const { buckets, problem } = await liveBuckets(asked, kept ?? []);
    const withVersions = await Promise.all(
      buckets.map(async (bucket, index) => ({ ...bucket, ...(await versioningOf(asked, bucket, index)) })),
    );
    await store.set(bucketsKey(endpoint.id), withVersions);
    return { buckets: withVersions, state: 'live', asOf: clock(), ...(problem && { problem }) };
  } catch (error) {
    const silent = ['unreachable', 'untrusted', 'busy', 'signed-out'];
    if (!isFailure(error) || !silent.includes(error.code) || !kept || !stored) throw error;
    return { buckets: kept, state: 'stored', asOf: stored.at, problem: error.data };
  }
}

async function liveBuckets(
  asked: BucketsAsked,
  kept: readonly Bucket[],
): Promise<{ buckets: Bucket[]; problem?: FailureData }> {
  const { endpoint, whose, signal } = asked;
  const owner = (name: string): Bucket['owner'] =>
    // Whose keys a person gives, those buckets are the person's.
    endpoint.kind === 'own' ? 'mine' : ownerOf(name, whose);
  try {
    const answer = await endpoint.send({ method: 'GET', signal });
    const product = productOf(answer.headers);
    if (dialectOf(endpoint).product !== product)
      learnDialect(endpoint, { product, triedAt: dialectOf(endpoint).triedAt ?? asked.clock() });
    return {
      buckets: listedBuckets(await answer.text()).map((one) => ({ ...one, owner: owner(one.name) })),
    };
  } catch (error) {
    if (!isFailure(error) || !forbidsList(error)) throw error;
    const homes = endpoint.kind === 'platform' ? await reachable(asked, homeBuckets(whose)) : [];
    const names = new Set([...homes, ...asked.bookmarked, ...kept.map(({ name }) => name)]);
    const whoseName = (name: string) => kept.find((one) => one.name === name)?.owner ?? ownerOf(name, whose);
    return {
      buckets: [...names].map((name) => ({ name, owner: whoseName(name) })),
      problem: { ...error.data, reason: 'storage-buckets-forbidden', values: { host: endpoint.host } },
    };
  }
}

function forbidsList({ code, data }: Failure): boolean {
  return (code === 'forbidden' && data.reason === 'storage-forbidden') || code === 'unsupported';
}

/** Those of some names that are there (perhaps closed to the person); the first name if none is, as the one to make. */
async function reachable({ endpoint, signal }: BucketsAsked, names: readonly string[]): Promise<string[]> {
  const there = await Promise.all(
    names.map(async (bucket) => {
      try {
        await (await endpoint.send({ method: 'HEAD', bucket, signal })).text();
        return true;
      } catch (error) {
        if (!isFailure(error) || error.code === 'unreachable') throw error;
        return error.code === 'forbidden' && names.length === 1;
      }
    }),
  );
  const found = names.filter((_, index) => there[index]);
  return found.length > 0 ? found : names.slice(0, 1);
}

/** Asked for the first twenty only: one small request each. */
async function versioningOf(
  { endpoint, signal }: BucketsAsked,
  { name, owner }: Bucket,
  index: number,
): Promise<Pick<Bucket, 'versioning'>> {
  if (index >= 20 || owner === 'other') return {};
  try {
    const answer = await endpoint.send({ method: 'GET', bucket: name, query: { versioning: '' }, signal });
    const status = element(await answer.text(), 'Status');
    return { versioning: status === 'Enabled' ? 'on' : status === 'Suspended' ? 'suspended' : 'off' };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { versioning: 'unknown' };
  }
}

/** The buckets of the answer of ListBuckets. Pure. */
export function listedBuckets(xml: string): { name: string; createdAt?: number }[] {
  return [...xml.matchAll(/<Bucket>([^]*?)<\/Bucket>/g)].flatMap(([, block = '']) => {
    const name = element(block, 'Name');
    const createdAt = Date.parse(element(block, 'CreationDate') ?? '');
    return name ? [{ name, ...(createdAt > 0 && { createdAt }) }] : [];
  });
}
