/** What happens before a container's program can start: its image must be there. */
import type { ContainerPlan } from '../pod-spec.ts';
import type { KubeletContext } from './context.ts';
import type { Image } from './images.ts';
import type { Pauses } from './pause.ts';

/** Who hears why a container does not start yet. */
export interface StartListener {
  readonly context: KubeletContext;
  readonly pauses: Pauses;
  record(type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** The container waits, for this reason. */
  wait(reason: string, message: string): void;
}

/**
 * Finds the image of a container. Where it is not there this goes on for ever as the kubelet does, ErrImagePull and
 * ImagePullBackOff in turn; undefined when the container ended meanwhile.
 */
export async function findImage(
  { image: name, pullPolicy }: ContainerPlan,
  { context, pauses, record, wait }: StartListener,
): Promise<Image | undefined> {
  const { backOffFirst, backOffMost, retry, settle } = context.pace;
  for (let delay = backOffFirst; ; delay = Math.min(delay * 2, backOffMost)) {
    const found = context.images.find(name);
    if ('image' in found) {
      record('Normal', 'Pulled', presentWords(name));
      return found.image;
    }
    if (pullPolicy === 'Never') {
      const message = `Container image "${name}" is not present with pull policy of Never`;
      record('Warning', 'ErrImageNeverPull', message);
      record('Warning', 'Failed', 'Error: ErrImageNeverPull');
      wait('ErrImageNeverPull', message);
      if ((await pauses.wait(retry)) === 'ended') return undefined;
      continue;
    }
    record('Normal', 'Pulling', `Pulling image "${name}"`);
    record('Warning', 'Failed', `Failed to pull image "${name}": ${found.failure}`);
    record('Warning', 'Failed', 'Error: ErrImagePull');
    wait('ErrImagePull', found.failure);
    if ((await pauses.wait(settle)) === 'ended') return undefined;
    record('Normal', 'BackOff', `Back-off pulling image "${name}"`);
    record('Warning', 'Failed', 'Error: ImagePullBackOff');
    wait('ImagePullBackOff', `Back-off pulling image "${name}": ErrImagePull: ${found.failure}`);
    if ((await pauses.wait(delay)) === 'ended') return undefined;
  }
}

/** The words of the event Pulled for an image that need not be fetched. */
export function presentWords(image: string): string {
  return `Container image "${image}" already present on machine and can be accessed by the pod`;
}
