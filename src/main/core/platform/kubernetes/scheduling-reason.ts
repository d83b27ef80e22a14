/** Why a pod has no node: what the scheduler did not find, or a volume that is not there. */
import { time } from './objects.ts';
import type { Claim, ClusterEvent, Pod } from './objects.ts';
import { parseQuantity } from './quantity.ts';
import { eventsOf, failed, last, makeReason, starting } from './verdict.ts';
import type { PodEvidence, Verdict } from './verdict.ts';

function request(pod: Pod, resource: string): number {
  return (pod.spec?.containers ?? []).reduce(
    (sum, one) =>
      sum + (parseQuantity(one.resources?.requests?.[resource] ?? one.resources?.limits?.[resource]) ?? 0),
    0,
  );
}

/** What the scheduler did not find, out of its message (kube-scheduler: "0/3 nodes are available: 2 Insufficient memory, ..."). */
function missingForScheduling(message: string): string {
  const insufficient = [...message.matchAll(/Insufficient ([\w./-]+?)(?=[,.]?(?:\s|$))/g)].map(
    (match) => match[1] ?? '',
  );
  const others = [
    ...(/node affinity|node selector|nodeSelector/i.test(message) ? ['node-selector'] : []),
    ...(/untolerated taint/i.test(message) ? ['taint'] : []),
    ...(/unschedulable/i.test(message) ? ['nodes-closed'] : []),
    ...(/Too many pods/i.test(message) ? ['pods'] : []),
  ];
  return [...new Set([...insufficient, ...others])].join(', ');
}

function claimTrouble(evidence: PodEvidence): { claim: Claim; event: ClusterEvent | undefined } | undefined {
  const names = (evidence.pod.spec?.volumes ?? []).map((volume) => volume.persistentVolumeClaim?.claimName);
  const waiting = evidence.claims.filter(
    (claim) =>
      claim.status?.phase !== 'Bound' &&
      (names.length === 0 || names.includes(claim.metadata?.name) || claim.metadata?.name === undefined),
  );
  for (const claim of waiting) {
    const name = claim.metadata?.name;
    const event = evidence.events.findLast(
      (one) =>
        one.reason === 'ProvisioningFailed' &&
        one.involvedObject?.kind === 'PersistentVolumeClaim' &&
        (claim.metadata?.uid
          ? one.involvedObject.uid === claim.metadata.uid
          : name === undefined || one.involvedObject.name === name),
    );
    if (event) return { claim, event };
  }
  return waiting[0] && { claim: waiting[0], event: undefined };
}

/** The verdict on a pod that has no node yet; undefined for one that has. */
export function unscheduled(evidence: PodEvidence): Verdict | undefined {
  const { pod } = evidence;
  const condition = pod.status?.conditions?.find((one) => one.type === 'PodScheduled');
  if (pod.spec?.nodeName || condition?.status === 'True') return undefined;
  const since = time(condition?.lastTransitionTime) ?? time(pod.metadata?.creationTimestamp);
  const words = condition?.message;
  if (condition?.status !== 'False' || !words) return starting(makeReason('scheduling', {}, words, since));
  if (/PersistentVolumeClaim|volume/i.test(words)) {
    const trouble = claimTrouble(evidence);
    const values = {
      claim:
        trouble?.claim.metadata?.name ??
        trouble?.event?.involvedObject?.name ??
        /persistentvolumeclaim "([^"]+)"/.exec(words)?.[1],
      storageClass: trouble?.claim.spec?.storageClassName,
      size: trouble?.claim.spec?.resources?.requests?.['storage'],
    };
    if (trouble?.event) return failed(makeReason('volume', values, trouble.event.message, since));
    const hopeless =
      /not found|conflict|had volume node affinity/i.test(words) && !/unbound immediate/i.test(words);
    return hopeless
      ? failed(makeReason('volume', values, words, since))
      : starting(makeReason('waiting-for-volume', values, words, since));
  }
  const grows = last(eventsOf(pod.metadata?.uid, evidence), 'TriggeredScaleUp');
  if (grows) return starting(makeReason('scheduling', {}, grows.message, since));
  const values = {
    missing: missingForScheduling(words),
    cpu: request(pod, 'cpu'),
    memory: request(pod, 'memory'),
  };
  return failed(makeReason('unschedulable', values, words, since));
}
