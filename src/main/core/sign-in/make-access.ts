/** The access of one platform's person and project, made of its adapters. */
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Project } from '../../../shared/contract/sign-in.ts';
import type { Network } from '../network/network.ts';
import { createOnyxiaConfiguration } from '../platform/vault/onyxia-configuration.ts';
import type { Store } from '../store/store.ts';
import { launchContext, type Access, type KubernetesSignIn } from './access.ts';
import { clientFor } from './clients.ts';
import { configurationPrefix, type Known, type KnownProject } from './known.ts';
import type { KeptKubeconfig, Pasted } from './pasted.ts';
import { regionOf, type Resources } from './resources.ts';

export interface AccessParts {
  readonly file: PlatformFile;
  readonly resources: Resources;
  /** Read at each use: which token the cluster takes is found out later. */
  readonly known: () => Known;
  readonly project: KnownProject;
  readonly pasted: Pasted;
  readonly kubeconfig: KeptKubeconfig | undefined;
  readonly store: Store;
  readonly network: Network;
}

/** Undefined as long as nobody is known. */
export function makeAccess(parts: AccessParts): Access | undefined {
  const { file, resources, known, project, store, network } = parts;
  const { person, projects, configuration, user } = known();
  if (!person) return undefined;
  const folderOf = (one: KnownProject) => one.vaultFolder ?? person.userName;
  const configurationOf = (one: KnownProject) =>
    createOnyxiaConfiguration({
      vault: resources.vault,
      folder: folderOf(one),
      local: store,
      prefix: `${configurationPrefix(file.id)}${person.userName}/${one.id}`,
    });
  const access: Access = {
    key: JSON.stringify([file.id, person.userName, project.id]),
    platform: file,
    person,
    project: asProject(project),
    kubernetes: kubernetesSignIn(parts),
    onyxia: resources.onyxia?.forProject(project.group === undefined ? undefined : project.id),
    region: regionOf(file, configuration),
    storage: resources.storage,
    vault: resources.vault,
    vaultFolder: folderOf(project),
    projectConfiguration: configurationOf(project),
    personConfiguration: configurationOf(projects.find(({ group }) => group === undefined) ?? project),
    launchContext: (profile, options) => launchContext(access, resources.main, user, profile, options),
    claims: () => resources.main?.claims() ?? {},
    network,
  };
  return access;
}

/** What others are told of a project. */
export function asProject({ vaultFolder: _folder, ...project }: KnownProject): Project {
  return project;
}

function kubernetesSignIn({
  file,
  resources,
  known,
  pasted,
  kubeconfig,
}: AccessParts): KubernetesSignIn | undefined {
  if (!file.kubernetes) return undefined;
  const { server, certificateAuthority } = file.kubernetes;
  const session = resources.sessionFor(clientFor(file, file.kubernetes.oidc));
  const token = pasted.kubernetes?.token;
  if (token && session?.state() !== 'signed-in')
    return { server, certificateAuthority, token: async () => token };
  if (!session) return kubeconfig && { server, certificateAuthority, kubeconfig };
  const ask = (renew: boolean) =>
    known().kubernetesToken === 'id' ? session.idToken({ renew }) : session.accessToken({ renew });
  return {
    server,
    certificateAuthority,
    token: () => ask(false),
    renewToken: async () => void (await ask(true)),
  };
}
