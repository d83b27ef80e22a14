/** One platform of this laptop: its person, its sessions, the state of its parts, and the access that others get. */
import { failure, type FailureData } from '../../../shared/contract/errors.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Part, Person, PlatformSummary, Project, SignInStep } from '../../../shared/contract/sign-in.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import { signInByBrowser } from '../platform/oidc/browser-flow.ts';
import { signInByDevice } from '../platform/oidc/device-flow.ts';
import { endSessionAddress } from '../platform/oidc/end-session.ts';
import type { OidcSession } from '../platform/oidc/session.ts';
import type { Store } from '../store/store.ts';
import type { Access } from './access.ts';
import { checksOf, hasPasted } from './checks.ts';
import { createKnowledge } from './knowledge.ts';
import { asProject, makeAccess } from './make-access.ts';
import { createParts } from './parts.ts';
import { acceptPaste, type Paste } from './paste.ts';
import { loadKubeconfig, loadPasted, wipeSecrets, type KeptKubeconfig, type Pasted } from './pasted.ts';
import { createResources, regionOf, type Resources } from './resources.ts';

export interface PlatformSession {
  readonly file: PlatformFile;
  state(): PlatformSummary['state'];
  person(): Person | undefined;
  projects(): Project[];
  project(): Project | undefined;
  parts(): Part[];
  /** Reads what was kept; asks nobody. */
  restore(): Promise<void>;
  /** The one that is shown keeps its tokens fresh and its parts checked. */
  activate(): void;
  rest(): void;
  check(): Promise<void>;
  signIn(way: 'browser' | 'device', signal: AbortSignal): AsyncGenerator<SignInStep>;
  paste(pasted: Paste): Promise<readonly Part['name'][]>;
  chooseProject(id: string): Promise<void>;
  access(): Access | undefined;
  /** Revokes and wipes. @returns the page that ends the browser's session too, where there is one. */
  end(): Promise<string | undefined>;
  wake(): void;
  close(): void;
}

const firstRetry = 15_000;
const lastRetry = 120_000;

