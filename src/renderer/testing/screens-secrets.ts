/** The secret screens, each in the states that a person can meet. */
import { failure } from '../../shared/contract/errors.ts';
import type { FakeCore } from './fake-core.ts';
import { samplePlace } from './fake-secrets.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const asOf = now - 40 * 60_000;
const sealed = failure('busy', 'Vault is sealed or in maintenance', {
  reason: 'vault-sealed',
  values: { host: 'vault.sspcloud.fr', status: 503 },
  words: 'Vault is sealed',
}).data;
const silent = failure('unreachable', 'vault.sspcloud.fr did not answer in time', {
  reason: 'timeout',
  values: { host: 'vault.sspcloud.fr' },
}).data;

const broken = (problem: typeof sealed) => (fake: FakeCore) => {
  const { place, folders } = fake.secrets;
  place.set({ ...samplePlace, state: 'broken', problem });
  for (const [path, folder] of folders) folders.set(path, { ...folder, asOf, problem });
  fake.state.failing.set('secrets.read', problem);
};
const offline = (fake: FakeCore) => {
  broken(silent)(fake);
  fake.state.session.set({ ...sampleSession, network: { state: 'offline', since: asOf } });
};
const edit = /^(Edit|Modifier)$/;

export const secretScreens: readonly Screen[] = [
  {
    name: 'secrets-list',
    path: '/secrets',
    looks: all,
    act: (page) => page.getByRole('table').waitFor(),
  },
  {
    name: 'secrets-empty',
    path: '/secrets',
    looks: [english, french],
    prepare: (fake) => fake.secrets.folders.set('', { entries: [], emptyOrForbidden: true }),
  },
  {
    name: 'secrets-folder-empty',
    path: '/secrets?path=nothing%2F',
  },
  {
    name: 'secrets-detail',
    path: '/secrets?path=ape-database',
    looks: all,
    act: async (page) => {
      await page.getByRole('button', { name: /^(Show|Afficher) PGPASSWORD$/ }).click();
      await page.getByRole('region', { name: 'PGPASSWORD' }).waitFor();
    },
  },
  {
    name: 'secrets-deleted',
    path: '/secrets?path=old-token',
    act: (page) => page.getByRole('button', { name: 'Bring back' }).waitFor(),
  },
  {
    name: 'secrets-gone',
    path: '/secrets?path=nothing',
    act: (page) => page.getByRole('button', { name: 'Create it' }).waitFor(),
  },
  {
    name: 'secrets-edit',
    path: '/secrets?path=ape-database',
    looks: all,
    act: async (page) => {
      await page.getByRole('button', { name: edit }).click();
      const fields = page.locator('li[data-field]');
      await fields.nth(2).getByRole('button').nth(4).click();
      await fields.nth(3).getByRole('button').nth(3).click();
      await page.getByText(/sslmode/).waitFor();
    },
  },
  {
    name: 'secrets-edit-wrong',
    path: '/secrets?path=github',
    act: async (page) => {
      await page.getByRole('button', { name: edit }).click();
      await page.getByRole('button', { name: 'Add a key' }).click();
      await page.getByRole('textbox', { name: 'Key 2' }).fill('GITHUB_TOKEN');
      await page.getByRole('textbox', { name: 'Value of GITHUB_TOKEN' }).fill('x');
      await page.keyboard.press('Control+s');
      await page.getByText('This key is there twice.').first().waitFor();
    },
  },
  {
    name: 'secrets-conflict',
    path: '/secrets?path=ape-database',
    looks: all,
    prepare: (fake) => {
      const { secrets, theirs } = fake.secrets;
      const before = secrets.get('ape-database');
      if (before)
        theirs.set('ape-database', {
          ...before,
          version: 5,
          versions: [
            ...before.versions,
            { version: 5, createdAt: now - 60_000, destroyed: false, by: 'bob' },
          ],
        });
    },
    act: async (page) => {
      await page.getByRole('button', { name: edit }).click();
      for (const index of [1, 2]) {
        const row = page.locator('li[data-field]').nth(index);
        await row.getByRole('button').nth(4).click();
        await row.getByRole('textbox').last().fill('typed here');
      }
      await page.keyboard.press('Control+s');
      await page.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'secrets-versions',
    path: '/secrets?path=ape-database',
    looks: all,
    act: async (page) => {
      await page.getByRole('tab', { name: 'Versions' }).click();
      await page.getByRole('button', { name: /^(Compare|Comparer).* 3 / }).click();
      await page.getByText('PG_OPTIONS').waitFor();
    },
  },
  {
    name: 'secrets-old-version',
    path: '/secrets?path=ape-database&version=3',
    act: (page) => page.getByRole('button', { name: 'Restore version 3' }).waitFor(),
  },
  {
    name: 'secrets-launch',
    path: '/secrets?path=ape-database',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('tab', { name: /^(In a launch|Au lancement)$/ }).click();
      await page.getByText('PGHOST').waitFor();
    },
  },
  {
    name: 'secrets-about',
    path: '/secrets?path=ape-database',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('tab', { name: /^(About|À propos)$/ }).click();
      await page.getByText('VAULT_ADDR').waitFor();
    },
  },
  {
    name: 'secrets-new',
    path: '/secrets',
    act: async (page) => {
      await page.getByRole('button', { name: 'New secret' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('a//b');
      await page.keyboard.press('Enter');
      await page.getByText('No part may be empty').waitFor();
    },
  },
  {
    name: 'secrets-destroy',
    path: '/secrets?path=ape-database',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('button', { name: /^(More|Plus)$/ }).click();
      await page.getByRole('menuitem', { name: /^(Destroy|Détruire)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'secrets-broken',
    path: '/secrets?path=ape-database',
    looks: all,
    prepare: broken(sealed),
    act: (page) => page.getByRole('alert').first().waitFor(),
  },
  {
    name: 'secrets-missing',
    path: '/secrets',
    looks: [english, french],
    prepare: (fake) => fake.secrets.place.set({ state: 'missing' }),
  },
  { name: 'secrets-offline', path: '/secrets', looks: [english, french], prepare: offline },
];
