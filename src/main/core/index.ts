/** The core: the only place where its parts are wired together. */
import path from 'node:path';
import { failure } from '../../shared/contract/errors.ts';
import { createAnnotation } from './annotation/annotation.ts';
import { createCatalogList } from './catalog/catalog-list.ts';
import { createForms } from './catalog/forms.ts';
import { catalogHandlers } from './catalog/handlers.ts';
import { createIcons } from './catalog/icons.ts';
import type { Workplace } from './catalog/workplace.ts';
import type { Core } from './core.ts';
import { helmInstaller } from './helm-installer.ts';
import type { Host } from './host.ts';
import { live } from './live.ts';
import { logText } from './log-text.ts';
import { createNetwork } from './network/network.ts';
import { createPersonalData } from './personal-data.ts';
import {
  annotationContextOf,
  projectContextOf,
  servicePlaceOf,
  storagePlatformOf,
  workplaceOf,
  type PlacesOptions,
} from './places.ts';
import { createProjectWork } from './project-work.ts';
import { createHelm } from './platform/helm/helm.ts';
import { createSandboxKeeper } from './sandbox-keeper.ts';
import { createGateway } from './services/gateway.ts';
import { servicesHandlers } from './services/handlers.ts';
import { keepFriendlyName } from './services/launcher.ts';
import { createOpenedServices } from './services/opened-services.ts';
import type { Order, ServicePlace } from './services/service-place.ts';
import { createWatchedServices } from './services/watched-services.ts';
import { createCommandLog } from './shell/commands.ts';
import { shellHandlers, type Shell } from './shell/handlers.ts';
import { createKept } from './shell/kept.ts';
import { createNotifications } from './shell/notifications.ts';
import { loadSettings } from './shell/settings.ts';
import { createTaskList } from './shell/tasks.ts';
import type { Access } from './sign-in/access.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createSecrets, type SecretsPlatform } from './secrets/secrets.ts';
import { createStorage } from './storage/storage.ts';
import { openDatabases } from './store/database.ts';
import type { Store } from './store/store.ts';

