/** The storage screens, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import { actOnObjects } from './fake-storage.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const home = '/storage?profile=ssp&bucket=alice';
const list = (page: Page) => page.getByRole('grid');
const listed = (page: Page) =>
  page
    .getByRole('gridcell', { name: /README|million/ })
    .first()
    .waitFor();
const menuOf = async (page: Page, name: RegExp, item: RegExp) => {
  await page.getByRole('row', { name }).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: item }).click();
  await page.getByRole('dialog').waitFor();
};
const placeMenu = async (page: Page, item: RegExp) => {
  await page
    .getByRole('button', { name: /^(More|Plus|Autres)/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
  await page.getByRole('dialog').waitFor();
};

export const storageScreens: readonly Screen[] = [
  { name: 'storage', path: '/storage', looks: all, act: listed },
  { name: 'storage-buckets', path: '/storage?profile=ssp', looks: [english, french] },
  {
    name: 'storage-no-profiles',
    path: '/storage',
    looks: [english, french],
    prepare: (fake) =>
      fake.storage.places.set({
        profiles: [],
        bookmarks: [],
        forbidsLocalCopies: false,
        forbidsExports: false,
      }),
  },
  {
    name: 'storage-no-bucket-list',
    path: '/storage?profile=open-data',
    prepare: (fake) =>
      void (fake.storage.bucketsProblem = {
        code: 'forbidden',
        message: 'ListBuckets is forbidden',
        words: 'AccessDenied: Access Denied.',
      }),
  },
  {
    name: 'storage-million',
    path: `${home}&prefix=million/`,
    looks: [english, french],
    act: async (page) => {
      await page
        .getByText('1,000,000')
        .or(page.getByText(/1.000.000/))
        .first()
        .waitFor();
      await list(page).focus();
      await page.keyboard.press('End');
      await page.getByText('observation-0999999.parquet').waitFor();
    },
  },
  {
    name: 'storage-listing',
    path: `${home}&prefix=million/`,
    looks: [english, french],
    prepare: (fake) => void (fake.storage.listing = 'slow'),
    act: (page) =>
      page
        .getByText(/214.000/)
        .first()
        .waitFor(),
  },
  {
    name: 'storage-loading',
    path: home,
    prepare: (fake) => void (fake.storage.listing = 'never'),
    act: (page) => page.getByText('Listing…').waitFor(),
  },
  {
    name: 'storage-empty',
    path: '/storage?profile=ssp&bucket=donnees-insee',
    looks: [english, french],
    act: (page) => page.getByRole('heading', { level: 2, name: /empty|vide/ }).waitFor(),
  },
  {
    name: 'storage-failed',
    path: home,
    looks: [english, french],
    prepare: (fake) =>
      fake.state.failing.set('storage.list', {
        code: 'signed-out',
        message: 'ExpiredToken',
        reason: 'session-expired',
        words: 'ExpiredToken: The provided token has expired.',
      }),
    act: (page) => page.getByRole('alert').first().waitFor(),
  },
  {
    name: 'storage-broke-off',
    path: home,
    prepare: (fake) => {
      fake.storage.listing = 'failed';
      fake.storage.listingFailure = {
        code: 'unreachable',
        message: 'cut',
        reason: 'connection-lost',
        values: { host: 'minio.sspcloud.fr' },
      };
    },
    act: listed,
  },
  {
    name: 'storage-offline',
    path: home,
    looks: [english, french],
    prepare: (fake) => {
      fake.storage.listing = 'stored';
      fake.state.session.set({
        ...sampleSession,
        network: { state: 'offline', since: now - 20 * 60_000 },
      });
    },
    act: async (page) => {
      await listed(page);
      await page.getByRole('row', { name: /README/ }).click({ button: 'right' });
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'storage-selected',
    path: home,
    looks: all,
    act: async (page) => {
      await listed(page);
      await list(page).focus();
      for (const key of ['x', 'j', 'x', 'j', 'j', 'j', 'x']) await page.keyboard.press(key);
    },
  },
  {
    name: 'storage-no-match',
    path: home,
    act: async (page) => {
      await listed(page);
      await page.locator('[data-filter]').fill('xyz');
      await page.getByText('No name fits the filter.').waitFor();
    },
  },
  {
    name: 'storage-versions',
    path: home,
    looks: [english, french],
    act: async (page) => {
      await listed(page);
      await page.getByLabel('Versions', { exact: true }).check();
      await page
        .getByText(/^(deleted|supprimé)$/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'storage-preview',
    path: `${home}&object=README.md`,
    looks: all,
    act: listed,
  },
  {
    name: 'storage-details',
    path: `${home}&object=README.md&tab=details`,
    looks: all,
    act: (page) => page.getByText('CRC64NVME').waitFor(),
  },
  {
    name: 'storage-details-change',
    path: `${home}&object=README.md&tab=details`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Change', exact: true }).first().click();
      await page.getByLabel('Name 1').fill('my source');
    },
  },
  {
    name: 'storage-object-versions',
    path: `${home}&object=README.md&tab=versions`,
    looks: [english, french],
    act: (page) =>
      page
        .getByText(/^(older|ancienne)$/)
        .first()
        .waitFor(),
  },
  {
    name: 'storage-folder',
    path: `${home}&object=diffusion/`,
    looks: [english, french],
    act: async (page) => {
      await page
        .getByRole('complementary')
        .getByRole('button', { name: /^(Size|Taille)/ })
        .click();
      await page.getByText(/25 obje/).waitFor();
    },
  },
  {
    name: 'storage-edit',
    path: `${home}&object=README.md&tab=edit`,
    looks: [english, french],
    act: async (page) => {
      await page.locator('.monaco-editor .view-line').first().waitFor();
      await page.keyboard.type('New line. ');
    },
  },
  {
    name: 'storage-edit-conflict',
    path: `${home}&object=README.md&tab=edit`,
    looks: [english, french],
    act: async (page, fake) => {
      await page.locator('.monaco-editor .view-line').first().waitFor();
      await page.keyboard.type('New line. ');
      const readme = fake.storage.objects.get('alice')?.find((one) => one.key === 'README.md');
      if (readme) readme.etag = '"other"';
      await page.keyboard.press('Control+s');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'storage-opened-files',
    path: home,
    looks: [english, french],
    prepare: (fake) => {
      const file = (id: string, key: string, state: 'saved' | 'conflict' | 'open' | 'waiting') => ({
        id,
        object: { profile: 'ssp', bucket: 'alice', key },
        file: `/home/alice/${key}`,
        state,
        ...(state === 'saved' ? { savedAt: now - 60_000 } : {}),
      });
      fake.storage.opened.set([
        file('1', 'besoins en main-d’œuvre 2026.xlsx', 'saved'),
        file('2', 'codes ape.csv', 'conflict'),
        file('3', 'analysis.R', 'waiting'),
      ]);
    },
    act: listed,
  },
  {
    name: 'storage-path',
    path: `${home}&prefix=diffusion/2026/`,
    looks: [english, french],
    act: async (page) => {
      await page.getByText('table.csv').waitFor();
      await page.keyboard.press('Control+l');
      await page.keyboard.type('https://minio.sspcloud.fr/alice');
      await page.keyboard.press('Enter');
      await page.getByText(/s3:\/\/bucket\//).waitFor();
    },
  },
  {
    name: 'storage-rename',
    path: home,
    act: async (page) => {
      await listed(page);
      await list(page).focus();
      await page.keyboard.type('read');
      await page.keyboard.press('F2');
      await page.getByLabel('New name of README.md').waitFor();
    },
  },
  {
    name: 'storage-delete-undo',
    path: home,
    looks: [english, french],
    prepare: (fake) => void actOnObjects(fake),
    act: async (page) => {
      await listed(page);
      await page.getByRole('row', { name: /analysis/ }).click();
      await list(page).focus();
      await page.keyboard.press('Delete');
      await page
        .getByRole('button', { name: /^(Undo|Annuler)/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'storage-delete-asks',
    path: '/storage?profile=ssp&bucket=alice-essais',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('row', { name: /essai/ }).first().waitFor();
      await list(page).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page
        .getByRole('dialog')
        .getByText(/2 obje/)
        .waitFor();
    },
  },
  {
    name: 'storage-share',
    path: home,
    looks: [english, french],
    act: async (page) => {
      await listed(page);
      await menuOf(page, /README/, /^(Share|Partager)/);
      await page.getByRole('radio').nth(2).check();
      await page.getByRole('button', { name: /^(Make the link|Créer le lien)/ }).click();
      await page.getByText(/X-Amz-Signature/).waitFor();
    },
  },
  {
    name: 'storage-publish',
    path: home,
    looks: [english, french],
    act: async (page) => {
      await listed(page);
      await menuOf(page, /diffusion/, /^Public/);
      await page.getByText(/25 obje/).waitFor();
    },
  },
  {
    name: 'storage-snippets',
    path: home,
    act: async (page) => {
      await listed(page);
      await menuOf(page, /README/, /^Code/);
    },
  },
  {
    name: 'storage-move',
    path: home,
    act: async (page) => {
      await listed(page);
      await menuOf(page, /README/, /^Move to/);
    },
  },
  {
    name: 'storage-new-bucket',
    path: home,
    looks: [english, french],
    act: async (page) => {
      await listed(page);
      await page.getByRole('button', { name: /^(New|Nouveau) bucket/ }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('My Bucket');
    },
  },
  {
    name: 'storage-remove-bucket',
    path: home,
    act: async (page) => {
      await listed(page);
      await placeMenu(page, /^Remove this bucket/);
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('dialog').getByRole('alert').waitFor();
    },
  },
  {
    name: 'storage-profile',
    path: home,
    looks: [english, french],
    act: async (page) => {
      await listed(page);
      await page.getByRole('button', { name: /^(Add a storage|Ajouter un stockage)/ }).click();
      await page.getByRole('dialog').getByRole('textbox').nth(1).fill('minio.example.org');
    },
  },
  {
    name: 'storage-dialect',
    path: home,
    looks: [english, french],
    act: async (page) => {
      await listed(page);
      await page
        .getByRole('button', { name: /SSP Cloud$/ })
        .last()
        .click();
      await page.getByRole('menuitem').first().click();
      await page.getByRole('dialog').getByText(/MinIO/).waitFor();
    },
  },
  {
    name: 'storage-size',
    path: `${home}&prefix=diffusion/`,
    prepare: (fake) => void (fake.storage.listing = 'slow'),
    act: async (page) => {
      await page.getByRole('button', { name: 'More', exact: true }).first().click();
      await page.getByRole('menuitem', { name: /^Size/ }).click();
      await page
        .getByText(/so far/)
        .last()
        .waitFor();
    },
  },
];
