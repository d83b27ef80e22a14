/** Which container of a pod a log, an exec or an attach is about. */
import type { KubernetesObject } from './model.ts';
import { at, listOf, textOf } from './shape.ts';
import { badRequest } from './status.ts';

/** The container named, or the only one. Throws 400 when it is unclear or unknown, in the words of the real server. */
export function containerOf(pod: KubernetesObject, asked: string | null): string {
  const names = (list: string) =>
    listOf(at(pod, 'spec', list)).map((container) => textOf(container['name']) ?? '');
  const main = names('containers');
  const initial = names('initContainers');
  const { name } = pod.metadata;
  if (asked) {
    if (main.includes(asked) || initial.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [first] = main;
  if (main.length === 1 && first !== undefined) return first;
  const more = initial.length > 0 ? ` or one of the init containers: [${initial.join(' ')}]` : '';
  throw badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${main.join(' ')}]${more}`,
  );
}
