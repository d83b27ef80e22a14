/** A core in memory, for pictures and tests of the interface; never part of the build. */
import type { Catalogs, SavedConfiguration } from '../../shared/contract/catalog.ts';
import { failure, type FailureData } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { LaunchForm } from '../../shared/contract/launch-form.ts';
import type { Opened, Services } from '../../shared/contract/services.ts';
import type { EquivalentCommand, Notification, Settings, Task } from '../../shared/contract/shell.ts';
import type { Session, SignInStep } from '../../shared/contract/sign-in.ts';
import { changing } from './changing.ts';
import { fakeAnnotation } from './fake-annotation.ts';
import { fakeCoding } from './fake-coding.ts';
import { fakeData } from './fake-data.ts';
import { fakeModels } from './fake-models.ts';
import { fakeQuality } from './fake-quality.ts';
import { fakeSecrets } from './fake-secrets.ts';
import { fakeServing } from './fake-serving.ts';
import { fakeStorage } from './fake-storage.ts';
import { fakeTraining } from './fake-training.ts';
import { fakeTransfers } from './fake-transfers.ts';
import { editSample, sampleForm } from './sample-form.ts';
import { now, sampleCatalogs, sampleServices, sampleSession } from './samples.ts';

export type FakeCore = ReturnType<typeof createFakeCore>;

