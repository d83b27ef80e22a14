/** Keys with which the pods of a project reach its bucket. */
import { projectsOf } from '../onyxia/projects.ts';
import type { Person } from '../people.ts';
import { readServiceKeys, type ServiceKey } from '../s3/service-keys.ts';

/** The keys of every project, by namespace; drawn once and kept in the folder. */
export function trainingKeys(folder: string, people: readonly Person[]): Map<string, ServiceKey> {
  const projects = people.flatMap(({ name, groups }) =>
    projectsOf({ name, groups: [...groups] }).map(({ namespace, group }) => ({ name, namespace, group })),
  );
  return readServiceKeys(
    folder,
    new Map(
      projects.map(({ name, namespace, group }) => [
        namespace,
        group === undefined ? { name, groups: [] } : { name: `${namespace}-workflow`, groups: [group] },
      ]),
    ),
  );
}
