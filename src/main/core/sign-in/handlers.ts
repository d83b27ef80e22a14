/** The capability's calls. */
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Store } from '../store/store.ts';
import { readCertificates } from '../network/certificates.ts';
import { discover } from '../platform/onyxia/discover.ts';
import { platformFileOf } from '../platform/onyxia/platform-file.ts';
import { administratorText } from './administrator-text.ts';
import { chooseContext, readKubeconfig } from './kubeconfig.ts';
import { Known, saveKnown } from './known.ts';
import { findKubeconfig, readAuthority } from './laptop-kubeconfig.ts';
import { saveKubeconfig } from './pasted.ts';
import type { PlatformList, SignInHost } from './platforms.ts';
import { platformOfCluster, readPlatformFile } from './platform-files.ts';

/** What waits to be sent for a platform's person; kept elsewhere. */
export interface Unsent {
  count(platformId: string, userName: string): Promise<number>;
  discard(platformId: string, userName: string): Promise<void>;
  /** Removes cached copies, and keeps what is not sent. */
  wipeCopies(platformId: string, userName: string): Promise<void>;
}

export function signInHandlers(options: {
  readonly platforms: PlatformList;
  readonly host: SignInHost;
  readonly store: Store;
  readonly startSandbox: () => Promise<PlatformFile>;
  readonly unsent: Unsent | undefined;
}): AppHandlers['signIn'] {
  const { platforms, host, store, unsent } = options;
  /** Platforms whose number of unsent items was told: signing out again keeps them. */
  const told = new Set<string>();

  async function leave(id: string): Promise<string | undefined> {
    const leaving = platforms.session(id);
    const userName = leaving.person()?.userName;
    const page = await leaving.end();
    if (userName !== undefined) await unsent?.wipeCopies(id, userName);
    told.delete(id);
    platforms.changed();
    return page;
  }

  /** A file may hold an Onyxia's address alone: the rest is what the instance says of itself; what the file says wins. */
  async function completed(file: PlatformFile, signal: AbortSignal): Promise<PlatformFile> {
    if (!file.onyxia || file.oidc) return file;
    const network = platforms.network().trusting(file.certificateAuthorities ?? []);
    const found = await discover(file.onyxia.url, network, signal).catch((error: unknown) => {
      if (isFailure(error) && error.code === 'unreachable') return undefined;
      throw error;
    });
    if (!found) return file;
    return {
      ...platformFileOf(found.configuration, found.base, file.onyxia.region),
      ...file,
      onyxia: { ...file.onyxia, url: found.base },
    };
  }

  return {
    session: (_input, { signal }) => platforms.state.follow(signal),
    async discover({ address }, { signal }) {
      const found = await discover(address, platforms.network(), signal);
      return { file: platformFileOf(found.configuration, found.base) };
    },
    readPlatformFile: async ({ text }) => ({ file: readPlatformFile(text) }),
    async readKubeconfig({ text }) {
      const { current, contexts } = readKubeconfig(text);
      const shown = contexts.map(({ name, server, namespace, user, program }) => ({
        name,
        server,
        user,
        ...(namespace && { namespace }),
        ...(program && { program }),
      }));
      return { ...(current && { current }), contexts: shown };
    },
    findKubeconfig: async () => (await findKubeconfig(process.env)) ?? null,
    addPlatform: async ({ file }, { signal }) => ({
      id: await platforms.add(await completed(file, signal), file.onyxia ? 'onyxia' : 'cluster'),
    }),
    async addCluster(given) {
      const context = chooseContext(given.kubeconfig, given.context);
      const path = context.certificateAuthorityFile;
      const authority =
        context.certificateAuthority ?? (path === undefined ? undefined : await readAuthority(path));
      const file = platformOfCluster(given, context, authority);
      const id = await platforms.add(file, 'cluster', async (taken) => {
        await saveKubeconfig(host.secrets, taken, {
          text: given.kubeconfig,
          context: context.name,
          allowProgram: given.allowProgram,
        });
        const namespace = context.namespace ?? 'default';
        const project = { id: namespace, name: namespace, namespace };
        const known = { person: { userName: context.user }, projects: [project], project: namespace };
        await saveKnown(store, taken, Known.parse(known));
      });
      return { id };
    },
    addSandbox: async () => ({ id: await platforms.add(await options.startSandbox(), 'sandbox') }),
    exportPlatform: async ({ id }) => ({ text: `${JSON.stringify(platforms.session(id).file, null, 2)}\n` }),
    async removePlatform({ id }) {
      await leave(id);
      await platforms.remove(id);
      return {};
    },
    async trustAuthority({ pem, platform }) {
      const certificates = readCertificates(pem);
      const subjects = certificates.map(({ subject }) => subject.split('\n').filter(Boolean).join(', '));
      const text = certificates.map((certificate) => certificate.toString().trim()).join('\n');
      if (platform === undefined) await platforms.trust(text);
      else {
        const { file } = platforms.session(platform);
        const certificateAuthorities = [...new Set([...(file.certificateAuthorities ?? []), text])];
        await platforms.replace(platform, { ...file, certificateAuthorities });
      }
      return { subjects };
    },
    async *start({ id, way }, { signal }) {
      await platforms.wakeSandbox(id);
      yield* platforms.session(id).signIn(way, signal);
    },
    async paste({ id, kubeconfig, storage, vault }) {
      return { accepted: [...(await platforms.session(id).paste({ kubeconfig, storage, vault }))] };
    },
    administratorText: async ({ id, language }) => ({
      text: administratorText(platforms.session(id).file, language),
    }),
    async choosePlatform({ id }) {
      await platforms.wakeSandbox(id);
      await platforms.show(id);
      return {};
    },
    async chooseProject({ id }) {
      const shown = platforms.current();
      if (!shown) throw failure('not-found', 'There is no platform', { reason: 'platform-unknown' });
      await shown.chooseProject(id);
      return {};
    },
    async checkParts() {
      await platforms.current()?.check();
      return {};
    },
    async signOut({ id, discardUnsent }) {
      const userName = platforms.session(id).person()?.userName;
      const count = userName === undefined ? 0 : ((await unsent?.count(id, userName)) ?? 0);
      if (count > 0 && !discardUnsent && !told.has(id)) {
        told.add(id);
        return { kind: 'unsent', count };
      }
      if (userName !== undefined && count > 0 && discardUnsent) await unsent?.discard(id, userName);
      const page = await leave(id);
      if (page && platforms.kindOf(id) !== 'sandbox') await host.openAddress(page).catch(() => {});
      return { kind: 'signed-out', keptUnsent: discardUnsent ? 0 : count };
    },
  };
}
