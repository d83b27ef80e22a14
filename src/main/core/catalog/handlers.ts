/** Answers for the catalog: charts, the launch form, saved configurations. */
import type { ChartKey } from '../../../shared/contract/catalog.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import { failure } from '../../../shared/contract/errors.ts';
import { formatLaunchLink, parseLaunchLink } from '../../../shared/launch-form/launch-link.ts';
import { parsePatch } from '../../../shared/launch-form/patch.ts';
import type { Live } from '../live.ts';
import type { CatalogList } from './catalog-list.ts';
import type { FormOpening, Forms } from './forms.ts';
import { isSame, withConfiguration, type StoredConfiguration } from './saved-configurations.ts';
import type { Workplace } from './workplace.ts';

export interface CatalogParts {
  readonly workplace: Live<Workplace | undefined>;
  readonly list: CatalogList;
  readonly forms: Forms;
}

/** Joins the parts of the catalog to the contract. */
export function catalogHandlers({ workplace, list, forms }: CatalogParts): AppHandlers['catalog'] {
  const here = (): Workplace => {
    const place = workplace.get();
    if (!place) throw failure('signed-out', 'Nobody is signed in', { reason: 'not-signed-in' });
    return place;
  };

  async function opening(asked: {
    chart: ChartKey;
    version?: string | undefined;
    link?: string | undefined;
    saved?: { friendlyName: string } | undefined;
  }): Promise<FormOpening> {
    if (asked.saved) {
      const wanted = {
        friendlyName: asked.saved.friendlyName,
        catalogId: asked.chart.catalogId,
        chartName: asked.chart.name,
      };
      const saved = here()
        .configurations.state.get()
        .configurations.find((other) => isSame(other, wanted));
      if (!saved)
        throw failure('not-found', `No saved configuration ${wanted.friendlyName}`, {
          reason: 'configuration-gone',
          values: { name: wanted.friendlyName },
        });
      return {
        chart: asked.chart,
        version: saved.chartVersion,
        patch: parsePatch(saved.helmValuesPatch).patch,
        friendlyName: saved.friendlyName,
        storageProfile: saved.s3ProfileName,
        share: saved.isShared,
      };
    }
    if (asked.link === undefined) return { chart: asked.chart, version: asked.version };
    const parsed = parseLaunchLink(asked.link);
    if (!parsed)
      throw failure('invalid-input', 'This is not a launch link', { reason: 'launch-link', field: 'link' });
    const { link } = parsed;
    return {
      chart: { catalogId: link.catalogId, name: link.chartName },
      version: link.version ?? asked.version,
      patch: link.patch,
      friendlyName: link.friendlyName,
      storageProfile: link.s3ProfileName,
      share: link.isShared,
    };
  }

  const change = (edit: (configurations: readonly StoredConfiguration[]) => readonly StoredConfiguration[]) =>
    here().configurations.change(edit);

  return {
    list: (_, { signal }) => list.state.follow(signal),
    refresh: async () => {
      await list.refresh();
      return {};
    },
    details: async (chart, { signal }) => {
      const { versions, readme, sources, maintainers } = await here().source.describe(chart, signal);
      return {
        versions: [...versions],
        ...(readme === undefined ? {} : { readme }),
        sources: [...sources],
        maintainers: [...maintainers],
      };
    },
    setFavourite: async ({ favourite, ...chart }) => {
      await list.setFavourite(chart, favourite);
      return {};
    },
    openForm: async (asked) => {
      const wanted = await opening(asked);
      return forms.open(
        here(),
        list.listed(wanted.chart),
        list.catalog(wanted.chart.catalogId)?.repository,
        wanted,
      );
    },
    editForm: ({ formId, edit }) => forms.edit(formId, edit),
    revealInForm: async ({ formId, path }) => ({ value: forms.revealed(formId, path) }),
    closeForm: async ({ formId }) => {
      forms.close(formId);
      return {};
    },
    savedConfigurations: (_, { signal }) => followConfigurations(workplace, signal),
    saveConfiguration: async ({ formId, friendlyName }) => {
      const { chart, version, share, storageProfile, patch } = forms.saved(formId);
      const kept = await change((configurations) =>
        withConfiguration(configurations, {
          friendlyName,
          catalogId: chart.catalogId,
          chartName: chart.name,
          chartVersion: version,
          isShared: share,
          s3ProfileName: storageProfile,
          helmValuesPatch: patch,
        }),
      );
      return { kept };
    },
    renameConfiguration: async ({ chart, friendlyName, newName }) => {
      const [from, to] = [friendlyName, newName].map((name) => ({
        friendlyName: name,
        catalogId: chart.catalogId,
        chartName: chart.name,
      }));
      await change((configurations) => {
        if (to && configurations.some((other) => isSame(other, to))) {
          throw failure('conflict', `There is a configuration named ${newName}`, {
            reason: 'configuration-exists',
            values: { name: newName },
            field: 'newName',
          });
        }
        return configurations.map((other) =>
          from && isSame(other, from) ? { ...other, friendlyName: newName } : other,
        );
      });
      return {};
    },
    deleteConfiguration: async ({ chart, friendlyName }) => {
      const gone = { friendlyName, catalogId: chart.catalogId, chartName: chart.name };
      await change((configurations) => configurations.filter((other) => !isSame(other, gone)));
      return {};
    },
  };
}

/** The configurations of wherever the person works, also after a change of project. */
async function* followConfigurations(workplace: Live<Workplace | undefined>, signal: AbortSignal) {
  for await (const place of workplace.follow(signal)) {
    if (!place) {
      yield { configurations: [], kept: 'laptop' as const };
      continue;
    }
    const moved = new AbortController();
    const stop = workplace.onChange(() => moved.abort());
    try {
      for await (const { configurations, kept, problem } of place.configurations.state.follow(
        AbortSignal.any([signal, moved.signal]),
      )) {
        yield { configurations: configurations.map(shown), kept, ...(problem ? { problem } : {}) };
      }
    } finally {
      stop();
    }
  }
}

function shown(saved: StoredConfiguration) {
  return {
    friendlyName: saved.friendlyName,
    catalogId: saved.catalogId,
    chartName: saved.chartName,
    chartVersion: saved.chartVersion,
    ...(saved.isShared === undefined ? {} : { isShared: saved.isShared }),
    ...(saved.s3ProfileName === undefined ? {} : { storageProfile: saved.s3ProfileName }),
    link: formatLaunchLink({
      catalogId: saved.catalogId,
      chartName: saved.chartName,
      friendlyName: saved.friendlyName,
      version: saved.chartVersion,
      ...(saved.s3ProfileName === undefined ? {} : { s3ProfileName: saved.s3ProfileName }),
      ...(saved.isShared === undefined ? {} : { isShared: saved.isShared }),
      patch: parsePatch(saved.helmValuesPatch).patch,
    }),
  };
}
