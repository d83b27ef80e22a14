/** The texts about one service: notes, values, manifest, history, events. */
import { stringify } from 'yaml';
import type { z } from 'zod';
import { failure } from '../../../shared/contract/errors.ts';
import type { ServiceEvent } from '../../../shared/contract/services.ts';
import { isJsonObject, mapStrings, toJson } from '../../../shared/launch-form/json.ts';
import { eventTime, type ClusterEvent, type Secret } from '../platform/kubernetes/objects.ts';
import { decodeRelease, releaseKey, type Release } from '../platform/kubernetes/release.ts';
import type { ServiceEvidence } from '../platform/kubernetes/service-state.ts';
import type { KubernetesClient } from '../platform/kubernetes/client.ts';
import { listAll } from '../platform/kubernetes/list.ts';

type EventValue = z.infer<typeof ServiceEvent>;

/** Names of values that hold secrets in the charts that we know, and in most others. */
const secretName = /(password|passwd|secret|token|credential|api_?key|private_?key|access_?key)/i;

/** The values that were given, as YAML, with secrets replaced. */
export function shownValues(release: Release): string {
  const values = toJson(release.values);
  if (!isJsonObject(values)) return '';
  const shown = mapStrings(values, (text, path) =>
    text !== '' && path.some((part) => typeof part === 'string' && secretName.test(part)) ? '••••••••' : text,
  );
  return stringify(shown, { lineWidth: 0 });
}

/** What was installed, without the data of Secrets. */
export function shownManifest(release: Release): string {
  return release.manifest
    .split(/^---.*$/m)
    .map((document) =>
      /^kind:\s*["']?Secret["']?\s*$/m.test(document) ? withoutData(document) : document.trim(),
    )
    .filter((document) => document !== '')
    .join('\n---\n');
}

function withoutData(document: string): string {
  return document
    .trim()
    .replace(
      /^(data|stringData):(.*\n)((?:[ \t].*\n?|\n)*)/gm,
      (_, field: string) => `${field}: {} # ••••••••\n`,
    )
    .replace(/^(data|stringData):[^\n{]*\{.*\}\s*$/gm, (_, field: string) => `${field}: {} # ••••••••`);
}

/** Events about a release's own objects, newest last. */
export function eventsOf({ release, objects, pods, events, claims }: ServiceEvidence): EventValue[] {
  const names = new Set([
    ...objects.map(({ name }) => name),
    ...pods.flatMap(({ metadata }) => metadata?.name ?? []),
    ...claims.flatMap(({ metadata }) =>
      metadata?.labels?.['app.kubernetes.io/instance'] === release.name ? (metadata.name ?? []) : [],
    ),
  ]);
  const isOwn = (event: ClusterEvent) => {
    const name = event.involvedObject?.name ?? '';
    return names.has(name) || name.startsWith(`${release.name}-`) || name === release.name;
  };
  return events
    .filter(isOwn)
    .map((event) => ({
      id: event.metadata?.uid ?? '',
      type: event.type === 'Warning' ? ('Warning' as const) : ('Normal' as const),
      reason: event.reason ?? '',
      message: event.message ?? '',
      about: event.involvedObject?.name ?? '',
      at: eventTime(event),
      count: event.series?.count ?? event.count ?? 1,
    }))
    .toSorted((a, b) => a.at - b.at);
}

/** All revisions of a release that Helm still keeps, newest first. */
export async function historyOf(client: KubernetesClient, namespace: string, name: string) {
  const secrets = await listAll<Secret>(client, {
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`,
    labelSelector: `owner=helm,name=${name}`,
  });
  if (secrets.length === 0)
    throw failure('not-found', `There is no release ${name}`, { reason: 'service-gone', values: { name } });
  return secrets
    .flatMap((secret) => {
      const key = releaseKey(secret.metadata);
      if (!key) return [];
      const release = decodeRelease(secret.data?.['release'] ?? '');
      return [
        {
          revision: key.revision,
          at: release.lastDeployed,
          status: release.status,
          chart: `${release.chart.name}-${release.chart.version}`,
          description: release.description,
        },
      ];
    })
    .toSorted((a, b) => b.revision - a.revision);
}
