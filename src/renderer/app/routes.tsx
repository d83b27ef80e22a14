/** Which screen stands at which address. Addresses live behind the `#`, so that any host can serve the page. */
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Crashed, NotFound } from './dead-end.tsx';
import { Frame } from './frame/frame.tsx';
import { loadAllWords } from './language/setup.ts';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: Crashed });

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Only those entries that have a value, as `exactOptionalPropertyTypes` wants them. */
function present<T extends Record<string, string | undefined>>(entries: T): { [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: string;
  };
}

/** A screen whose words come with it. */
const withAllWords =
  <T,>(load: () => Promise<T>) =>
  async (): Promise<T> => {
    const [screen] = await Promise.all([load(), loadAllWords()]);
    return screen;
  };

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/welcome',
    validateSearch: (search: Record<string, unknown>) => present({ door: text(search.door) }),
    component: lazyRouteComponent(() => import('../sign-in/welcome-page.tsx'), 'WelcomePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in/$platform',
    component: lazyRouteComponent(() => import('../sign-in/sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/catalog',
    validateSearch: (search: Record<string, unknown>) =>
      present({ tab: text(search.tab), catalog: text(search.catalog), chart: text(search.chart) }),
    component: lazyRouteComponent(() => import('../catalog/catalog-page.tsx'), 'CatalogPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/launch/$catalog/$chart',
    validateSearch: (search: Record<string, unknown>) =>
      present({ version: text(search.version), saved: text(search.saved), link: text(search.link) }),
    component: lazyRouteComponent(() => import('../catalog/launch-page.tsx'), 'LaunchPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/launcher/$catalog/$chart',
    component: lazyRouteComponent(() => import('../catalog/launch-link-page.tsx'), 'LaunchLinkPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/services',
    validateSearch: (search: Record<string, unknown>) =>
      present({ id: text(search.id), tab: text(search.tab), ask: text(search.ask) }),
    component: lazyRouteComponent(() => import('../services/services-page.tsx'), 'ServicesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/services/$id',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/services', search: { id: params.id }, replace: true });
    },
  }),
  createRoute({ getParentRoute: () => root, path: '/opened/$id', component: () => null }),
  createRoute({
    getParentRoute: () => root,
    path: '/storage',
    validateSearch: (search: Record<string, unknown>) =>
      present({
        profile: text(search.profile),
        bucket: text(search.bucket),
        prefix: text(search.prefix),
        object: text(search.object),
        version: text(search.version),
        tab: text(search.tab),
      }),
    component: lazyRouteComponent(
      withAllWords(() => import('../storage/browse/storage-page.tsx')),
      'StoragePage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/storage/query',
    validateSearch: (search: Record<string, unknown>) =>
      present({
        profile: text(search.profile),
        bucket: text(search.bucket),
        prefix: text(search.prefix),
        object: text(search.object),
        sql: text(search.sql),
      }),
    component: lazyRouteComponent(
      withAllWords(() => import('../storage/query/query-page.tsx')),
      'QueryPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/storage/transfers',
    validateSearch: (search: Record<string, unknown>) => present({ id: text(search.id) }),
    component: lazyRouteComponent(() => import('../storage/transfers/transfers-page.tsx'), 'TransfersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/secrets',
    validateSearch: (search: Record<string, unknown>) =>
      present({ path: text(search.path), version: text(search.version) }),
    component: lazyRouteComponent(
      withAllWords(() => import('../secrets/secrets-page.tsx')),
      'SecretsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation',
    validateSearch: (search: Record<string, unknown>) => present({ tab: text(search.tab) }),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/campaigns/campaigns-page.tsx')),
      'CampaignsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/new',
    validateSearch: (search: Record<string, unknown>) =>
      present({
        profile: text(search.profile),
        bucket: text(search.bucket),
        prefix: text(search.prefix),
        object: text(search.object),
      }),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/campaigns/new-campaign-page.tsx')),
      'NewCampaignPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/campaign',
    validateSearch: (search: Record<string, unknown>) =>
      present({
        profile: text(search.profile),
        bucket: text(search.bucket),
        prefix: text(search.prefix),
        tab: text(search.tab),
        item: text(search.item),
      }),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/campaigns/campaign-page.tsx')),
      'CampaignPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/coding',
    validateSearch: (search: Record<string, unknown>) =>
      present({
        profile: text(search.profile),
        bucket: text(search.bucket),
        prefix: text(search.prefix),
        batch: text(search.batch),
        item: text(search.item),
      }),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/coding/coding-page.tsx')),
      'CodingPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/nomenclatures',
    validateSearch: (search: Record<string, unknown>) =>
      present({ id: text(search.id), code: text(search.code) }),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/nomenclatures/nomenclatures-page.tsx')),
      'NomenclaturesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultErrorComponent: Crashed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
