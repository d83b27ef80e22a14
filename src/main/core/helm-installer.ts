/** Installs by Helm on a cluster without Onyxia: real helm, bound to one person and namespace. */
import { stringify } from 'yaml';
import { failure } from '../../shared/contract/errors.ts';
import { stringsIn, valueAt, type JsonObject } from '../../shared/launch-form/json.ts';
import type { Helm } from './platform/helm/helm.ts';
import type { KubernetesClient } from './platform/kubernetes/client.ts';
import type { Installer } from './services/service-place.ts';

/** Where a chart comes from, to find it again for an upgrade; kept with the release's name. */
export interface ChartPlaces {
  /** Address of the repository that holds a chart in this version, as far as the catalogs tell. */
  find(chart: string): string | undefined;
}

/** Text shorter than this would blank out half of a message. */
const shortestSecret = 8;

/** @param chartOf name and version of the chart that a release was made of. */
export function helmInstaller(options: {
  readonly helm: Helm;
  readonly client: KubernetesClient;
  readonly namespace: string;
  readonly places: ChartPlaces;
  readonly chartOf: (release: string) => { readonly name: string; readonly version: string } | undefined;
  readonly named: (release: string, fields: Record<string, string>) => Promise<void>;
}): Installer {
  const { helm, client, namespace, places } = options;
  const target = { access: client.access, namespace };

  return {
    install: async (order) => {
      if (order.repository === undefined) throw unknownChart(order.chart);
      await helm.install({
        ...target,
        release: order.releaseName,
        chart: { repository: order.repository, name: order.chart, version: order.version },
        values: stringify(order.values),
        secrets: longTexts(order.values),
      });
      await options.named(order.releaseName, {
        catalog: order.catalogId,
        friendlyName: order.friendlyName,
        share: String(order.share),
      });
    },
    change: async (release, changes) => {
      const chart = options.chartOf(release);
      const repository = chart && places.find(chart.name);
      if (!chart || repository === undefined) throw unknownChart(chart?.name ?? release);
      await helm.upgrade({
        ...target,
        release,
        chart: { repository, ...chart },
        values: stringify(changes),
        reuseValues: true,
      });
    },
    uninstall: (release) => helm.uninstall({ ...target, release }),
  };
}

const unknownChart = (chart: string) =>
  failure('not-found', `No catalog has the chart ${chart}`, { reason: 'chart-gone', values: { chart } });

/** Everything in the values that could be a secret, to be blanked out of helm's messages. */
function longTexts(values: JsonObject): string[] {
  return [...stringsIn(values)]
    .filter(
      ({ text, path }) =>
        text.length >= shortestSecret && /password|secret|token|key|credential/i.test(path.join('.')),
    )
    .flatMap(({ path }) => {
      const text = valueAt(values, path);
      return typeof text === 'string' ? [text] : [];
    });
}
