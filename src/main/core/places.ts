/** Makes of the platform, person and project of this moment what each capability needs of them. */
import { mkdir } from 'node:fs/promises';
import type { Workplace } from './catalog/workplace.ts';
import { helmSource } from './catalog/helm-source.ts';
import { onyxiaSource } from './catalog/onyxia-source.ts';
import { clusterTransport } from './cluster-transport.ts';
import { failure } from '../../shared/contract/errors.ts';
import type { LaunchForm } from '../../shared/contract/launch-form.ts';
import { createKubernetesClient, type KubernetesClient } from './platform/kubernetes/client.ts';
import { fromKubeconfig } from './platform/kubernetes/kubeconfig.ts';
import type { Installer, ServicePlace } from './services/service-place.ts';
import type { Access } from './sign-in/access.ts';
import type { AnnotationContext } from './annotation/annotation-context.ts';
import type { ProjectContext } from './project-context.ts';
import type { Storage } from './storage/storage.ts';
import type { StoragePlatform } from './storage/storage-context.ts';
import type { Store } from './store/store.ts';
import { createSavedServices } from './platform/vault/saved-services.ts';
import { parseLaunchContext } from './launch-context.ts';

export interface PlacesOptions {
  readonly store: Store;
  readonly quota: () => LaunchForm['quota'];
  readonly language: () => 'en' | 'fr';
  readonly darkMode: () => boolean;
  /** Helm for this access, where it can be had. */
  readonly installer: (access: Access, client: KubernetesClient) => Installer | undefined;
}

/** The client of the cluster, when the platform has one; rejects where an imported kubeconfig cannot be used. */
export async function clientOf(access: Access): Promise<KubernetesClient | undefined> {
  const { kubernetes } = access;
  if (!kubernetes) return undefined;
  const transport = clusterTransport(access.network);
  if (kubernetes.kubeconfig) {
    const { text, context, allowProgram } = kubernetes.kubeconfig;
    return createKubernetesClient(
      await fromKubeconfig(text, { context, allowExec: allowProgram }),
      transport,
    );
  }
  const { server, certificateAuthority, token, renewToken } = kubernetes;
  return createKubernetesClient(
    {
      server,
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
      ...(token ? { token: () => token() } : {}),
      ...(renewToken ? { renewToken: () => renewToken() } : {}),
    },
    transport,
  );
}

/** For the catalog. */
export function workplaceOf(access: Access, options: PlacesOptions): Workplace {
  const { project, onyxia, network } = access;
  const saved = createSavedServices(access.projectConfiguration);
  void saved.refresh().catch(() => {});
  return {
    key: access.key,
    store: options.store,
    source: onyxia
      ? onyxiaSource(onyxia, project.group !== undefined)
      : helmSource(access.platform.catalogs ?? [], network),
    namespace: project.namespace,
    canShare: project.group !== undefined,
    storageProfiles: access.storage.map(({ profile }) => profile.name),
    context: async (profile) =>
      parseLaunchContext(
        await access.launchContext(profile, { language: options.language(), darkMode: options.darkMode() }),
      ),
    configurations: saved,
    quota: options.quota,
    fetchBytes: async (address, limit) => {
      const response = await network.fetch(address);
      if (!response.ok) throw failure('not-found', `${address} answers ${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.byteLength > limit) throw failure('unsupported', `${address} is larger than ${limit} bytes`);
      return { type: response.headers.get('content-type') ?? '', bytes };
    },
  };
}

/** For the services. */
export async function servicePlaceOf(access: Access, options: PlacesOptions): Promise<ServicePlace> {
  const client = await clientOf(access);
  return {
    key: access.key,
    store: options.store,
    namespace: access.project.namespace,
    project: access.project.id,
    userName: access.person.userName,
    inGroup: access.project.group !== undefined,
    client,
    onyxia: access.onyxia,
    installer: client ? options.installer(access, client) : undefined,
    projectPassword: async () => {
      const password = await access.projectConfiguration.get('servicePassword');
      return typeof password === 'string' ? password : undefined;
    },
  };
}

/** For the storage. @param folder one a platform and person; made where it is missing. */
export async function storagePlatformOf(
  access: Access,
  store: Store,
  folder: string,
): Promise<StoragePlatform> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { confidentiality } = access.platform;
  return {
    key: access.key,
    platformId: access.platform.id,
    userName: access.person.userName,
    project: access.project,
    profiles: access.storage,
    region: access.region,
    claims: access.claims,
    network: access.network,
    store,
    folder,
    forbidsLocalCopies: confidentiality?.forbidLocalCopies ?? false,
    forbidsExports: confidentiality?.forbidExports ?? false,
  };
}

/** For the annotation, once the storage knows where the person works. @param folder made where it is missing. */
export async function annotationContextOf(
  access: Access,
  store: Store,
  folder: string,
  storage: Pick<Storage, 'whereabouts'>,
): Promise<AnnotationContext> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { nomenclatures, codingApi } = access.platform;
  return {
    ...commonOf(access, store, folder, storage),
    nomenclatureAddresses: nomenclatures ?? [],
    codingApi: codingApi?.url,
  };
}

/** For models, training and serving. @param folder made where it is missing. */
export async function projectContextOf(
  access: Access,
  store: Store,
  folder: string,
  storage: Pick<Storage, 'whereabouts'>,
): Promise<ProjectContext> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { mlflow, argo, training, argoCd, codingApi } = access.platform;
  return {
    ...commonOf(access, store, folder, storage),
    namespace: access.project.namespace,
    cluster: await clientOf(access),
    platform: { mlflow, argo, training, argoCd, codingApi },
  };
}

/** What those capabilities share that work on files of the project. */
function commonOf(access: Access, store: Store, folder: string, storage: Pick<Storage, 'whereabouts'>) {
  const { confidentiality } = access.platform;
  const { places, endpoint } = storage.whereabouts();
  const { home, bookmarks } = places;
  const roots = [...(home ? [home] : []), ...bookmarks].map(({ profile, bucket, prefix }) => ({
    profile,
    bucket,
    prefix,
  }));
  return {
    key: access.key,
    platformId: access.platform.id,
    userName: access.person.userName,
    network: access.network,
    store,
    folder,
    endpoint,
    homeProfile: home?.profile ?? places.profiles.find(({ kind }) => kind === 'platform')?.id,
    roots: [...new Map(roots.map((root) => [JSON.stringify(root), root])).values()],
    forbidsLocalCopies: confidentiality?.forbidLocalCopies ?? false,
    forbidsExports: confidentiality?.forbidExports ?? false,
  };
}
