/** The catalogs as last seen, then as they are: from the store first, then from the platform. */
import type { z } from 'zod';
import type { CatalogSummary, Catalogs, ChartKey } from '../../../shared/contract/catalog.ts';
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import { live, type Live } from '../live.ts';
import type { ListedCatalog } from './chart-source.ts';
import type { Icons } from './icons.ts';
import type { Workplace } from './workplace.ts';

type Summary = z.infer<typeof CatalogSummary>;

/** What a person did with charts, by `catalog/chart`. */
interface Habits {
  readonly favourites: readonly string[];
  readonly lastUsed: Readonly<Record<string, number>>;
}

const nothing: Catalogs = { catalogs: [], state: 'refreshing' };
const idOf = ({ catalogId, name }: ChartKey): string => `${catalogId}/${name}`;

export interface CatalogList {
  readonly state: Live<Catalogs>;
  /** Shows another place: what its store holds at once, then what it answers. */
  enter(workplace: Workplace | undefined): Promise<void>;
  refresh(): Promise<void>;
  listed(chart: ChartKey): ListedCatalog['charts'][number] | undefined;
  catalog(id: string): ListedCatalog | undefined;
  /** Address of the first repository that has a chart of this name. */
  repositoryOf(chart: string): string | undefined;
  setFavourite(chart: ChartKey, favourite: boolean): Promise<void>;
  used(chart: ChartKey, at: number): Promise<void>;
}

/** Makes an empty list. */
export function createCatalogList(icons: Icons, clock: () => number): CatalogList {
  const state = live<Catalogs>(nothing);
  let place: Workplace | undefined;
  let habits: Habits = { favourites: [], lastUsed: {} };
  let catalogs: readonly ListedCatalog[] = [];
  let asOf: number | undefined;

  const show = (change: Pick<Catalogs, 'state'> & Partial<Catalogs>) =>
    state.set({ catalogs: catalogs.map(summarise), ...(asOf === undefined ? {} : { asOf }), ...change });

  function summarise(catalog: ListedCatalog): Summary {
    return {
      id: catalog.id,
      name: { ...catalog.name },
      description: { ...catalog.description },
      ...(catalog.problem ? { problem: catalog.problem } : {}),
      charts: catalog.charts.map((chart) => {
        const id = idOf({ catalogId: catalog.id, name: chart.name });
        const lastUsed = habits.lastUsed[id];
        return {
          catalogId: catalog.id,
          name: chart.name,
          version: chart.version,
          description: chart.description,
          keywords: [...chart.keywords],
          ...(chart.icon === undefined ? {} : { icon: icons.register(chart.icon) }),
          ...(chart.home === undefined ? {} : { home: chart.home }),
          ...(chart.needs === undefined ? {} : { needs: chart.needs }),
          favourite: habits.favourites.includes(id),
          ...(lastUsed === undefined ? {} : { lastUsed }),
        };
      }),
    };
  }

  async function refresh(): Promise<void> {
    const asked = place;
    if (!asked) return;
    show({ state: 'refreshing' });
    try {
      const fresh = await asked.source.list();
      if (place !== asked) return;
      catalogs = fresh;
      asOf = clock();
      await asked.store.set('catalog/list', fresh);
      show({ state: 'live' });
    } catch (error) {
      if (place !== asked) return;
      const problem = (isFailure(error) ? error : failure('internal', 'The catalogs could not be read')).data;
      show({ state: 'stored', problem });
    }
  }

  async function remember(next: Habits): Promise<void> {
    habits = next;
    show({ state: state.get().state, ...(state.get().problem ? { problem: state.get().problem } : {}) });
    await place?.store.set('person/chart-habits', next);
  }

  return {
    state,
    refresh,
    enter: async (workplace) => {
      place = workplace;
      catalogs = [];
      asOf = undefined;
      if (!workplace) return state.set(nothing);
      const [stored, known] = await Promise.all([
        workplace.store.get<ListedCatalog[]>('catalog/list'),
        workplace.store.get<Habits>('person/chart-habits'),
      ]);
      if (place !== workplace) return;
      habits = { favourites: [], lastUsed: {}, ...known?.value };
      catalogs = stored?.value ?? [];
      asOf = stored?.at;
      await refresh();
    },
    catalog: (id) => catalogs.find((catalog) => catalog.id === id),
    repositoryOf: (chart) =>
      catalogs.find(
        ({ charts, repository }) => repository !== undefined && charts.some(({ name }) => name === chart),
      )?.repository,
    listed: ({ catalogId, name }) =>
      catalogs.find((catalog) => catalog.id === catalogId)?.charts.find((chart) => chart.name === name),
    setFavourite: (chart, favourite) =>
      remember({
        ...habits,
        favourites: [
          ...habits.favourites.filter((id) => id !== idOf(chart)),
          ...(favourite ? [idOf(chart)] : []),
        ],
      }),
    used: (chart, at) => remember({ ...habits, lastUsed: { ...habits.lastUsed, [idOf(chart)]: at } }),
  };
}
