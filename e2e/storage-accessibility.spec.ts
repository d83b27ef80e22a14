/** Axe finds nothing on the pages of objects, transfers, questions and secrets; at 200 % nothing is cut off. */
import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { expectAccessible, expectWholeAtDouble } from './support/checks.ts';
import { admit, expect, test } from './support/fixtures.ts';
import { truthOf } from './support/storage.ts';

test.use({ world: { name: 'storage-accessibility' } });

const log = 'journaux/date=2026-11-17/part-0.parquet';
const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['English, light', { locale: 'en-US', colorScheme: 'light' }],
  ['French, dark', { locale: 'fr-FR', colorScheme: 'dark' }],
];

interface Screen {
  readonly name: string;
  readonly address: string;
  /** What is there once it has drawn what it holds. */
  readonly sign: string;
  /** Pressed then, by its place: no words, so that any language will do. */
  readonly act?: (page: Page) => Promise<void>;
}

const inBucket = (prefix: string, more = '') =>
  `/storage?profile=PROFILE&bucket=alice&prefix=${encodeURIComponent(prefix)}${more}`;
const beside = (object: string, more = '') =>
  inBucket(object.replace(/[^/]+$/, ''), `&object=${encodeURIComponent(object)}${more}`);

const screens: readonly Screen[] = [
  { name: 'list', address: inBucket(''), sign: '[role=grid] [data-index="6"]' },
  { name: 'empty folder', address: inBucket('nothing/'), sign: '[role=grid] + *' },
  { name: 'buckets', address: '/storage?profile=PROFILE', sign: 'main table tbody tr' },
  { name: 'table', address: beside(log), sign: 'aside [role=grid] [role=gridcell]' },
  { name: 'picture', address: beside('images/taux.svg'), sign: 'aside img' },
  { name: 'notebook', address: beside('carnets/exploration.ipynb'), sign: 'aside pre' },
  { name: 'archive', address: beside('archives/scripts.zip'), sign: 'aside [role=cell]' },
  { name: 'details', address: beside('lisez-moi.md', '&tab=details'), sign: 'aside dl' },
  { name: 'versions', address: beside('lisez-moi.md', '&tab=versions'), sign: 'aside li, aside tbody tr' },
  { name: 'editor', address: beside('scripts/taux.R', '&tab=edit'), sign: 'aside .view-line' },
  {
    name: 'selection and menu',
    address: inBucket(''),
    sign: '[role=grid] [data-index="6"]',
    act: async (page) => {
      await page.locator('main [data-list]').focus();
      await page.keyboard.press('x');
      await page.keyboard.press('Shift+F10');
      await expect(page.getByRole('menuitem').first()).toBeVisible();
    },
  },
  {
    name: 'picker',
    address: inBucket(''),
    sign: '[role=grid] [data-index="6"]',
    act: async (page) => {
      await page.locator('main button[data-variant=filled]').first().click();
      await expect(page.getByRole('dialog').getByRole('listbox')).toBeVisible();
    },
  },
  { name: 'transfers', address: '/storage/transfers', sign: 'main h1' },
  {
    name: 'question',
    address: `/storage/query?profile=PROFILE&bucket=alice&prefix=${encodeURIComponent('journaux/')}`,
    sign: 'main .view-line',
    act: async (page) => {
      await expect(page.locator('.view-lines').first()).toContainText('journaux');
      await page.locator('main button[data-variant=filled]').first().click();
      await expect(page.locator('main [role=grid] [role=gridcell]').first()).toBeVisible();
    },
  },
  { name: 'secrets', address: '/secrets', sign: 'main h1' },
  {
    name: 'secret',
    address: '/secrets',
    sign: 'main h1',
    act: async (page) => {
      await page.locator('main button[data-variant=filled]').first().click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
      await page.keyboard.type(`axe-${randomUUID()}`);
      await page.keyboard.press('Enter');
      await expect(page.locator('aside').getByRole('textbox').first()).toBeFocused();
      await page.keyboard.type('TOKEN');
      await page.locator('aside').getByRole('textbox').nth(1).fill('value');
      await page.keyboard.press('Control+s');
      await expect(page.locator('aside [role=tab]').first()).toBeVisible();
    },
  },
];

/** In English and light a few are enough: what differs are words and colours, which come from the same tokens everywhere. */
const inEnglish = new Set(['list', 'table', 'editor', 'question']);

for (const [look, options] of looks) {
  test(`axe finds nothing on the pages of storage and secrets: ${look}`, async ({ browser, app, facts }) => {
    test.setTimeout(120_000);
    const truth = truthOf(facts);
    await truth.put('alice', 'lisez-moi.md', await truth.get('alice', 'lisez-moi.md'), 'text/markdown');
    truth.end();
    const isFrench = options.locale === 'fr-FR';
    const context = await browser.newContext({
      ...options,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    // One screen must not hide what is wrong on the next.
    const problems: string[] = [];
    try {
      await admit(context, app);
      const first = await context.newPage();
      await first.goto(`${app.origin}/#/storage`);
      await expect(first).toHaveURL(/[?&]profile=[^&]+/);
      const profile = /[?&]profile=([^&]+)/.exec(first.url())?.[1] ?? '';
      await first.close();
      for (const { name, address, sign, act } of screens.filter(
        (one) => isFrench || inEnglish.has(one.name),
      )) {
        const page = await context.newPage();
        await page.goto(`${app.origin}/#${address.replace('PROFILE', profile)}`);
        await expect(page.locator(sign).first(), name).toBeVisible();
        await act?.(page);
        await expect(page.locator('html')).toHaveAttribute('lang', isFrench ? 'fr' : 'en');
        // French words are longer: what is whole in French is whole in English.
        const checks = isFrench ? [expectAccessible, expectWholeAtDouble] : [expectAccessible];
        for (const check of checks)
          await check(page, `${name}, ${look}`).catch((error: unknown) => problems.push(String(error)));
        await page.close();
      }
      expect(problems.join('\n')).toBe('');
    } finally {
      await context.close();
    }
  });
}
