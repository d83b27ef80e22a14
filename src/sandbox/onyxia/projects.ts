/** Whose project a request is about: a person's own, or one of a group. */
import type { VerifiedToken } from '../identity/verify.ts';
import { groupPattern, prefixes } from './region.ts';
import { accessDenied } from './respond.ts';

export interface Project {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly vaultTopDir: string;
  /** Present in a project of a group. */
  readonly group?: string;
}

/** Every project of a person: their own, then one a group, in the shape of `GET /user/info`. */
export function projectsOf(person: Pick<VerifiedToken, 'name' | 'groups'>): Project[] {
  const own = prefixes.user + person.name;
  return [
    { id: own, namespace: own, name: `${person.name} personal project`, vaultTopDir: person.name },
    ...person.groups.map((group) => {
      // The pattern shortens a group's name and leaves out none: every group is a project.
      const short = group.replace(new RegExp(groupPattern.included), groupPattern.transform);
      const id = prefixes.group + short;
      return { id, group, namespace: id, name: id, vaultTopDir: id };
    }),
  ];
}

/** The project that the header `ONYXIA-PROJECT` names, the person's own without it. Throws 403 for others'. */
export function chooseProject(
  person: Pick<VerifiedToken, 'name' | 'groups'>,
  header: string | undefined,
): Project {
  const projects = projectsOf(person);
  const chosen =
    header === undefined || header === '' ? projects[0] : projects.find((project) => project.id === header);
  if (!chosen) throw accessDenied();
  return chosen;
}
