/** The screens to look at and to check, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import type { FakeCore } from './fake-core.ts';
import { now, sampleServices, sampleSession } from './samples.ts';
import { annotationScreens } from './screens-annotation.ts';
import { codingScreens } from './screens-coding.ts';
import { dataScreens } from './screens-data.ts';
import { modelsScreens } from './screens-models.ts';
import { qualityScreens } from './screens-quality.ts';
import { secretScreens } from './screens-secrets.ts';
import { servingScreens } from './screens-serving.ts';
import { storageScreens } from './screens-storage.ts';
import { trainingScreens } from './screens-training.ts';
import { transferScreens } from './screens-transfers.ts';

export interface Look {
  readonly scheme: 'light' | 'dark';
  readonly language: 'en' | 'fr';
  /** At 200 %. */
  readonly zoomed?: boolean;
}

export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly looks?: readonly Look[];
  prepare?(fake: FakeCore): void;
  act?(page: Page, fake: FakeCore): Promise<void>;
}

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const offline = (fake: FakeCore) => {
  const since = now - 20 * 60_000;
  fake.state.session.set({ ...sampleSession, network: { state: 'offline', since } });
  fake.state.services.set({ ...sampleServices, source: 'stored', connection: 'offline', asOf: since });
};
const nothing = (fake: FakeCore) => {
  fake.state.services.set({ ...sampleServices, services: [] });
  fake.state.notifications.set([]);
};

