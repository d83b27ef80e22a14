/** What the cluster says of its one machine: the Node object, and the storage class of its folders. */
import type { NewObject, ObjectStore } from '../kubernetes/model.ts';
import { sameJson, at } from '../kubernetes/shape.ts';
import { readAmounts } from './amounts.ts';
import { timestamp } from './fields.ts';
import type { NodeOffer } from './controllers/scheduler.ts';

/** The address that the node says it has; nothing answers there, all traffic goes by the API server. */
export const nodeAddress = '10.10.0.1';

/** Puts the node and the default storage class into the store (or brings them up to date) and answers what the scheduler may count on. */
export function declareNode(store: ObjectStore, name: string, capacity: Record<string, string>): NodeOffer {
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'beta.kubernetes.io/arch': 'amd64',
  };
  const since = timestamp();
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    lastHeartbeatTime: since,
    lastTransitionTime: since,
    reason,
    message,
  });
  const status = {
    capacity,
    allocatable: capacity,
    addresses: [
      { type: 'InternalIP', address: nodeAddress },
      { type: 'Hostname', address: name },
    ],
    conditions: [
      condition(
        'MemoryPressure',
        'False',
        'KubeletHasSufficientMemory',
        'kubelet has sufficient memory available',
      ),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
    ],
    nodeInfo: {
      architecture: 'amd64',
      operatingSystem: 'linux',
      osImage: 'sandbox',
      kernelVersion: '',
      kubeletVersion: 'v1.35.4',
      containerRuntimeVersion: 'sandbox://1',
      machineID: '',
      systemUUID: '',
      bootID: '',
      kubeProxyVersion: '',
    },
  };
  put(store, 'nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status });
  put(store, 'storageclasses', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/host-path',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  });
  return { name, labels, allocatable: readAmounts(capacity) };
}

function put(store: ObjectStore, plural: string, wanted: NewObject): void {
  const name = wanted.metadata.name ?? '';
  const existing = store.get(plural, undefined, name);
  if (existing === undefined) return void store.create(wanted);
  if (wanted['status'] !== undefined && !sameJson(at(existing, 'status'), wanted['status'])) {
    store.modify(plural, undefined, name, (draft) => void (draft['status'] = wanted['status']), {
      subresource: 'status',
    });
  }
}
