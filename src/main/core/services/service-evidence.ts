/** Sorts what is watched in a namespace by the release that each thing belongs to. */
import { manifestObjects, type ManifestObject } from '../platform/kubernetes/manifest.ts';
import type { Controller, Pod, Secret } from '../platform/kubernetes/objects.ts';
import {
  decodeOnyxiaRelease,
  decodeRelease,
  newestRevisions,
  type Release,
} from '../platform/kubernetes/release.ts';
import { belongsTo, type ServiceEvidence } from '../platform/kubernetes/service-state.ts';
import type { Collections } from './namespace-watch.ts';

interface Decoded {
  readonly version: string;
  readonly release: Release;
  readonly objects: readonly ManifestObject[];
}

/** Decoding a release means unzipping and parsing its whole manifest: done once for each version of its Secret. */
export interface EvidenceReader {
  /** One entry a release, by its name. Secrets that cannot be read are passed over and counted. */
  read(
    collections: Collections,
    options: { expectsOnyxia: boolean; now: number },
  ): { evidence: Map<string, ServiceEvidence>; unreadable: number };
}

/** Makes a reader with an empty memory. */
export function createEvidenceReader(): EvidenceReader {
  let known = new Map<string, Decoded>();

  function decode(secret: Secret): Decoded | undefined {
    const key = secret.metadata?.uid ?? '';
    const version = secret.metadata?.resourceVersion ?? '';
    const before = known.get(key);
    if (before && before.version === version) return before;
    try {
      const release = decodeRelease(secret.data?.['release'] ?? '');
      return { version, release, objects: manifestObjects(release.manifest) };
    } catch {
      return undefined;
    }
  }

  return {
    read: (collections, { expectsOnyxia, now }) => {
      const next = new Map<string, Decoded>();
      const evidence = new Map<string, ServiceEvidence>();
      let unreadable = 0;
      const onyxia = new Map(
        (collections.onyxia as readonly Secret[]).flatMap((secret) => {
          const release = decodeOnyxiaRelease(secret);
          return release ? [[release.release, release] as const] : [];
        }),
      );
      for (const [name, secret] of newestRevisions(collections.releases as readonly Secret[])) {
        const decoded = decode(secret);
        if (!decoded) {
          unreadable += 1;
          continue;
        }
        next.set(secret.metadata?.uid ?? '', decoded);
        const { release, objects } = decoded;
        const own = <T extends Pod>(all: readonly T[]) =>
          all.filter((one) => belongsTo(release, objects, one.metadata));
        const label = onyxia.get(name);
        evidence.set(name, {
          release,
          objects,
          pods: own(collections.pods as readonly Pod[]),
          controllers: own([
            ...withKind(collections.statefulSets, 'StatefulSet'),
            ...withKind(collections.deployments, 'Deployment'),
          ] as readonly Pod[]) as readonly Controller[],
          claims: collections.claims,
          events: collections.events,
          quotas: collections.quotas,
          ...(label ? { onyxia: label } : {}),
          expectsOnyxia,
          now,
        });
      }
      known = next;
      return { evidence, unreadable };
    },
  };
}

/** Lists of the API leave the kind out of their items. */
function withKind(objects: Collections[keyof Collections], kind: string) {
  return objects.map((object) => (object.kind === undefined ? { ...object, kind } : object));
}
