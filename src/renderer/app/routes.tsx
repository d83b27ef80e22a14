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

/** Reads the search parameters of these names as texts (an address typed by hand may hold numbers); others are left out. */
const texts =
  <Name extends string>(...names: Name[]) =>
  (search: Record<string, unknown>): { [Key in Name]?: string } =>
    Object.fromEntries(
      names
        .map((name) => [name, search[name]] as const)
        .filter(([, value]) => typeof value === 'number' || (typeof value === 'string' && value !== ''))
        .map(([name, value]) => [name, String(value)]),
    ) as { [Key in Name]?: string };

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
    validateSearch: texts('door'),
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
    validateSearch: texts('tab', 'catalog', 'chart'),
    component: lazyRouteComponent(() => import('../catalog/catalog-page.tsx'), 'CatalogPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/launch/$catalog/$chart',
    validateSearch: texts('version', 'saved', 'link'),
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
    validateSearch: texts('id', 'tab', 'ask'),
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
    validateSearch: texts('profile', 'bucket', 'prefix', 'object', 'version', 'tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../storage/browse/storage-page.tsx')),
      'StoragePage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/storage/query',
    validateSearch: texts('profile', 'bucket', 'prefix', 'object', 'sql'),
    component: lazyRouteComponent(
      withAllWords(() => import('../storage/query/query-page.tsx')),
      'QueryPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/storage/transfers',
    validateSearch: texts('id'),
    component: lazyRouteComponent(() => import('../storage/transfers/transfers-page.tsx'), 'TransfersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/secrets',
    validateSearch: texts('path', 'version'),
    component: lazyRouteComponent(
      withAllWords(() => import('../secrets/secrets-page.tsx')),
      'SecretsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation',
    validateSearch: texts('tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/campaigns/campaigns-page.tsx')),
      'CampaignsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/new',
    validateSearch: texts('profile', 'bucket', 'prefix', 'object'),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/campaigns/new-campaign-page.tsx')),
      'NewCampaignPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/campaign',
    validateSearch: texts('profile', 'bucket', 'prefix', 'tab', 'item'),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/campaigns/campaign-page.tsx')),
      'CampaignPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/coding',
    validateSearch: texts('profile', 'bucket', 'prefix', 'batch', 'item'),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/coding/coding-page.tsx')),
      'CodingPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/annotation/nomenclatures',
    validateSearch: texts('id', 'code'),
    component: lazyRouteComponent(
      withAllWords(() => import('../annotation/nomenclatures/nomenclatures-page.tsx')),
      'NomenclaturesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/training',
    validateSearch: texts('tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../training/training-page.tsx')),
      'TrainingPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/training/new',
    validateSearch: texts('set', 'from', 'schedule'),
    component: lazyRouteComponent(
      withAllWords(() => import('../training/new-training-page.tsx')),
      'NewTrainingPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/training/set',
    validateSearch: texts('profile', 'bucket', 'prefix', 'from'),
    component: lazyRouteComponent(
      withAllWords(() => import('../training/training-set-page.tsx')),
      'TrainingSetPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/training/workflow',
    validateSearch: texts('name', 'node', 'tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../training/workflow-page.tsx')),
      'WorkflowPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/models',
    validateSearch: texts('server', 'tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../models/models-page.tsx')),
      'ModelsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/models/model',
    validateSearch: texts('server', 'name', 'version', 'tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../models/model-page.tsx')),
      'ModelPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/models/runs',
    validateSearch: texts('server', 'experiments', 'filter', 'columns', 'order'),
    component: lazyRouteComponent(
      withAllWords(() => import('../models/runs-page.tsx')),
      'RunsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/models/run',
    validateSearch: texts('server', 'run', 'tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../models/run-page.tsx')),
      'RunPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/models/compare',
    validateSearch: texts('server', 'runs', 'metric'),
    component: lazyRouteComponent(
      withAllWords(() => import('../models/compare-page.tsx')),
      'ComparePage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/models/try',
    validateSearch: texts('id', 'tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../models/try-page.tsx')),
      'TryPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/serving',
    validateSearch: texts('id', 'tab'),
    component: lazyRouteComponent(
      withAllWords(() => import('../serving/serving-page.tsx')),
      'ServingPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/serving/try',
    validateSearch: texts('address', 'pins'),
    component: lazyRouteComponent(
      withAllWords(() => import('../serving/try-page.tsx')),
      'TryPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/serving/compare',
    validateSearch: texts('a', 'b', 'gold', 'id'),
    component: lazyRouteComponent(
      withAllWords(() => import('../serving/comparison-page.tsx')),
      'ComparisonPage',
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
