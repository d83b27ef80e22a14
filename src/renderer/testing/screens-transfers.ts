/** The transfer screens, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import { sampleTransfers } from './fake-transfers.ts';
import type { FakeCore } from './fake-core.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };

const full = (fake: FakeCore) =>
  fake.transfers.transfers.set({
    transfers: [...sampleTransfers],
    active: 2,
    up: 12_582_912,
    down: 0,
    limits: { up: 20 * 1024 ** 2 },
    awake: true,
  });
const dialog = async (page: Page) => page.getByRole('dialog').waitFor();
const menu = async (page: Page, item: RegExp) => {
  await page
    .getByRole('button', { name: /^(More|Plus|Autres)/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
  await dialog(page);
};

export const transferScreens: readonly Screen[] = [
  { name: 'transfers-empty', path: '/storage/transfers', looks: [english, french] },
  { name: 'transfers', path: '/storage/transfers', looks: [english, french, zoomed], prepare: full },
  {
    name: 'transfers-failed-files',
    path: '/storage/transfers?id=failed',
    prepare: full,
    act: async (page) => {
      await page.getByRole('button', { name: /^Show the 2/ }).click();
      await page.getByText('b/c.csv').waitFor();
    },
  },
  {
    name: 'transfers-conflict',
    path: '/storage/transfers',
    looks: [english, french],
    prepare: full,
    act: async (page) => {
      await page.getByRole('button', { name: /^(Answer|Répondre)/ }).click();
      await dialog(page);
    },
  },
  {
    name: 'transfers-line',
    path: '/storage?profile=ssp&bucket=alice',
    looks: [english, french, zoomed],
    prepare: full,
  },
  {
    name: 'transfers-sync',
    path: '/storage?profile=ssp&bucket=alice',
    looks: [english, french],
    act: async (page) => {
      await menu(page, /^Synchroni[sz]/);
      await page.getByRole('textbox', { name: /^(Folder of|Dossier de)/ }).fill('/home/alice/enquete-2026');
      await page.getByRole('button', { name: /^(Compare|Comparer)/ }).click();
      await page.getByText('a/b.csv').waitFor();
    },
  },
  {
    name: 'transfers-picker',
    path: '/storage?profile=ssp&bucket=alice',
    looks: [english, french, zoomed],
    act: async (page) => {
      await page
        .getByRole('button', { name: /^(Upload|Envoyer)/ })
        .first()
        .click();
      await page.getByRole('option', { name: /notes\.md/ }).click();
    },
  },
  {
    name: 'transfers-orphans',
    path: '/storage?profile=ssp&bucket=alice',
    looks: [english, french],
    act: async (page) => {
      await menu(page, /^(Unfinished|Envois inachevés)/);
      await page.getByText('modeles/ape.bin').waitFor();
    },
  },
];
