/** What a container's program is started with. */
import { mkdir } from 'node:fs/promises';
import type { KubernetesObject } from '../../kubernetes/model.ts';
import type { ContainerPlan } from '../pod-spec.ts';
import { ConfigurationMissing } from './configuration.ts';
import { buildEnvironment, expand } from './environment.ts';
import { presentWords, type StartListener } from './image-pull.ts';
import type { Image } from './images.ts';
import { freePorts } from './ports.ts';
import { inside } from './volumes.ts';

export interface PreparedProgram {
  readonly command: readonly string[];
  readonly environment: Record<string, string>;
  readonly workingFolder: string;
  /** Container port to the real port of this machine. */
  readonly ports: ReadonlyMap<number, number>;
}

interface PrepareOptions {
  readonly pod: KubernetesObject;
  readonly container: ContainerPlan;
  readonly image: Image;
  /** The folder that stands for `/`. */
  readonly root: string;
}

/**
 * Finds ports, environment, command and working folder. As long as a Secret or ConfigMap is missing the container waits
 * with CreateContainerConfigError; undefined when it ended meanwhile.
 */
export async function prepareProgram(
  { pod, container, image, root }: PrepareOptions,
  { context, pauses, record, wait }: StartListener,
): Promise<PreparedProgram | undefined> {
  for (;;) {
    try {
      const ports = await freePorts(container.ports.map(({ port }) => port));
      const environment = buildEnvironment({ store: context.store, pod, container, root, ports });
      const workingFolder =
        container.workingFolder === undefined ? root : inside(root, container.workingFolder);
      await mkdir(workingFolder, { recursive: true });
      const whole = [
        ...(container.command.length > 0 ? container.command : image.entrypoint),
        ...container.args,
      ];
      return { ports, environment, workingFolder, command: whole.map((part) => expand(part, environment)) };
    } catch (error) {
      if (!(error instanceof ConfigurationMissing)) throw error;
      record('Warning', 'Failed', `Error: ${error.message}`);
      wait('CreateContainerConfigError', error.message);
      if ((await pauses.wait(context.pace.retry)) === 'ended') return undefined;
      record('Normal', 'Pulled', presentWords(container.image));
    }
  }
}
