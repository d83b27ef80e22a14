/** What the status of a pod still says of its containers after a restart of the node. */
import type { KubernetesObject } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, numberOf, textOf } from '../../kubernetes/shape.ts';
import { timestamp } from '../fields.ts';
import type { PodPlan } from '../pod-spec.ts';
import { waitingFacts, type ContainerFacts, type Terminated } from './pod-status.ts';

/**
 * The facts of a container as an earlier life of the node left them: a program that ran then has ended with the node,
 * for which the kubelet reports exit code 255 with reason Unknown. Undefined for a container that never began.
 */
export function knownFacts(
  pod: KubernetesObject,
  name: string,
  plan: PodPlan,
  init: boolean,
): ContainerFacts | undefined {
  const list = listOf(at(pod, 'status', init ? 'initContainerStatuses' : 'containerStatuses'));
  const status = list.find((entry) => entry['name'] === name);
  const ended = readTerminated(at(status, 'state', 'terminated'));
  const earlier = readTerminated(at(status, 'lastState', 'terminated'));
  const running = at(status, 'state', 'running');
  const cut: Terminated | undefined =
    running === undefined
      ? undefined
      : {
          exitCode: 255,
          reason: 'Unknown',
          startedAt: textOf(at(running, 'startedAt')) ?? timestamp(),
          finishedAt: timestamp(),
          containerID: textOf(at(status, 'containerID')) ?? '',
        };
  const last = cut ?? ended ?? earlier;
  if (last === undefined) return undefined;
  const fresh = waitingFacts(plan.initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating');
  const facts = {
    ...fresh,
    lastState: { terminated: last },
    restartCount: numberOf(at(status, 'restartCount')) ?? 0,
    containerID: textOf(at(status, 'containerID')),
    imageID: textOf(at(status, 'imageID')) ?? '',
  };
  const over =
    ended !== undefined &&
    !init &&
    (plan.restartPolicy === 'Never' || (plan.restartPolicy === 'OnFailure' && ended.exitCode === 0));
  return over
    ? {
        ...facts,
        state: { terminated: ended },
        lastState: earlier === undefined ? {} : { terminated: earlier },
      }
    : facts;
}

function readTerminated(value: unknown): Terminated | undefined {
  if (value === undefined || value === null) return undefined;
  const fields = fieldsOf(value);
  const message = textOf(fields['message']);
  return {
    exitCode: numberOf(fields['exitCode']) ?? 0,
    reason: textOf(fields['reason']) ?? 'Error',
    ...(message === undefined ? {} : { message }),
    startedAt: textOf(fields['startedAt']) ?? timestamp(),
    finishedAt: textOf(fields['finishedAt']) ?? timestamp(),
    containerID: textOf(fields['containerID']) ?? '',
  };
}