/** Opens a platform; nothing is known or asked before `restore`. `onChange` is called after each change of anything here. */
export function createPlatformSession(options: {
  readonly file: PlatformFile;
  readonly network: Network;
  readonly host: Pick<Host, 'secrets' | 'clock' | 'openAddress' | 'languages'>;
  readonly store: Store;
  readonly onChange: () => void;
}): PlatformSession {
  const { file, host, store, onChange } = options;
  const network = options.network.trusting(file.certificateAuthorities ?? []);
  const knowledge = createKnowledge(file, store);
  const sessions = new Map<string, OidcSession>();
  const refused = new Map<string, FailureData>();
  let pasted: Pasted = {};
  let kubeconfig: KeptKubeconfig | undefined;
  let signingIn = false;
  let active = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  let wait = firstRetry;
  let resources = make();
  let access: Access | undefined;
  let accessName: string | undefined;
  const parts = createParts(() => file, checks, changed);

  function make(): Resources {
    const region = regionOf(file, knowledge.get().configuration);
    const onSession = (session: OidcSession) => session.onChange(changedSession);
    return createResources({ file, region, pasted, network, host, sessions, onSession });
  }
  let sessionStates = '';
  /** Of a session only its state is shown: a renewed token changes nothing for others. */
  function changedSession(): void {
    const states = [...sessions.values()].map((session) => session.state()).join();
    if (states === sessionStates) return;
    sessionStates = states;
    changed();
  }
  /** After what the adapters are made of changed. */
  function remake(): void {
    resources = make();
    accessName = undefined;
    changed();
  }
  function changed(): void {
    if (!closed) onChange();
  }
  function checks() {
    return checksOf({
      file,
      network,
      resources,
      known: knowledge.get(),
      pasted,
      kubeconfig,
      refused,
      async learn(signal) {
        const signedOut = file.oidc !== undefined && resources.main?.state() === 'signed-out';
        const learnt = await knowledge.learnFromOnyxia(resources, !(signedOut && hasPasted(pasted)), signal);
        if (learnt.changed) remake();
        await knowledge.onboard(resources, signal);
      },
      namespace: () => knowledge.project()?.namespace ?? 'default',
      prepare: (signal) => knowledge.onboard(resources, signal),
      rememberToken: (kubernetesToken) => knowledge.remember({ kubernetesToken }),
    });
  }

  async function check(): Promise<void> {
    clearTimeout(retry);
    await parts.check();
    schedule();
  }
  function schedule(): void {
    clearTimeout(retry);
    const away = parts.unreachable();
    if (!active || closed) return;
    if (away.length === 0) {
      wait = firstRetry;
      return;
    }
    retry = setTimeout(() => void parts.check(away).then(schedule), wait);
    retry.unref();
    wait = Math.min(2 * wait, lastRetry);
  }

  async function* signIn(way: 'browser' | 'device', signal: AbortSignal): AsyncGenerator<SignInStep> {
    // The region may name clients that the file does not.
    const configuration = await resources.onyxia?.configuration({ signal }).catch(() => undefined);
    if (configuration) await knowledge.remember({ configuration });
    resources = make();
    const clients = resources.clients.map((client) => ({
      ...client,
      provider: resources.session(client).provider,
    }));
    if (clients.length === 0) {
      throw failure('unsupported', 'This platform has no identity provider', {
        reason: 'no-identity-provider',
      });
    }
    const flow = way === 'browser' ? signInByBrowser : signInByDevice;
    let done = 0;
    for await (const step of flow({ clients, host, signal })) {
      if (step.kind === 'browser' || step.kind === 'device') {
        yield step;
        continue;
      }
      const client = clients.find(({ key }) => key === step.key);
      if (!client) continue;
      if (step.kind === 'signed-in') await resources.session(client).accept(step.tokens, step.dpopKey);
      else refused.set(client.key, step.failure.data);
      done += 1;
      yield { kind: 'client', part: client.parts[0] ?? 'identity', done, of: clients.length };
    }
    const person = await knowledge.learnPerson(resources);
    parts.reset();
    remake();
    if (!person) {
      throw failure('unsupported', 'The identity provider does not say who signed in', {
        reason: 'no-user-name',
      });
    }
    signingIn = false;
    // Onyxia tells the projects; if it is slow, the first screen does not wait for it.
    await within(check(), 3_000);
    yield { kind: 'done', person: knowledge.get().person ?? person };
  }

  return {
    file,
    state() {
      if (signingIn) return 'signing-in';
      const state = resources.main?.state() ?? 'signed-out';
      if (state !== 'signed-out') return state;
      const open =
        kubeconfig !== undefined || hasPasted(pasted) || (!file.oidc && knowledge.get().person !== undefined);
      return open ? 'signed-in' : 'signed-out';
    },
    person: () => knowledge.get().person,
    projects: () => knowledge.get().projects.map(asProject),
    project() {
      const found = knowledge.project();
      return found && asProject(found);
    },
    parts: () => parts.list(),
    async restore() {
      await knowledge.restore();
      pasted = await loadPasted(host.secrets, file.id);
      kubeconfig = await loadKubeconfig(host.secrets, file.id);
      resources = make();
      await Promise.all(resources.clients.map((client) => resources.session(client).restore()));
      remake();
    },
    activate() {
      active = true;
      for (const session of sessions.values()) session.wake();
      void check();
    },
    rest() {
      active = false;
      clearTimeout(retry);
    },
    check,
    async *signIn(way, signal) {
      if (signingIn) throw failure('conflict', 'A sign-in is under way', { reason: 'sign-in-under-way' });
      signingIn = true;
      refused.clear();
      changed();
      try {
        yield* signIn(way, signal);
      } finally {
        signingIn = false;
        changed();
      }
    },
    async paste(given) {
      const accepted = await acceptPaste({ given, file, resources, secrets: host.secrets });
      pasted = accepted.pasted;
      if (accepted.person && !knowledge.get().person) {
        await knowledge.takePerson(accepted.person, resources.main?.claims() ?? {}, accepted.namespace);
      }
      parts.reset();
      remake();
      void check();
      return accepted.parts;
    },
    async chooseProject(id) {
      if (!knowledge.get().projects.some((project) => project.id === id)) {
        throw failure('not-found', `There is no project ${id}`, {
          reason: 'project-unknown',
          values: { name: id },
        });
      }
      await knowledge.remember({ project: id });
      remake();
      void knowledge.onboard(resources).catch(() => {});
    },
    access() {
      const project = knowledge.project();
      const name = JSON.stringify([knowledge.get().person?.userName, project?.id]);
      if (name !== accessName) {
        accessName = name;
        access =
          project &&
          makeAccess({ file, resources, known: knowledge.get, project, pasted, kubeconfig, store, network });
      }
      return access;
    },
    async end() {
      clearTimeout(retry);
      const { main, vault } = resources;
      const page = main && main.state() !== 'signed-out' ? await soon(endSessionAddress(main)) : undefined;
      await soon(vault?.end());
      await Promise.all([...sessions.values()].map((session) => soon(session.end())));
      await wipeSecrets(host.secrets, file.id);
      await knowledge.forget();
      pasted = {};
      kubeconfig = undefined;
      refused.clear();
      parts.reset();
      remake();
      return page;
    },
    wake() {
      for (const session of sessions.values()) session.wake();
      wait = firstRetry;
      if (active) void check();
    },
    close() {
      closed = true;
      clearTimeout(retry);
      parts.stop();
      resources.close();
    },
  };
}

/** What a server that is away must not hold up for more than five seconds. */
async function soon<T>(promise: Promise<T> | undefined): Promise<T | undefined> {
  return (await within(
    promise?.catch(() => undefined),
    5_000,
  )) as T | undefined;
}

async function within(promise: Promise<unknown> | undefined, milliseconds: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
