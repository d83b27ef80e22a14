/** Volume claims: bound at once to a folder of this machine, which lives as long as the claim. */
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, textOf } from '../../kubernetes/shape.ts';
import { isFinished, isLeaving } from '../pod-state.ts';
import { startController } from './loop.ts';
import { writeStatus } from './ownership.ts';

const protection = 'kubernetes.io/pvc-protection';
/** How often a claim whose class is missing is looked at again, in milliseconds (the real controller's resync period). */
const resync = 15_000;

export interface Claims {
  /** The folder of a bound claim; undefined while it is not bound. */
  folderOf(namespace: string, name: string): string | undefined;
  /** Stops, and waits for folders that are being removed. */
  stop(): Promise<void>;
}

/** Starts the binder; the claims' folders lie in `folder`, named by the claim's uid. */
export function startClaims(store: ObjectStore, folder: string, log: (message: string) => void): Claims {
  const removals = new Set<Promise<void>>();
  const folderOf = (claim: KubernetesObject) => path.join(folder, claim.metadata.uid);
  const stop = startController({
    store,
    log,
    plural: 'persistentvolumeclaims',
    reconcile: (claim) => reconcile(store, claim, folderOf(claim)),
    // A claim in use is released when the last pod that uses it is gone.
    related: ({ resource, object, type }) =>
      resource.plural === 'pods' && type !== 'ADDED'
        ? claimsOf(object).map((name) => ({ namespace: object.metadata.namespace, name }))
        : [],
    removed(claim) {
      const volume = volumeName(claim);
      if (store.get('persistentvolumes', undefined, volume) !== undefined)
        store.delete('persistentvolumes', undefined, volume);
      const removal = rm(folderOf(claim), { recursive: true, force: true, maxRetries: 3 }).catch(
        (error: unknown) =>
          log(`the folder of claim ${claim.metadata.name} cannot be removed: ${String(error)}`),
      );
      removals.add(removal);
      void removal.then(() => removals.delete(removal));
    },
  });
  return {
    folderOf(namespace, name) {
      const claim = store.get('persistentvolumeclaims', namespace, name);
      return claim !== undefined && at(claim, 'status', 'phase') === 'Bound' ? folderOf(claim) : undefined;
    },
    async stop() {
      stop();
      await Promise.all(removals);
    },
  };
}

function reconcile(store: ObjectStore, claim: KubernetesObject, folder: string): number | undefined {
  if (isLeaving(claim)) return release(store, claim);
  if (at(claim, 'status', 'phase') === 'Bound') {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return undefined;
  }
  const told = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    store.recordEvent(claim, { type, reason, message, component: 'persistentvolume-controller' });
  if (at(claim, 'status', 'phase') === undefined)
    writeStatus(store, 'persistentvolumeclaims', claim, { phase: 'Pending' });
  const className = textOf(at(claim, 'spec', 'storageClassName')) ?? '';
  if (className === '') {
    told(
      'Normal',
      'FailedBinding',
      'no persistent volumes available for this claim and no storage class is set',
    );
    return resync;
  }
  const storageClass = store.get('storageclasses', undefined, className);
  if (storageClass === undefined) {
    told('Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
    return resync;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const provisioner = textOf(storageClass['provisioner']) ?? '';
  bind(store, claim, { className, provisioner, folder });
  told(
    'Normal',
    'ProvisioningSucceeded',
    `Successfully provisioned volume ${volumeName(claim)} using ${provisioner}`,
  );
  return undefined;
}

/** Makes the volume and ties the claim to it, in the order and with the marks of the real controller. */
function bind(
  store: ObjectStore,
  claim: KubernetesObject,
  { className, provisioner, folder }: { className: string; provisioner: string; folder: string },
): void {
  const { name, namespace, uid } = claim.metadata;
  const capacity = { storage: at(claim, 'spec', 'resources', 'requests', 'storage') };
  const accessModes = at(claim, 'spec', 'accessModes');
  if (store.get('persistentvolumes', undefined, volumeName(claim)) === undefined) {
    store.create({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volumeName(claim), annotations: { 'pv.kubernetes.io/provisioned-by': provisioner } },
      spec: {
        capacity,
        hostPath: { path: folder, type: '' },
        accessModes,
        claimRef: { kind: claim.kind, namespace, name, uid, apiVersion: claim.apiVersion },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: className,
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Bound' },
    });
  }
  const bound = store.modify('persistentvolumeclaims', namespace, name, (draft) => {
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
      'volume.beta.kubernetes.io/storage-provisioner': provisioner,
      'volume.kubernetes.io/storage-provisioner': provisioner,
    };
    draft.metadata.finalizers = [...new Set([...(draft.metadata.finalizers ?? []), protection])];
    fieldsOf(draft['spec'])['volumeName'] = volumeName(claim);
  });
  if (bound !== undefined)
    writeStatus(store, 'persistentvolumeclaims', bound, { phase: 'Bound', accessModes, capacity });
}

/** Lets a deleted claim go once no pod uses it any more. */
function release(store: ObjectStore, claim: KubernetesObject): undefined {
  const { namespace, name, finalizers } = claim.metadata;
  const used = store
    .list('pods', namespace)
    .some(
      (pod) => !isFinished(pod) && at(pod, 'spec', 'nodeName') !== undefined && claimsOf(pod).includes(name),
    );
  if (used || !finalizers?.includes(protection)) return;
  store.modify('persistentvolumeclaims', namespace, name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter(
      (finalizer) => finalizer !== protection,
    );
  });
}

function volumeName(claim: KubernetesObject): string {
  return `pvc-${claim.metadata.uid}`;
}

function claimsOf(pod: KubernetesObject): string[] {
  return listOf(at(pod, 'spec', 'volumes')).flatMap(
    (volume) => textOf(at(volume, 'persistentVolumeClaim', 'claimName')) ?? [],
  );
}
