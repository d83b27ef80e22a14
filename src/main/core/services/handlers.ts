/** Answers for running services: their state, their texts, opening them, changing them. */
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { Host } from '../host.ts';
import { followLogs } from '../platform/kubernetes/logs.ts';
import { openTarget } from '../platform/kubernetes/open-target.ts';
import { isPodReady } from '../platform/kubernetes/objects.ts';
import { releasePassword, type Release } from '../platform/kubernetes/release.ts';
import type { ServiceEvidence } from '../platform/kubernetes/service-state.ts';
import type { Shell } from '../shell/handlers.ts';
import type { Observer } from './observer.ts';
import type { OpenedServices } from './opened-services.ts';
import { followOnyxiaLogs } from './onyxia-logs.ts';
import { eventsOf, historyOf, shownManifest, shownValues } from './service-details.ts';
import type { Order } from './service-place.ts';
import { signInOf } from './service-sign-in.ts';
import type { WatchedServices } from './watched-services.ts';

export interface ServicesParts {
  readonly host: Host;
  readonly shell: Shell;
  readonly watched: WatchedServices;
  readonly opened: OpenedServices;
  /** What an open launch form holds. */
  readonly order: (formId: string) => Order;
  /** Called when a form was launched. */
  readonly launched: (order: Order) => void;
}

/** Joins the parts of the services to the contract. */
export function servicesHandlers(parts: ServicesParts): AppHandlers['services'] {
  const { host, shell, watched, opened } = parts;
  const here = () => watched.here();

  /** What the cluster tells of a service; a person who is quicker than its first answer waits for it. */
  async function evidence(id: string): Promise<ServiceEvidence> {
    await here().observer.settled;
    const found = here().observer.evidence(id);
    if (!found) {
      const known = here().observer.service(id) !== undefined;
      throw known
        ? failure('unsupported', 'The cluster itself cannot be asked', { reason: 'needs-kubernetes' })
        : failure('not-found', `There is no service ${id}`, { reason: 'service-gone', values: { name: id } });
    }
    return found;
  }
  const nameOf = (id: string): string => here().observer.service(id)?.name ?? id;
  const release = async (id: string): Promise<Release> => (await evidence(id)).release;
  const change = async (title: string, id: string, work: () => Promise<void>) => {
    await shell.tasks.run(title, { name: nameOf(id) }, work);
    here().observer.wake();
    return {};
  };

  /** A refused install says why in what Helm left of it only. */
  async function withReleaseWords(error: unknown, releaseName: string): Promise<never> {
    if (!isFailure(error) || error.data.reason !== 'install-left-failed') throw error;
    const words = await descriptionOf(here().observer, releaseName);
    throw failure(error.code, error.message, { ...error.data, ...(words === undefined ? {} : { words }) });
  }

  async function passwordOf(id: string): Promise<string> {
    const password = releasePassword(await release(id), await here().place.projectPassword());
    if (password === undefined)
      throw failure('not-found', `${nameOf(id)} has no password that Sardonyx knows`, {
        reason: 'no-password',
        values: { name: nameOf(id) },
      });
    return password;
  }

  return {
    list: (_, { signal }) => watched.state.follow(signal),
    events: async function* ({ id }, { signal }) {
      let last = '';
      for await (const _ of watched.state.follow(signal)) {
        const events = eventsOf(await evidence(id));
        const text = JSON.stringify(events);
        if (text !== last) yield events;
        last = text;
      }
    },
    logs: async function* ({ id, pod, container, previous, lines }, { signal }) {
      const { place } = here();
      if (!place.client || !here().observer.watches()) {
        yield* followOnyxiaLogs(place, id, pod, signal);
        return;
      }
      const batches = followLogs(place.client, {
        namespace: place.namespace,
        pod,
        container,
        previous,
        lines,
        signal,
      });
      for await (const batch of batches) yield { lines: [...batch.lines], state: batch.state };
    },
    notes: async ({ id }) => ({ text: (await release(id)).notes }),
    values: async ({ id }) => ({ yaml: shownValues(await release(id)) }),
    manifest: async ({ id }) => ({ yaml: shownManifest(await release(id)) }),
    history: async ({ id }) => {
      const { client, namespace } = here().place;
      if (!client)
        throw failure('unsupported', 'The cluster itself cannot be asked', { reason: 'needs-kubernetes' });
      return historyOf(client, namespace, id);
    },
    password: async ({ id }) => ({ password: await passwordOf(id) }),

    launch: async ({ formId }) => {
      const order = parts.order(formId);
      const { launcher, observer } = here();
      await shell.tasks.run('launch', { name: order.friendlyName }, () =>
        launcher.launch(order).catch((error: unknown) => withReleaseWords(error, order.releaseName)),
      );
      parts.launched(order);
      observer.wake();
      return { id: order.releaseName };
    },

    open: async ({ id }) => {
      const { observer, place } = here();
      const { release: found, objects, pods } = await evidence(id);
      const { client } = place;
      const target = openTarget(found, objects, pods);
      if (!client || !target)
        throw failure('unsupported', `${nameOf(id)} has nothing to open`, {
          reason: 'nothing-to-open',
          values: { name: nameOf(id) },
        });
      const { command } = {
        command: `kubectl port-forward --namespace ${place.namespace} ${pods[0]?.metadata?.name ?? 'POD'} :${target.port}`,
      };
      return shell.commands.around('kubectl', command, () =>
        opened.open(
          {
            id,
            name: nameOf(id),
            path: '/',
            signIn: signInOf(target),
            findPod: () => {
              const ready = observer.evidence(id)?.pods.find((pod) => isPodReady(pod));
              const { name, uid } = ready?.metadata ?? {};
              return name === undefined || uid === undefined ? undefined : { name, uid, port: target.port };
            },
            onPodChange: (listener) => observer.onLook(listener),
            reason: () => observer.service(id)?.reason,
          },
          client,
          place.namespace,
        ),
      );
    },
    openAddress: async ({ id, address }) => {
      const known = here().observer.service(id)?.addresses ?? [];
      if (!known.includes(address))
        throw failure('forbidden', 'This address is not one of the service', { reason: 'foreign-address' });
      await host.openAddress(address);
      return {};
    },
    closeOpened: async ({ id }) => {
      await opened.close(id);
      return {};
    },
    opened: async function* (_, { signal }) {
      for await (const list of opened.list.follow(signal)) yield [...list];
    },

    pause: ({ id }) => change('pause', id, () => here().launcher.pause(id)),
    resume: ({ id }) => change('resume', id, () => here().launcher.resume(id)),
    remove: async ({ id }) => {
      const { launcher } = here();
      await opened.close(id);
      return change('delete', id, () => launcher.remove(id));
    },
    rename: async ({ id, name }) => {
      await here().launcher.rename(id, name);
      here().observer.wake();
      return {};
    },
    share: async ({ id, share }) => {
      await here().launcher.share(id, share);
      here().observer.wake();
      return {};
    },
  };
}

/** How long the watch may take to show what an install left, in milliseconds. */
const patience = 3_000;

/** What Helm wrote about a release, as soon as the watch shows it; undefined when it does not in time. */
function descriptionOf(observer: Observer, releaseName: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const look = () => {
      const found = observer.evidence(releaseName)?.release.description;
      if (found === undefined) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const stop = observer.onLook(look);
    const timer = setTimeout(() => {
      stop();
      resolve(undefined);
    }, patience);
    look();
  });
}