/** Handlers over values that a test sets, and a list of what was called. */
export function createFakeCore() {
  const state = {
    session: changing<Session>(sampleSession),
    settings: changing<Settings>({
      language: 'system',
      appearance: 'system',
      keys: {},
      proxy: { mode: 'system' },
    }),
    services: changing<Services>(sampleServices),
    opened: changing<Opened[]>([]),
    catalogs: changing<Catalogs>(sampleCatalogs),
    saved: changing<{
      configurations: SavedConfiguration[];
      kept: 'vault' | 'laptop';
      problem?: FailureData;
    }>({
      kept: 'vault',
      configurations: [
        {
          friendlyName: 'jupyter-ape',
          catalogId: 'ide',
          chartName: 'jupyter-python',
          chartVersion: '2.5.2',
          link: 'https://datalab.sspcloud.fr/launcher/ide/jupyter-python?name=jupyter-ape',
        },
      ],
    }),
    notifications: changing<Notification[]>([
      {
        id: 1,
        at: now - 300_000,
        kind: 'service-failed',
        severity: 'bad',
        values: { name: 'big-gpu' },
        path: '/services?id=big-gpu',
        read: false,
      },
      {
        id: 2,
        at: now - 60_000,
        kind: 'service-ready',
        severity: 'good',
        values: { name: 'jupyter-ape' },
        path: '/services?id=jupyter-ape',
        read: false,
      },
    ]),
    tasks: changing<Task[]>([
      {
        id: 't1',
        title: 'launch',
        values: { name: 'rstudio-test' },
        state: 'running',
        progress: 0.41,
        startedAt: now - 40_000,
      },
    ]),
    commands: changing<EquivalentCommand[]>([
      {
        id: 1,
        at: now - 90_000,
        program: 'kubectl',
        text: 'kubectl get secrets -n user-alice -l owner=helm --watch',
        state: 'running',
      },
      {
        id: 2,
        at: now - 40_000,
        program: 'helm',
        text: 'helm install rstudio-test ide/rstudio --version 2.5.2 -n user-alice -f values.yaml',
        state: 'done',
      },
    ]),
    form: changing<LaunchForm>(sampleForm),
    steps: changing<SignInStep[]>([]),
    /** Calls by name, in order, with their input. */
    calls: [] as { readonly name: string; readonly input: unknown }[],
    /** What a call fails with, by name. */
    failing: new Map<string, FailureData>(),
    discovered: {
      schemaVersion: 1 as const,
      id: 'ssp-cloud',
      name: 'SSP Cloud',
      onyxia: { url: 'https://datalab.sspcloud.fr/api' },
      oidc: { issuer: 'https://auth.sspcloud.fr/auth/realms/sspcloud', clientId: 'onyxia' },
      kubernetes: { server: 'https://apiserver.sspcloud.fr' },
      storage: [
        { name: 'default', endpoint: 'https://minio.sspcloud.fr', region: 'us-east-1', pathStyle: true },
      ],
    },
    /** What the kubeconfig runs for credentials. */
    program: '',
    /** How much is not sent yet when a person signs out. */
    unsent: 0,
    /** Address of the page that an opened service shows. */
    serviceAddress: 'about:blank',
  };

  const note = (name: string, input: unknown) => {
    state.calls.push({ name, input });
    const data = state.failing.get(name);
    if (data) throw failure(data.code, data.message, data);
  };
  const done = (name: string) => async (input: unknown) => (note(name, input), {});
  const fakeCalls = { note, done, failing: state.failing };
  const storage = fakeStorage(fakeCalls);
  const transfers = fakeTransfers(fakeCalls);
  const data = fakeData(fakeCalls);
  const secrets = fakeSecrets(fakeCalls);
  const annotation = fakeAnnotation(fakeCalls);
  const coding = fakeCoding(fakeCalls);
  const quality = fakeQuality(fakeCalls);
  const training = fakeTraining(fakeCalls);
  const models = fakeModels(fakeCalls);
  const serving = fakeServing(fakeCalls);
  const setPlatform = (id: string, change: Partial<Session['platforms'][number]>) => {
    const session = state.session.get();
    state.session.set({
      ...session,
      platforms: session.platforms.map((one) => (one.id === id ? { ...one, ...change } : one)),
    });
  };
  const addPlatform = (name: string, kind: 'onyxia' | 'cluster' | 'sandbox') => async (input: unknown) => {
    note(name, input);
    const id = kind === 'sandbox' ? 'sandbox' : 'ssp-cloud';
    const session = state.session.get();
    state.session.set({
      ...session,
      platforms: [
        { id, name: kind === 'sandbox' ? 'Sandbox' : 'SSP Cloud', kind, address: 'x', state: 'signed-out' },
      ],
      current: id,
    });
    return { id };
  };
  const setService = (id: string, change: Partial<Services['services'][number]>) => {
    const all = state.services.get();
    state.services.set({
      ...all,
      services: all.services.map((one) => (one.id === id ? { ...one, ...change } : one)),
    });
  };

  const handlers: AppHandlers = {
    signIn: {
      session: (_, { signal }) => state.session.follow(signal),
      discover: async (input) => (note('signIn.discover', input), { file: state.discovered }),
      readPlatformFile: async (input) => (note('signIn.readPlatformFile', input), { file: state.discovered }),
      readKubeconfig: async (input) => (
        note('signIn.readKubeconfig', input),
        {
          current: 'lab',
          contexts: [
            {
              name: 'lab',
              server: 'https://127.0.0.1:6443',
              namespace: 'user-alice',
              user: 'alice',
              ...(state.program ? { program: state.program } : {}),
            },
          ],
        }
      ),
      findKubeconfig: async () => ({ path: '~/.kube/config', text: 'apiVersion: v1\nkind: Config\n' }),
      addPlatform: addPlatform('signIn.addPlatform', 'onyxia'),
      addCluster: addPlatform('signIn.addCluster', 'cluster'),
      addSandbox: addPlatform('signIn.addSandbox', 'sandbox'),
      exportPlatform: async () => ({ text: '{}' }),
      removePlatform: done('signIn.removePlatform'),
      trustAuthority: async (input) => (
        note('signIn.trustAuthority', input),
        { subjects: ['Insee Root CA'] }
      ),
      async *start({ id }, { signal }) {
        note('signIn.start', { id });
        for await (const steps of state.steps.follow(signal)) {
          const step = steps.at(-1);
          if (!step) continue;
          yield step;
          if (step.kind !== 'done') continue;
          setPlatform(id, { state: 'signed-in', person: step.person });
          return;
        }
      },
      paste: async (input) => (note('signIn.paste', input), { accepted: ['kubernetes' as const] }),
      administratorText: async () => ({
        text: 'Client: sardonyx (public, PKCE S256)\nRedirect URI: http://127.0.0.1/*',
      }),
      choosePlatform: async (input) => {
        note('signIn.choosePlatform', input);
        state.session.set({ ...state.session.get(), current: input.id });
        return {};
      },
      chooseProject: async (input) => {
        note('signIn.chooseProject', input);
        state.session.set({ ...state.session.get(), project: input.id });
        return {};
      },
      checkParts: done('signIn.checkParts'),
      signOut: async (input) => {
        note('signIn.signOut', input);
        if (state.unsent > 0 && !input.discardUnsent) return { kind: 'unsent' as const, count: state.unsent };
        setPlatform(input.id, { state: 'signed-out' });
        return { kind: 'signed-out' as const, keptUnsent: 0 };
      },
    },
    catalog: {
      list: (_, { signal }) => state.catalogs.follow(signal),
      refresh: done('catalog.refresh'),
      details: async (input) => {
        note('catalog.details', input);
        return {
          versions: [
            { version: '2.5.2', created: '2026-10-02' },
            { version: '2.5.1', created: '2026-09-12' },
          ],
          readme:
            '# Jupyter\n\nJupyterLab with **Python**.\n\n| name | meaning |\n|---|---|\n| `size` | of the volume |\n',
          sources: ['https://github.com/InseeFrLab/images-datascience'],
          maintainers: ['InseeFrLab'],
        };
      },
      setFavourite: async (input) => {
        note('catalog.setFavourite', input);
        const all = state.catalogs.get();
        state.catalogs.set({
          ...all,
          catalogs: all.catalogs.map((one) => ({
            ...one,
            charts: one.charts.map((each) =>
              each.catalogId === input.catalogId && each.name === input.name
                ? { ...each, favourite: input.favourite }
                : each,
            ),
          })),
        });
        return {};
      },
      openForm: async (input) => (note('catalog.openForm', input), state.form.get()),
      editForm: async (input) => {
        note('catalog.editForm', input);
        state.form.set(editSample(state.form.get(), input.edit));
        return state.form.get();
      },
      revealInForm: async (input) => (note('catalog.revealInForm', input), { value: 'ghp_revealed' }),
      closeForm: done('catalog.closeForm'),
      savedConfigurations: (_, { signal }) => state.saved.follow(signal),
      saveConfiguration: async (input) => (
        note('catalog.saveConfiguration', input),
        { kept: 'vault' as const }
      ),
      renameConfiguration: done('catalog.renameConfiguration'),
      deleteConfiguration: done('catalog.deleteConfiguration'),
    },
    services: {
      list: (_, { signal }) => state.services.follow(signal),
      async *events({ id }, { signal }) {
        yield [
          {
            id: '2',
            type: 'Warning' as const,
            reason: 'FailedCreate',
            message: `create Pod ${id}-0 in StatefulSet ${id} failed error: pods "${id}-0" is forbidden: exceeded quota`,
            about: `StatefulSet/${id}`,
            at: now - 60_000,
            count: 14,
          },
          {
            id: '1',
            type: 'Normal' as const,
            reason: 'Scheduled',
            message: `Successfully assigned user-alice/${id}-0 to node-4`,
            about: `Pod/${id}-0`,
            at: now - 300_000,
            count: 1,
          },
        ];
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      async *logs(_, { signal }) {
        yield {
          state: 'following' as const,
          lines: Array.from({ length: 200 }, (_unused, index) => ({
            at: now - (200 - index) * 1000,
            text: `[I 2026-11-20 10:${String(index % 60).padStart(2, '0')}:00 ServerApp] line ${index + 1}${index % 50 === 49 ? ' Traceback (most recent call last): something went wrong in a long line that does not fit on the screen at all and must be wrapped or scrolled' : ''}`,
          })),
        };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      notes: async () => ({
        text: '## Your service\n\nOpen it at https://jupyter-ape.user.lab.sspcloud.fr.\n\n- user: `onyxia`\n- the password is shown beside\n',
      }),
      values: async () => ({ yaml: 'persistence:\n  size: 10Gi\ngit:\n  token: «secret-1»\n' }),
      manifest: async () => ({
        yaml: 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: jupyter-ape\n',
      }),
      history: async () => [
        {
          revision: 1,
          at: now - 7_200_000,
          status: 'deployed',
          chart: 'jupyter-python-2.5.2',
          description: 'Install complete',
        },
      ],
      password: async (input) => (note('services.password', input), { password: 'corundum-42' }),
      launch: async (input) => (note('services.launch', input), { id: 'jupyter-ape' }),
      open: async ({ id }) => {
        note('services.open', { id });
        const all = state.opened.get();
        if (!all.some((one) => one.id === id)) {
          state.opened.set([
            ...all,
            {
              id,
              name: id,
              state: 'ready',
              since: Date.now(),
              way: 'frame',
              origin: state.serviceAddress,
              generation: 0,
            },
          ]);
        }
        return { address: state.serviceAddress, way: 'frame' as const };
      },
      openAddress: done('services.openAddress'),
      closeOpened: async ({ id }) => {
        note('services.closeOpened', { id });
        state.opened.set(state.opened.get().filter((one) => one.id !== id));
        return {};
      },
      opened: (_, { signal }) => state.opened.follow(signal),
      pause: async ({ id }) => (note('services.pause', { id }), setService(id, { state: 'pausing' }), {}),
      resume: async ({ id }) => (note('services.resume', { id }), setService(id, { state: 'starting' }), {}),
      rename: async (input) => (
        note('services.rename', input),
        setService(input.id, { name: input.name }),
        {}
      ),
      share: async (input) => (
        note('services.share', input),
        setService(input.id, { shared: input.share }),
        {}
      ),
      remove: async ({ id }) => (
        note('services.remove', { id }),
        setService(id, { state: 'stopping', reason: { kind: 'uninstalling', values: {} } }),
        {}
      ),
    },
    storage: { ...storage.handlers, ...transfers.handlers, ...data.handlers },
    secrets: secrets.handlers,
    annotation: { ...annotation.handlers, ...coding.handlers, ...quality.handlers },
    training: training.handlers,
    models: models.handlers,
    serving: serving.handlers,
    shell: {
      about: async () => ({
        version: '0.1.0',
        host: 'web' as const,
        folder: '~/.local/share/sardonyx',
        secretsKept: 'memory' as const,
      }),
      commands: (_, { signal }) => state.commands.follow(signal),
      tasks: (_, { signal }) => state.tasks.follow(signal),
      notifications: (_, { signal }) => state.notifications.follow(signal),
      readNotifications: async ({ upTo }) => {
        state.notifications.set(
          state.notifications.get().map((one) => (one.id <= upTo ? { ...one, read: true } : one)),
        );
        return {};
      },
      settings: (_, { signal }) => state.settings.follow(signal),
      changeSettings: async (change) => {
        note('shell.changeSettings', change);
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        state.settings.set({ ...state.settings.get(), ...given });
        return {};
      },
      kept: async () => [
        {
          kind: 'catalog' as const,
          platform: 'ssp-cloud',
          count: 8,
          bytes: 1_250_000,
          oldest: now - 86_400_000,
        },
        { kind: 'icons' as const, count: 31, bytes: 400_000, oldest: now - 86_400_000 },
      ],
      removeKept: done('shell.removeKept'),
    },
  };
  return {
    state,
    storage: storage.state,
    transfers: transfers.state,
    data: data.state,
    secrets: secrets.state,
    annotation: annotation.state,
    coding: coding.state,
    quality: quality.state,
    training: training.state,
    models: models.state,
    serving: serving.state,
    handlers,
  };
}
