/**
 * Volumes as folders. There is no chroot and no mount here: a pod's folder stands for `/`, a mount path is a link below
 * it, and the program learns the real place from its environment (SANDBOX_ROOT, SANDBOX_MOUNT_<VOLUME>).
 */
import { lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, textOf, type Fields } from '../../kubernetes/shape.ts';
import { numberOr } from '../fields.ts';
import type { ContainerPlan } from '../pod-spec.ts';
import { ConfigurationMissing, readEntries, readPodField } from './configuration.ts';

/** A volume cannot be set up yet; the message is that of the event FailedMount. */
export class MountFailed extends Error {
  override readonly name = 'MountFailed';
}

export interface VolumeOptions {
  readonly store: ObjectStore;
  readonly pod: KubernetesObject;
  /** Where the volumes of this pod lie. */
  readonly folder: string;
  /** The folder of a claim of the pod's namespace; undefined while it is not bound. */
  claimFolder(name: string): string | undefined;
}

/**
 * Makes the folder of each volume. Volume name to folder. Without effect on what an emptyDir already holds.
 * @throws MountFailed in the kubelet's words, for example `MountVolume.SetUp failed for volume "x" : secret "y" not found`.
 */
export async function setUpVolumes(
  volumes: readonly Fields[],
  options: VolumeOptions,
): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  for (const volume of volumes) {
    const name = textOf(volume['name']) ?? '';
    try {
      folders.set(name, await setUpVolume(name, volume, options));
    } catch (error) {
      if (!(error instanceof ConfigurationMissing)) throw error;
      throw new MountFailed(`MountVolume.SetUp failed for volume "${name}" : ${error.message}`);
    }
  }
  return folders;
}

async function setUpVolume(
  name: string,
  volume: Fields,
  { store, pod, folder, claimFolder }: VolumeOptions,
): Promise<string> {
  const claim = at(volume, 'persistentVolumeClaim', 'claimName');
  if (claim !== undefined) {
    const bound = claimFolder(String(claim));
    if (bound === undefined)
      throw new MountFailed(
        `MountVolume.SetUp failed for volume "${name}" : persistentvolumeclaim "${String(claim)}" not found`,
      );
    await mkdir(bound, { recursive: true, mode: 0o700 });
    return bound;
  }
  if (volume['hostPath'] !== undefined) {
    throw new MountFailed(
      `MountVolume.SetUp failed for volume "${name}" : hostPath volumes are not allowed on this node`,
    );
  }
  const target = path.join(folder, path.basename(name));
  await mkdir(target, { recursive: true, mode: 0o700 });
  for (const source of fileSources(volume)) {
    for (const [file, content] of filesOf(source, store, pod)) {
      const place = inside(target, file);
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, content, { mode: source.mode });
    }
  }
  return target;
}

interface FileSource {
  readonly kind: 'secret' | 'configmap' | 'downward';
  readonly given: Fields;
  readonly mode: number;
}

function fileSources(volume: Fields): FileSource[] {
  const projected = volume['projected'];
  const parts = projected === undefined ? [volume] : listOf(at(projected, 'sources'));
  return parts.flatMap((part) =>
    (['secret', 'configMap', 'downwardAPI'] as const).flatMap((field) => {
      if (part[field] === undefined) return [];
      const given = fieldsOf(part[field]);
      const mode = numberOr(given['defaultMode'] ?? at(projected, 'defaultMode'), 0o644);
      const kind = field === 'secret' ? 'secret' : field === 'configMap' ? 'configmap' : 'downward';
      return [{ kind, given, mode }];
    }),
  );
}

function filesOf({ kind, given }: FileSource, store: ObjectStore, pod: KubernetesObject): [string, Buffer][] {
  const items = listOf(given['items']);
  if (kind === 'downward') {
    return items.map((item) => [
      textOf(item['path']) ?? '',
      Buffer.from(readPodField(pod, textOf(at(item, 'fieldRef', 'fieldPath')) ?? '')),
    ]);
  }
  const nameField = given['secretName'] === undefined ? 'name' : 'secretName';
  const entries =
    readEntries(store, pod.metadata.namespace ?? '', kind, given, nameField) ?? new Map<string, Buffer>();
  if (items.length === 0) return [...entries];
  return items.flatMap((item): [string, Buffer][] => {
    const key = textOf(item['key']) ?? '';
    const content = entries.get(key);
    if (content !== undefined) return [[textOf(item['path']) ?? key, content]];
    if (given['optional'] === true) return [];
    throw new ConfigurationMissing(
      `references non-existent ${kind === 'secret' ? 'secret' : 'config'} key: ${key}`,
    );
  });
}

/** Links the mount paths of a container below the pod's root to its volumes. @throws MountFailed for an unknown volume. */
export async function linkMounts(
  container: ContainerPlan,
  root: string,
  folders: ReadonlyMap<string, string>,
): Promise<void> {
  const mounts = [...container.mounts].sort((left, right) => left.path.length - right.path.length);
  for (const mount of mounts) {
    const volume = folders.get(mount.volume);
    // Volumes that the node does not know of (a service account's token) have no folder.
    if (volume === undefined) continue;
    const source = mount.subPath === '' ? volume : inside(volume, mount.subPath);
    const isFile = await lstat(source).then(
      (found) => found.isFile(),
      () => false,
    );
    if (!isFile) await mkdir(source, { recursive: true });
    const place = inside(root, mount.path);
    if (place === root) throw new MountFailed(`volume "${mount.volume}" cannot be mounted at /`);
    await mkdir(path.dirname(place), { recursive: true });
    const existing = await lstat(place).catch(() => undefined);
    if (existing?.isSymbolicLink() || existing?.isFile()) await rm(place);
    else if (existing !== undefined) continue;
    await symlink(source, place, isFile ? 'file' : process.platform === 'win32' ? 'junction' : 'dir');
  }
}

/** A path below a folder, whatever the given path says of leading slashes and `..`: it never leads out. */
export function inside(folder: string, given: string): string {
  return path.resolve(folder, `.${path.posix.normalize(`/${given.replaceAll('\\', '/')}`)}`);
}