/** Starts the core: what was known is there when it resolves, the platform is asked afterwards. */
export async function createCore(host: Host): Promise<Core> {
  const report: Core['report'] = (error, where) => {
    process.stderr.write(`${new Date(host.clock()).toISOString()} ${where}: ${logText(error)}\n`);
  };
  const databases = openDatabases(path.join(host.folder, 'stores'));
  const appStore = databases.open('app');
  const settings = await loadSettings(appStore);
  const language = (): 'en' | 'fr' => {
    const chosen = settings.value.get().language;
    if (chosen !== 'system') return chosen;
    return host.languages[0]?.startsWith('fr') ? 'fr' : 'en';
  };
  const shell: Shell = {
    settings,
    commands: createCommandLog(host.clock),
    tasks: createTaskList(host.clock),
    notifications: createNotifications(host.clock, () => {}),
  };
  const network = createNetwork({
    host,
    settings: {
      current: () => settings.value.get().proxy,
      onChange: (listener) => settings.value.onChange(listener),
    },
  });
  const sandbox = createSandboxKeeper(host);

  /** The platform, person and project that are shown, or about to be. */
  let entering: Access | undefined;
  const stores = new Map<string, Store>();
  const storeOf = (access: Access): Store => {
    const store = personal.store(access.platform.id, access.person.userName);
    stores.clear();
    stores.set(access.platform.name, store);
    return store;
  };
  const storage = createStorage({
    host,
    commands: shell.commands,
    notifications: shell.notifications,
    report,
  });

  const annotation = createAnnotation(
    { host, commands: shell.commands, notifications: shell.notifications, report },
    shell.tasks,
  );

  const project = createProjectWork(
    { host, commands: shell.commands, notifications: shell.notifications, tasks: shell.tasks, report },
    annotation,
  );

  const personal = createPersonalData({
    databases,
    storage,
    annotation,
    project,
    secrets: host.secrets,
    isHere: (platformId, userName) =>
      entering?.platform.id === platformId && entering.person.userName === userName,
  });

  const signIn = await createSignIn({
    host,
    network,
    store: appStore,
    startSandbox: () => shell.tasks.run('start-sandbox', {}, () => sandbox.start()),
    unsent: personal,
  });

  const workplace = live<Workplace | undefined>(undefined);
  const icons = createIcons(() => workplace.get());
  const catalogs = createCatalogList(icons, host.clock);
  const forms = createForms(() => {
    const { connection, source } = watched.state.get();
    const gone = connection === 'offline' || (source === 'stored' && connection !== 'loading');
    return gone
      ? failure('unreachable', 'The platform does not answer', { reason: 'launch-offline' }).data
      : undefined;
  });
  const watched = createWatchedServices({
    clock: host.clock,
    commands: shell.commands,
    tell: (change) => shell.notifications.add(change),
  });
  const gateway = createGateway();
  const opened = createOpenedServices(host, gateway, language);

  const helm = createHelm({ folder: path.join(host.folder, 'helm'), credentials: host.credentialCommand });
  const options: Omit<PlacesOptions, 'store'> = {
    quota: () => watched.state.get().quota,
    language,
    darkMode: () => settings.value.get().appearance === 'dark',
    installer: (access, client) =>
      helmInstaller({
        helm,
        client,
        namespace: access.project.namespace,
        places: { find: (chart) => catalogs.repositoryOf(chart) },
        chartOf: (release) => {
          const known = watched.here().observer.evidence(release)?.release.chart;
          return known && { name: known.name, version: known.version };
        },
        named: (release, fields) => keepFriendlyName(watched.here().place, release, fields),
      }),
  };

  const secretsPlace = live<SecretsPlatform | undefined>(undefined);
  const secrets = createSecrets(() => secretsPlace.get(), { commands: shell.commands, clock: host.clock });

  /** Everything follows the platform, person and project that are shown; the last change wins. */
  async function enter(access: Access | undefined): Promise<void> {
    const before = entering;
    entering = access;
    if (!access) {
      workplace.set(undefined);
      enterSecrets(undefined);
      await Promise.all([
        opened.closeAll(),
        catalogs.enter(undefined),
        watched.enter(undefined),
        project.enter(undefined),
        annotation.enter(undefined),
        storage.enter(undefined),
      ]);
      return;
    }
    const store = storeOf(access);
    const placed: PlacesOptions = { ...options, store };
    const next = workplaceOf(access, placed);
    workplace.set(next);
    enterSecrets({ key: access.key, vault: access.vault, folder: access.vaultFolder, store });
    enterStorage(access, store).catch((error: unknown) => report(error, 'enter storage'));
    // The same place with parts found anew: what runs there goes on, and what is open stays open.
    if (before && isSamePlace(before, access)) return catalogs.enter(next);
    await opened.closeAll();
    const place: ServicePlace | undefined = await servicePlaceOf(access, placed).catch((error: unknown) => {
      report(error, 'services place');
      return undefined;
    });
    if (entering !== access) return;
    await Promise.all([catalogs.enter(next), watched.enter(place)]);
  }
  const enterSecrets = (place: SecretsPlatform | undefined) => {
    secretsPlace.set(place);
    secrets.enter();
  };
  /** What the storage lacks must not hold up the rest. */
  const enterStorage = async (access: Access, store: Store) => {
    const folder = personal.files(access.platform.id, access.person.userName);
    await storage.enter(await storagePlatformOf(access, store, folder));
    if (entering !== access) return;
    const forAnnotation = await annotationContextOf(access, store, path.join(folder, 'annotation'), storage);
    const forProject = await projectContextOf(access, store, path.join(folder, 'project'), storage);
    if (entering === access) await Promise.all([annotation.enter(forAnnotation), project.enter(forProject)]);
  };
  const begin = (access: Access | undefined) =>
    void enter(access).catch((error: unknown) => report(error, 'enter'));
  const stops = [
    signIn.access.onChange(begin),
    signIn.access.onState(() => {
      const { connection, source } = watched.state.get();
      // What Onyxia tells is live too, but the cluster may let the person in by now.
      if (connection !== 'live' || source !== 'watch') watched.wake();
      if (catalogs.state.get().state === 'stored') void catalogs.refresh();
    }),
    host.onResume(() => {
      watched.wake();
      opened.wake();
      secrets.wake();
    }),
  ];
  begin(signIn.access.current());

  const order = (formId: string): Order => {
    const { chart, version, repository, releaseName, friendlyName, share, values, command } =
      forms.request(formId);
    return {
      catalogId: chart.catalogId,
      chart: chart.name,
      version,
      repository,
      releaseName,
      friendlyName,
      share,
      values,
      command,
    };
  };

  return {
    handlers: {
      signIn: signIn.handlers,
      catalog: catalogHandlers({ workplace, list: catalogs, forms }),
      services: servicesHandlers({
        host,
        shell,
        watched,
        opened,
        order,
        launched: ({ catalogId, chart }) =>
          void catalogs
            .used({ catalogId, name: chart }, host.clock())
            .catch((error: unknown) => report(error, 'habits')),
      }),
      storage: storage.handlers,
      secrets: secrets.handlers,
      annotation: annotation.handlers,
      ...project.handlers,
      shell: shellHandlers(
        host,
        shell,
        createKept(
          () => stores,
          [
            { kind: 'objects', kept: () => storage.copies.kept(), remove: () => storage.copies.remove() },
            ...annotation.copies,
            ...project.copies,
          ],
        ),
      ),
    },
    gateway,
    blob: async (place) => {
      const [kind, key] = place.split('/');
      if (kind === 'object') return storage.blob(place);
      if (kind === 'annotation') return annotation.blob(place.slice('annotation/'.length));
      if (kind === 'models') return project.blob(place);
      return kind === 'icon' && key !== undefined ? icons.get(key) : undefined;
    },
    receive: (place, body) =>
      place.startsWith('annotation/')
        ? annotation.receive(place.slice('annotation/'.length), body)
        : storage.receive(place, body),
    report,
    stop: async () => {
      for (const stop of stops) stop();
      await opened.closeAll();
      await watched.enter(undefined);
      for (const part of [project, annotation]) await part.close();
      await storage.close();
      await signIn.stop();
      await network.close();
      await sandbox.stop();
      await databases.close();
    },
  };
}

/** True when the services of two looks at where a person works are asked of the same servers. */
function isSamePlace(one: Access, other: Access): boolean {
  return (
    one.key === other.key &&
    one.kubernetes?.server === other.kubernetes?.server &&
    one.kubernetes?.certificateAuthority === other.kubernetes?.certificateAuthority &&
    one.onyxia?.base === other.onyxia?.base
  );
}
