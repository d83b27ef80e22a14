/** The Secret beside a release in which Onyxia notes its catalog, owner, name and whether it is shared. */
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';

export interface Ownership {
  readonly catalog: string;
  readonly owner: string;
  readonly friendlyName: string;
  readonly share: boolean;
}

const secretName = (release: string) => `sh.onyxia.release.v1.${release}`;
const encode = (value: string) => Buffer.from(value).toString('base64');

/** Reads the note about a release; undefined where there is none (a release that Onyxia did not finish). */
export function readOwnership(store: ObjectStore, namespace: string, release: string): Ownership | undefined {
  const data = store.get('secrets', namespace, secretName(release))?.['data'] as
    Record<string, string> | undefined;
  if (!data) return undefined;
  const text = (key: string) => Buffer.from(data[key] ?? '', 'base64').toString('utf8');
  return {
    catalog: text('catalog'),
    owner: text('owner'),
    friendlyName: text('friendlyName'),
    share: text('share') === 'true',
  };
}

/**
 * Writes the note about a new release. It belongs to helm's Secret of revision 1, so that it goes with the release.
 * Throws StatusError 409 when there is one already, 404 when helm's Secret is missing.
 */
export function createOwnership(
  store: ObjectStore,
  namespace: string,
  release: string,
  ownership: Ownership,
): void {
  const owner = store.get('secrets', namespace, `sh.helm.release.v1.${release}.v1`);
  if (!owner) throw new Error(`release ${release} has no first revision`);
  store.create({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'onyxia.sh/release.v1',
    metadata: {
      name: secretName(release),
      namespace,
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          name: owner.metadata.name,
          uid: owner.metadata.uid,
          controller: true,
        },
      ],
    },
    data: {
      catalog: encode(ownership.catalog),
      friendlyName: encode(ownership.friendlyName),
      owner: encode(ownership.owner),
      share: encode(String(ownership.share)),
    },
  });
}

/** Changes fields of the note. False when there is none. */
export function changeOwnership(
  store: ObjectStore,
  namespace: string,
  release: string,
  change: Partial<Pick<Ownership, 'friendlyName' | 'share'>>,
): boolean {
  const changed = store.modify('secrets', namespace, secretName(release), (secret: KubernetesObject) => {
    const data = { ...(secret['data'] as Record<string, string>) };
    if (change.friendlyName !== undefined) data['friendlyName'] = encode(change.friendlyName);
    if (change.share !== undefined) data['share'] = encode(String(change.share));
    secret['data'] = data;
  });
  return changed !== undefined;
}
