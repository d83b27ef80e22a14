/** Screens of models, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import { failure } from '../../shared/contract/errors.ts';
import type { FakeCore } from './fake-core.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const model = '/models/model?server=platform&name=codification-naf';
const runs = '/models/runs?server=platform&experiments=12,11';
const timeout = failure('unreachable', 'timed out', {
  reason: 'timeout',
  values: { host: 'projet-nace-mlflow' },
}).data;

const tableShown = (page: Page) => page.getByRole('table').first().waitFor();
const gridShown = (page: Page) => page.getByRole('grid').getByRole('row').nth(3).waitFor();

const offline = (fake: FakeCore) => {
  const since = now - 20 * 60_000;
  fake.state.session.set({ ...sampleSession, network: { state: 'offline', since } });
  fake.models.servers.set(
    fake.models.servers.get().map((one) => ({ ...one, state: 'stored', asOf: since, problem: timeout })),
  );
  fake.models.fresh.set({ state: 'stored', asOf: since, problem: timeout });
  fake.models.detail.set({ ...fake.models.detail.get(), state: 'stored', asOf: since, problem: timeout });
};

export const modelsScreens: readonly Screen[] = [
  { name: 'models', path: '/models', looks: all, act: tableShown },
  { name: 'models-none', path: '/models', prepare: (fake) => fake.models.servers.set([]) },
  { name: 'models-empty', path: '/models', prepare: (fake) => fake.models.registry.set([]) },
  { name: 'models-offline', path: '/models', looks: [english, french], prepare: offline, act: tableShown },
  {
    name: 'models-failed',
    path: '/models',
    prepare: (fake) => {
      fake.models.servers.set(
        fake.models.servers
          .get()
          .map((one) => ({ ...one, asOf: undefined, state: 'failed' as const, problem: timeout })),
      );
      fake.models.registry.set([]);
      fake.models.fresh.set({ state: 'stored', problem: timeout });
    },
    act: async (page) => page.getByRole('alert').waitFor(),
  },
  { name: 'models-experiments', path: '/models?tab=experiments', looks: [english, zoomed], act: tableShown },
  { name: 'models-pins', path: '/models?tab=pins', looks: all, act: tableShown },
  {
    name: 'models-pins-empty',
    path: '/models?tab=pins',
    prepare: (fake) => fake.models.pins.set({ ...fake.models.pins.get(), pins: [], bytes: 0, shared: 0 }),
  },
  {
    name: 'models-pin-import',
    path: '/models?tab=pins',
    act: async (page) => page.getByRole('button', { name: 'Bring a file' }).click(),
  },
  {
    name: 'models-server',
    path: '/models',
    looks: [english, zoomed],
    act: async (page) => {
      await page.getByRole('button', { name: /^(Server|Serveur)$/ }).click();
      await page.getByRole('menuitem', { name: /^(Add a server|Ajouter un serveur)$/ }).click();
      await page.getByRole('radio', { name: /^(User and password|Utilisateur et mot de passe)/ }).check();
      await page.getByRole('button', { name: /^(Add the server|Ajouter le serveur)$/ }).click();
    },
  },
  { name: 'model', path: model, looks: all, act: tableShown },
  {
    name: 'model-run',
    path: `${model}&tab=run`,
    looks: [english, french],
    act: async (page) => page.getByText('accuracy_level_5').waitFor(),
  },
  {
    name: 'model-files',
    path: `${model}&version=%229%22&tab=files`,
    act: async (page) => {
      await page.getByRole('treeitem', { name: /^model$/ }).press('ArrowRight');
      await page.getByRole('treeitem', { name: /^MLmodel/ }).press('Enter');
      await page.getByRole('region', { name: 'model/MLmodel' }).waitFor();
    },
  },
  { name: 'model-history', path: `${model}&tab=history`, act: tableShown },
  {
    name: 'model-alias',
    path: `${model}&version=%229%22`,
    looks: [english, french],
    act: async (page) =>
      page.getByRole('button', { name: /^(Make it the champion|En faire le champion)/ }).click(),
  },
  { name: 'model-offline', path: model, prepare: offline, act: tableShown },
  { name: 'runs', path: runs, looks: all, act: gridShown },
  {
    name: 'runs-fault',
    path: `${runs}&filter=${encodeURIComponent("metrics.accuracy_level_5 > 0.8 or params.DIM = '180'")}`,
    looks: [english, french],
    act: async (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'runs-chosen',
    path: runs,
    act: async (page) => {
      await gridShown(page);
      await page.getByRole('grid').focus();
      for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
    },
  },
  {
    name: 'runs-columns',
    path: runs,
    looks: [english, zoomed],
    act: async (page) => page.getByRole('button', { name: /^(Columns|Colonnes)$/ }).click(),
  },
  { name: 'run', path: '/models/run?server=platform&run=run-00009', looks: all, act: tableShown },
  { name: 'run-curves', path: '/models/run?server=platform&run=run-00009&tab=curves' },
  {
    name: 'run-register',
    path: '/models/run?server=platform&run=run-00009',
    act: async (page) => {
      await page.getByRole('button', { name: 'Register its model' }).click();
      await page.getByRole('combobox', { name: 'As a version of' }).fill('codification-naf');
    },
  },
  {
    name: 'runs-compare',
    path: '/models/compare?server=platform&runs=run-00000,run-00001,run-00003,run-00005,run-00009,run-00010,run-00016',
    looks: all,
    act: tableShown,
  },
  {
    name: 'runs-compare-below',
    path: '/models/compare?server=platform&runs=run-00000,run-00001,run-00003,run-00005,run-00009,run-00010,run-00016',
    looks: [english, french],
    act: async (page) => page.getByRole('img', { name: /by step|par pas/ }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'model-try',
    path: '/models/try?id=pin-7',
    looks: all,
    act: async (page) => {
      await page
        .getByRole('textbox', { name: /^(Text|Libellé)$/ })
        .fill('Coiffure à domicile et vente de produits capillaires');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /n-gram/ }).click();
    },
  },
  {
    name: 'model-try-profile',
    path: '/models/try?id=pin-7&tab=profile',
    looks: all,
    prepare: (fake) => {
      fake.models.inference.profile = {
        ...fake.models.inference.profile,
        cleaning: { kind: 'rules', steps: fake.models.inference.rules },
      };
    },
    act: async (page) => {
      await page.getByRole('button', { name: /^(Check|Vérifier)$/ }).click();
      await page.getByRole('table').last().waitFor();
    },
  },
  { name: 'model-try-pickle', path: '/models/try?id=pin-pcs' },
  {
    name: 'model-try-batch',
    path: '/models/try?id=pin-7&tab=batch',
    looks: [english, zoomed],
    act: async (page) => {
      await page.route('**/blobs/**', (route) => route.fulfill({ status: 201 }));
      await page.locator('input[type=file]').setInputFiles({
        name: 'libelles.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('libelle\nCOIFFURE\n'),
      });
      await page.getByRole('button', { name: /^(Predict|Prédire) 12/ }).click();
      await page.getByRole('link', { name: /^(Download|Télécharger)/ }).waitFor();
    },
  },
];
