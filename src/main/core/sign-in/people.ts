/** Who signed in and which projects that opens. Pure. */
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Person } from '../../../shared/contract/sign-in.ts';
import type { UserInfo } from '../platform/onyxia/types.ts';
import type { KnownProject } from './known.ts';

/** The person of an ID token, Onyxia's own words first; undefined where neither names one. */
export function personOf(claims: Readonly<Record<string, unknown>>, user?: UserInfo): Person | undefined {
  const text = (name: string) =>
    typeof claims[name] === 'string' && claims[name] !== '' ? claims[name] : undefined;
  const userName = user?.idep ?? text('preferred_username') ?? text('email') ?? text('sub');
  if (userName === undefined) return undefined;
  const name =
    user?.nomComplet ??
    text('name') ??
    ([text('given_name'), text('family_name')].filter(Boolean).join(' ') || undefined);
  const email = user?.email ?? text('email');
  return { userName, ...(name && { name }), ...(email && { email }) };
}

/** The projects that Onyxia names. */
export function projectsOfUser(user: UserInfo): KnownProject[] {
  return user.projects.map((project) => ({
    id: project.id,
    name: project.group === undefined ? user.idep : (project.name ?? project.group),
    ...(project.group !== undefined && { group: project.group }),
    namespace: project.namespace ?? project.id,
    ...(project.vaultTopDir !== undefined && { vaultFolder: project.vaultTopDir }),
  }));
}

/**
 * The projects of a platform without Onyxia, from the templates of its file: `{user}` gives the personal one, `{group}`
 * one for each group of the person, a fixed name itself. Without templates: one named like the person.
 */
export function projectsOfFile(
  file: PlatformFile,
  person: Person,
  claims: Readonly<Record<string, unknown>>,
): KnownProject[] {
  const groups = Array.isArray(claims['groups'])
    ? claims['groups'].filter((group): group is string => typeof group === 'string')
    : [];
  const templates = file.kubernetes?.namespaces ?? [];
  const projects = templates.flatMap((template): KnownProject[] => {
    if (template.includes('{group}')) {
      return groups.map((group) => {
        const name = group.replace(/^\//, '');
        const namespace = template.replaceAll('{group}', name).replaceAll('{user}', person.userName);
        return { id: namespace, name, group: name, namespace, vaultFolder: name };
      });
    }
    const namespace = template.replaceAll('{user}', person.userName);
    const personal = template.includes('{user}');
    return [
      {
        id: namespace,
        name: personal ? person.userName : namespace,
        namespace,
        vaultFolder: person.userName,
      },
    ];
  });
  const all =
    projects.length > 0
      ? projects
      : [
          {
            id: person.userName,
            name: person.userName,
            namespace: person.userName,
            vaultFolder: person.userName,
          },
        ];
  return all.filter((project, index) => all.findIndex(({ id }) => id === project.id) === index);
}
