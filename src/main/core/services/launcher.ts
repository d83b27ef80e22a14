/** Launches, pauses, resumes and deletes: by the Onyxia API first, by Helm on a bare cluster. */
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import { toJson, isJsonObject, type JsonObject } from '../../../shared/launch-form/json.ts';
import type { CommandLog } from '../shell/commands.ts';
import type { Order, ServicePlace } from './service-place.ts';

export interface Launcher {
  launch(order: Order): Promise<void>;
  pause(release: string): Promise<void>;
  resume(release: string): Promise<void>;
  remove(release: string): Promise<void>;
  rename(release: string, name: string): Promise<void>;
  share(release: string, share: boolean): Promise<void>;
}

/** @param commands shows the line that would have done the same. */
export function createLauncher(place: ServicePlace, commands: CommandLog): Launcher {
  const { namespace, onyxia, installer } = place;

  const none = () =>
    failure('unsupported', 'Neither an Onyxia API nor Helm is at hand to change services', {
      reason: 'no-installer',
    });

  /** By the API; where it does not answer and Helm is at hand, by Helm. */
  async function either(
    byOnyxia: (() => Promise<unknown>) | undefined,
    byHelm: (() => Promise<unknown>) | undefined,
  ): Promise<void> {
    if (byOnyxia) {
      await byOnyxia();
      return;
    }
    if (!byHelm) throw none();
    await byHelm();
  }

  const upgrade = (release: string, suspend: boolean) =>
    `helm upgrade ${release} CHART --namespace ${namespace} --reuse-values --set global.suspend=${String(suspend)}`;

  return {
    launch: (order) =>
      commands.around('helm', order.command, () =>
        either(
          onyxia &&
            (async () => {
              const result = await onyxia.install({
                catalogId: order.catalogId,
                packageName: order.chart,
                packageVersion: order.version,
                name: order.releaseName,
                friendlyName: order.friendlyName,
                share: order.share,
                options: order.values,
              });
              if (result.kind === 'left-failed') {
                throw failure('invalid-input', `The platform could not install ${order.friendlyName}`, {
                  reason: 'install-left-failed',
                  values: { name: order.friendlyName },
                });
              }
            }),
          installer && (() => installer.install(order)),
        ),
      ),
    pause: (release) =>
      commands.around('helm', upgrade(release, true), () =>
        either(
          onyxia && (() => onyxia.suspend(release)),
          installer && (() => installer.change(release, { global: { suspend: true } })),
        ),
      ),
    resume: (release) =>
      commands.around('helm', upgrade(release, false), () =>
        either(
          onyxia && (() => onyxia.resume(release)),
          installer && (() => installer.change(release, { global: { suspend: false } })),
        ),
      ),
    remove: (release) =>
      commands.around('helm', `helm uninstall ${release} --namespace ${namespace}`, async () => {
        try {
          await either(
            onyxia && (() => onyxia.remove(release)),
            installer && (() => installer.uninstall(release)),
          );
        } catch (error) {
          // What is gone already is what was asked for.
          if (!isFailure(error) || error.code !== 'not-found') throw error;
        }
      }),
    rename: (release, name) =>
      commands.around('kubectl', patchLine(namespace, release, { friendlyName: name }), () =>
        either(
          onyxia && (() => onyxia.rename(release, name)),
          place.client && (() => keepFriendlyName(place, release, { friendlyName: name })),
        ),
      ),
    share: (release, share) =>
      commands.around('kubectl', patchLine(namespace, release, { share: String(share) }), () =>
        either(
          onyxia && (() => onyxia.share(release, share)),
          place.client && (() => keepFriendlyName(place, release, { share: String(share) })),
        ),
      ),
  };
}

function patchLine(namespace: string, release: string, fields: Record<string, string>): string {
  const patch = JSON.stringify({ stringData: fields }).replaceAll("'", String.raw`'\''`);
  return `kubectl patch secret sh.onyxia.release.v1.${release} --namespace ${namespace} --type merge --patch '${patch}'`;
}

/** The Secret in which Onyxia keeps the name of a service; on a bare cluster it is ours to write, in the same shape. */
export async function keepFriendlyName(
  place: ServicePlace,
  release: string,
  fields: Record<string, string>,
): Promise<void> {
  const { client, namespace } = place;
  if (!client)
    throw failure('unsupported', 'There is no Kubernetes API to keep the name in', {
      reason: 'no-kubernetes',
    });
  const name = `sh.onyxia.release.v1.${release}`;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`;
  const stringData: JsonObject = fields;
  try {
    await client.request('PATCH', `${path}/${encodeURIComponent(name)}`, {
      contentType: 'application/merge-patch+json',
      body: { stringData },
    });
  } catch (error) {
    if (!isFailure(error) || error.code !== 'not-found') throw error;
    await client.request('POST', path, {
      body: {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'onyxia.sh/release.v1',
        metadata: { name, namespace, ...(await ownerOf(place, release)) },
        stringData: { owner: place.userName, share: 'false', ...fields },
      },
    });
  }
}

/** The Helm Secret of the first revision owns it, so that it goes with the release. */
async function ownerOf({ client, namespace }: ServicePlace, release: string): Promise<JsonObject> {
  const name = `sh.helm.release.v1.${release}.v1`;
  try {
    const secret = toJson(
      await client?.request(
        'GET',
        `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`,
      ),
    );
    const metadata = isJsonObject(secret) ? secret['metadata'] : undefined;
    const uid = isJsonObject(metadata) ? metadata['uid'] : undefined;
    return typeof uid === 'string'
      ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name, uid }] }
      : {};
  } catch {
    return {};
  }
}