export const screens: readonly Screen[] = [
  {
    name: 'welcome',
    path: '/',
    looks: all,
    prepare: (fake) =>
      fake.state.session.set({ platforms: [], projects: [], parts: [], network: sampleSession.network }),
  },
  {
    name: 'welcome-wrong-address',
    path: '/welcome',
    prepare: (fake) =>
      fake.state.failing.set('signIn.discover', {
        code: 'unreachable',
        message: 'getaddrinfo ENOTFOUND',
        reason: 'dns',
        values: { host: 'datalab.exmaple.org' },
        words: 'getaddrinfo ENOTFOUND datalab.exmaple.org',
      }),
    act: async (page) => {
      await page.getByRole('textbox').fill('datalab.exmaple.org');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'welcome-untrusted',
    path: '/welcome',
    looks: [english, french],
    prepare: (fake) =>
      fake.state.failing.set('signIn.discover', {
        code: 'untrusted',
        message: 'unable to verify the first certificate',
        reason: 'unknown-authority',
        values: { host: 'datalab.example.org' },
        chain: [
          {
            subject: 'CN=datalab.example.org',
            issuer: 'CN=Example Intermediate CA',
            validFrom: '2026-01-01',
            validTo: '2027-01-01',
            fingerprint:
              'A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90:A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90',
          },
        ],
      }),
    act: async (page) => {
      await page.getByRole('textbox').fill('datalab.example.org');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'found',
    path: '/welcome',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('textbox').fill('datalab.sspcloud.fr');
      await page.keyboard.press('Enter');
      await page.getByText('SSP Cloud').last().waitFor();
    },
  },
  {
    name: 'cluster',
    path: '/welcome?door=cluster',
    act: async (page) => {
      await page.getByRole('button', { name: 'Use this one' }).click();
      await page.getByRole('combobox').waitFor();
    },
  },
  { name: 'sign-in', path: '/sign-in/sandbox', looks: all },
  {
    name: 'sign-in-browser',
    path: '/sign-in/sandbox',
    prepare: (fake) =>
      fake.state.steps.set([
        {
          kind: 'browser',
          address:
            'http://127.0.0.1:4711/auth?client_id=onyxia&redirect_uri=http%3A%2F%2F127.0.0.1%3A4712&response_type=code&scope=openid&code_challenge=x',
        },
      ]),
    act: (page) => page.getByRole('button').filter({ hasText: 'browser' }).click(),
  },
  {
    name: 'sign-in-device',
    path: '/sign-in/sandbox',
    looks: [english, french],
    prepare: (fake) =>
      fake.state.steps.set([
        {
          kind: 'device',
          address: 'https://auth.sspcloud.fr/device',
          code: 'WDJB-MJHT',
          expiresAt: Date.now() + 570_000,
        },
      ]),
    act: (page) => page.getByRole('button').filter({ hasText: /code/ }).click(),
  },
  {
    name: 'sign-in-refused',
    path: '/sign-in/sandbox',
    prepare: (fake) =>
      fake.state.failing.set('signIn.start', {
        code: 'unsupported',
        message: 'invalid_redirect_uri',
        reason: 'redirect-refused',
        words: 'Invalid parameter: redirect_uri',
      }),
    act: async (page) => {
      await page.getByRole('button').filter({ hasText: 'browser' }).click();
      await page.getByRole('button').filter({ hasText: 'Paste' }).click();
      await page.getByText('Redirect URI').waitFor();
    },
  },
  { name: 'home', path: '/', looks: all },
  { name: 'home-offline', path: '/', prepare: offline },
  { name: 'home-empty', path: '/', prepare: nothing },
  { name: 'catalog', path: '/catalog', looks: all },
  { name: 'catalog-search', path: '/catalog', act: (page) => page.locator('[data-filter]').fill('donnees') },
  { name: 'catalog-no-match', path: '/catalog', act: (page) => page.locator('[data-filter]').fill('xyz') },
  {
    name: 'catalog-detail',
    path: '/catalog?catalog=ide&chart=jupyter-python',
    looks: [english, french],
    act: (page) => page.getByRole('table').waitFor(),
  },
  { name: 'catalog-saved', path: '/catalog?tab=saved', looks: [english, french] },
  { name: 'services', path: '/services', looks: all },
  { name: 'services-detail', path: '/services?id=jupyter-ape', looks: all },
  { name: 'services-failed', path: '/services?id=big-gpu', looks: [english, french] },
  { name: 'services-ghost', path: '/services?id=postgres-essai' },
  { name: 'services-empty', path: '/services', prepare: nothing, looks: [english, french] },
  { name: 'services-offline', path: '/services', prepare: offline, looks: [english, french] },
  {
    name: 'services-loading',
    path: '/services',
    prepare: (fake) =>
      fake.state.services.set({
        ...sampleServices,
        services: [],
        quota: [],
        connection: 'loading',
        source: 'stored',
      }),
  },
  {
    name: 'services-poll',
    path: '/services',
    prepare: (fake) =>
      fake.state.services.set({
        ...sampleServices,
        source: 'poll',
        problem: {
          code: 'unreachable',
          message: 'no answer',
          reason: 'timeout',
          values: { host: 'apiserver.sspcloud.fr' },
        },
      }),
  },
  { name: 'services-events', path: '/services?id=jupyter-ape&tab=events' },
  {
    name: 'services-logs',
    path: '/services?id=jupyter-ape&tab=logs',
    looks: all,
    act: (page) => page.getByText('line 200').waitFor(),
  },
  {
    name: 'services-notes',
    path: '/services?id=jupyter-ape&tab=notes',
    act: (page) => page.getByText('Your service').waitFor(),
  },
  { name: 'services-values', path: '/services?id=jupyter-ape&tab=values' },
  { name: 'services-history', path: '/services?id=jupyter-ape&tab=history' },
  {
    name: 'services-delete',
    path: '/services?id=jupyter-ape&ask=delete',
    looks: [english, french],
    act: (page) => page.getByRole('dialog').waitFor(),
  },
  {
    name: 'services-delete-others',
    path: '/services?id=mlflow-team&ask=delete',
    act: (page) => page.getByRole('dialog').waitFor(),
  },
  {
    name: 'launch',
    path: '/launch/ide/jupyter-python',
    looks: all,
    act: async (page) => page.locator('form').first().waitFor(),
  },
  {
    name: 'launch-yaml',
    path: '/launch/ide/jupyter-python',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('tab', { name: 'YAML' }).click();
      await page.locator('.monaco-editor .view-line').first().waitFor();
    },
  },
  {
    name: 'launch-command',
    path: '/launch/ide/jupyter-python',
    act: (page) => page.getByRole('tab', { name: 'Command' }).click(),
  },
  {
    name: 'launch-broken',
    path: '/launch/ide/jupyter-python',
    prepare: (fake) => {
      const { form: _form, ...rest } = fake.state.form.get();
      fake.state.form.set({
        ...rest,
        schemaProblems: [{ path: 'resources.cpu', message: 'an end of a range slider lacks sliderRangeId' }],
      });
    },
    act: (page) => page.locator('.monaco-editor .view-line').first().waitFor(),
  },
  {
    name: 'opened',
    path: '/services?id=jupyter-ape',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('button', { name: /^(Open|Ouvrir)$/ }).click();
      await page.frameLocator('iframe').getByRole('heading').waitFor();
    },
  },
  {
    name: 'opened-healing',
    path: '/services?id=jupyter-ape',
    act: async (page, fake) => {
      await page.getByRole('button', { name: /^(Open|Ouvrir)$/ }).click();
      await page.frameLocator('iframe').getByRole('heading').waitFor();
      fake.state.opened.set(fake.state.opened.get().map((one) => ({ ...one, state: 'healing' })));
      await page.getByText('reconnecting').last().waitFor();
    },
  },
  { name: 'settings', path: '/settings', looks: all },
  {
    name: 'palette',
    path: '/',
    looks: [english, french],
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('jup');
    },
  },
  {
    name: 'keys',
    path: '/',
    looks: [english, french],
    act: async (page) => (await page.keyboard.press('?'), page.getByRole('dialog').waitFor()),
  },
  {
    name: 'notifications',
    path: '/',
    act: async (page) => (
      await page.getByRole('button', { name: /^Notifications/ }).click(),
      page.getByRole('dialog').waitFor()
    ),
  },
  { name: 'commands', path: '/', act: (page) => page.keyboard.press('Control+j') },
  {
    name: 'notice',
    path: '/services?id=jupyter-ape',
    prepare: (fake) =>
      fake.state.failing.set('services.pause', {
        code: 'forbidden',
        message: 'statefulsets.apps is forbidden',
        words:
          'statefulsets.apps "jupyter-ape" is forbidden: User "alice" cannot patch resource "statefulsets" in API group "apps"',
      }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
      await page.getByRole('alert').waitFor();
    },
  },
  ...storageScreens,
  ...transferScreens,
  ...dataScreens,
  ...secretScreens,
  ...annotationScreens,
  ...codingScreens,
  ...qualityScreens,
  ...trainingScreens,
  ...modelsScreens,
  ...servingScreens,
];
