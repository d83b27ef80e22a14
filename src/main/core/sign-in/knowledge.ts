/** What is found out about a person on a platform, remembered as it is learnt. */
import { isFailure } from '../../../shared/contract/errors.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Person } from '../../../shared/contract/sign-in.ts';
import type { Configuration } from '../platform/onyxia/types.ts';
import type { Store } from '../store/store.ts';
import { forgetKnown, Known, loadKnown, saveKnown, type KnownProject } from './known.ts';
import { personOf, projectsOfFile, projectsOfUser } from './people.ts';
import { regionOf, type Resources } from './resources.ts';

export interface Knowledge {
  get(): Known;
  project(): KnownProject | undefined;
  restore(): Promise<void>;
  remember(change: Partial<Known>): Promise<void>;
  forget(): Promise<void>;
  /** Who signed in, by the tokens; another person than before starts with nothing of theirs. */
  learnPerson(resources: Resources): Promise<Person | undefined>;
  /** Takes a person whose tokens or keys were pasted. */
  takePerson(
    person: Person,
    claims: Readonly<Record<string, unknown>>,
    namespace: string | undefined,
  ): Promise<void>;
  /**
   * Asks Onyxia for the region and, where `asPerson`, for the person and the projects.
   * @returns what changed: the region decides which adapters there are.
   */
  learnFromOnyxia(
    resources: Resources,
    asPerson: boolean,
    signal: AbortSignal,
  ): Promise<{ changed: boolean }>;
  /** Asks Onyxia to prepare the namespace of the project, once a project and start. */
  onboard(resources: Resources, signal?: AbortSignal): Promise<void>;
}

export function createKnowledge(file: PlatformFile, store: Store): Knowledge {
  let known = Known.parse({});
  const onboarded = new Map<string, Promise<void>>();

  async function remember(change: Partial<Known>): Promise<void> {
    known = { ...known, ...change };
    await saveKnown(store, file.id, known);
  }
  const chosen = (projects: readonly KnownProject[]) =>
    projects.find(({ id }) => id === known.project)?.id ?? projects[0]?.id;
  const project = () => known.projects.find(({ id }) => id === known.project);

  /** Until Onyxia tells, or where there is none. */
  function projectsOf(person: Person, claims: Readonly<Record<string, unknown>>): KnownProject[] {
    if (!file.onyxia) return projectsOfFile(file, person, claims);
    const prefix = regionOf(file, known.configuration)?.services?.namespacePrefix ?? 'user-';
    const namespace = `${prefix}${person.userName}`;
    return [{ id: namespace, name: person.userName, namespace, vaultFolder: person.userName }];
  }

  return {
    get: () => known,
    project,
    remember,
    async restore() {
      known = await loadKnown(store, file.id);
    },
    async forget() {
      await forgetKnown(store, file.id);
      known = Known.parse({});
      onboarded.clear();
    },
    async learnPerson(resources) {
      const signedIn = resources.clients
        .map((client) => resources.session(client))
        .find((one) => one.state() === 'signed-in');
      const claims = (resources.main ?? signedIn)?.claims() ?? {};
      const person = personOf(claims);
      if (!person) return known.person;
      const before = known.person?.userName;
      if (before !== undefined && before !== person.userName && before !== known.user?.idep) {
        known = Known.parse({ configuration: known.configuration });
      }
      const projects = known.user ? known.projects : projectsOf(person, claims);
      await remember({ person: { ...person, ...known.person }, projects, project: chosen(projects) });
      return known.person;
    },
    async takePerson(person, claims, namespace) {
      const usual = projectsOf(person, claims);
      const missing = namespace !== undefined && !usual.some((one) => one.namespace === namespace);
      const own = {
        id: namespace ?? '',
        name: namespace ?? '',
        namespace: namespace ?? '',
        vaultFolder: person.userName,
      };
      const projects = missing ? [own, ...usual] : usual;
      await remember({ person, projects, project: projects[0]?.id });
    },
    async learnFromOnyxia({ onyxia, main }, asPerson, signal) {
      if (!onyxia) return { changed: false };
      const before = JSON.stringify([known.configuration, known.person, known.projects, known.project]);
      const configuration: Configuration = await onyxia.configuration({ signal });
      await remember({ configuration });
      if (asPerson) {
        const user = await onyxia.userInfo({ signal });
        const person = personOf(main?.claims() ?? {}, user);
        const projects = projectsOfUser(user);
        await remember({
          user,
          ...(person && { person }),
          ...(projects.length > 0 && { projects, project: chosen(projects) }),
        });
      }
      return {
        changed:
          before !== JSON.stringify([known.configuration, known.person, known.projects, known.project]),
      };
    },
    async onboard({ onyxia }, signal) {
      const shown = project();
      if (!shown || !onyxia) return;
      const asked = onboarded.get(shown.id) ?? onyxia.onboard(shown.group, { signal });
      onboarded.set(shown.id, asked);
      // A namespace may be there, or be made otherwise: this call's success decides nothing.
      await asked.catch((error: unknown) => {
        onboarded.delete(shown.id);
        if (!isFailure(error)) throw error;
      });
    },
  };
}
