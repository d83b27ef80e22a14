/** Every screen of the annotation in both languages: axe finds nothing, the keyboard reaches everything, at 200 % nothing is cut off. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import { activities, csvOf, proposed } from './support/annotation-texts.ts';
import {
  chooseFile,
  codeItems,
  makeCampaign,
  openCampaigns,
  openTab,
  startCoding,
  untilSent,
} from './support/annotation.ts';
import { expectAccessible, expectReachable, expectWholeAtDouble } from './support/checks.ts';
import { admit, expect, test, type App } from './support/fixtures.ts';
import { activate } from './support/keyboard.ts';

test.use({ world: { name: 'annotation-accessibility' } });
test.setTimeout(180_000);

const all = proposed(activities(12, 1_400));
const title = 'Looked at';

/** The campaign's place as the addresses of the app name it. */
let at = '';

/** Somebody else's codings as Label Studio has them: another code for every third text. */
const annotations = JSON.stringify(
  all.map(({ text, code, suggestions }, index) => ({
    id: index + 1,
    data: { text },
    annotations: [
      {
        id: index + 1,
        completed_by: { id: 2, email: 'bob@sandbox.test' },
        was_cancelled: false,
        created_at: '2026-11-19T09:00:00Z',
        lead_time: 6.5,
        result: [
          {
            type: 'taxonomy',
            from_name: 'taxonomy',
            to_name: 'text',
            value: { taxonomy: [[index % 3 === 0 ? (suggestions[4] ?? code) : code]] },
          },
        ],
      },
    ],
  })),
);

/** A campaign of two batches, the first of which two people coded; ends with an export. */
async function prepare(page: Page, app: App): Promise<void> {
  await openCampaigns(page, app.origin);
  await makeCampaign(page, {
    title,
    purpose: 'Training set',
    mode: 'assisted',
    file: { name: 'texts.csv', text: csvOf(all) },
    fields: { 'Items in a batch': '6' },
  });
  at = page.url().replace(/^.*\?/, '');
  await startCoding(page);
  const codes = new Map(all.map(({ text, code }) => [text, code]));
  await page.keyboard.press('Alt+f');
  await codeItems(page, (text) => codes.get(text) ?? '');
  await untilSent(page, 6);
  await page.goto(`${app.origin}/#/annotation/campaign?${at}&tab=exchange`);
  await chooseFile(page, page.getByRole('button', { name: 'Choose files' }), {
    name: 'annotations.json',
    text: annotations,
  });
  await activate(page, page.getByRole('button', { name: /^Take in 1 file/ }));
  await expect(page.getByRole('main')).toContainText(`${all.length} decisions taken in`);
  await activate(page, page.getByRole('button', { name: /^Make the export: / }));
  await expect(page.locator('main details').first()).toBeVisible();
  await openTab(page, 'Overview');
}

test.beforeAll(async ({ browser, app }) => {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  try {
    await admit(context, app);
    await prepare(await context.newPage(), app);
  } finally {
    await context.close();
  }
});

interface Screen {
  readonly name: string;
  readonly address: string;
  /** What is there once it has drawn what it holds. */
  readonly sign: string;
  /** Pressed then: no words, so that any language will do. */
  readonly act?: (page: Page) => Promise<void>;
}

const tab = (name: string) => `/annotation/campaign?AT&tab=${name}`;
const coding = '/annotation/coding?AT';
const dialog = (page: Page) => page.getByRole('dialog').first();
const press = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await expect(dialog(page)).toBeVisible();
};
const offered = '[role=listbox] [role=option]';

const screens: readonly Screen[] = [
  { name: 'campaigns', address: '/annotation', sign: 'main tbody tr' },
  {
    name: 'campaign beside the list',
    address: '/annotation',
    sign: 'main tbody tr',
    act: async (page) => {
      await page.locator('main tbody tr').filter({ hasText: title }).focus();
      await page.keyboard.press('Space');
      await expect(page.locator('main aside h2')).toBeVisible();
    },
  },
  {
    name: 'folders',
    address: '/annotation',
    sign: 'main tbody tr',
    act: async (page) => {
      await page.locator('main a[href$="nomenclatures"] + button').press('Enter');
      await expect(dialog(page)).toBeVisible();
    },
  },
  { name: 'new campaign', address: '/annotation/new', sign: 'main section h2' },
  {
    name: 'new campaign of a file',
    address: '/annotation/new?PROFILE&bucket=alice&object=donnees/declarations.jsonl',
    sign: 'main section table tbody tr',
  },
  { name: 'overview', address: '/annotation/campaign?AT', sign: 'main h2, main h3' },
  {
    name: 'people changed',
    address: '/annotation/campaign?AT',
    sign: 'main h2, main h3',
    act: async (page) => {
      await page.locator('main button[aria-haspopup=menu]').press('Enter');
      await page.getByRole('menuitem').first().press('Enter');
      await expect(dialog(page)).toBeVisible();
    },
  },
  { name: 'quality', address: tab('quality'), sign: 'main svg [data-level], main figure, main table' },
  { name: 'adjudication', address: tab('adjudication'), sign: '[role=listbox] [role=option]' },
  { name: 'exchange', address: tab('exchange'), sign: 'main details' },
  { name: 'suggestions', address: tab('suggestions'), sign: 'main [role=radiogroup]' },
  { name: 'coding', address: coding, sign: offered },
  {
    name: 'coding, searched',
    address: coding,
    sign: offered,
    act: async (page) => {
      await page.keyboard.type('coiff');
      await expect(page.locator(offered).filter({ hasText: '96.02A' })).toBeVisible();
    },
  },
  {
    name: 'coding, tree',
    address: coding,
    sign: offered,
    act: async (page) => {
      await page.keyboard.press('ArrowLeft');
      await expect(page.locator('[role=option][data-kind=node]').first()).toBeVisible();
    },
  },
  { name: 'keys of coding', address: coding, sign: offered, act: press('Alt+h') },
  { name: 'guidelines', address: coding, sign: offered, act: press('Alt+g') },
  { name: 'nomenclatures', address: '/annotation/nomenclatures', sign: '[role=tree] [role=treeitem]' },
  {
    name: 'a code',
    address: '/annotation/nomenclatures?id=naf-rev2&code=96.02A',
    sign: 'main aside',
  },
  {
    name: 'import of a nomenclature',
    address: '/annotation/nomenclatures',
    sign: '[role=tree] [role=treeitem]',
    act: async (page) => {
      await page.locator('main button[data-variant=filled]').first().press('Enter');
      await expect(dialog(page)).toBeVisible();
    },
  },
];

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['English, light', { locale: 'en-US', colorScheme: 'light' }],
  ['French, dark', { locale: 'fr-FR', colorScheme: 'dark' }],
];

for (const [look, options] of looks) {
  test(`every screen: ${look}`, async ({ browser, app }) => {
    const isFrench = options.locale === 'fr-FR';
    const context = await browser.newContext({
      ...options,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    // French words are longer: what is whole in French is whole in English. What Tab reaches depends on no language.
    const checks = [expectAccessible, isFrench ? expectWholeAtDouble : expectReachable];
    // One screen must not hide what is wrong on the next.
    const problems: string[] = [];
    const profile = /(?:^|&)(profile=[^&]+)/.exec(at)?.[1] ?? '';
    try {
      await admit(context, app);
      for (const { name, address, sign, act } of screens) {
        const page = await context.newPage();
        await page.goto(`${app.origin}/#${address.replace('AT', at).replace('PROFILE', profile)}`);
        await expect(page.locator(sign).first(), name).toBeVisible();
        await act?.(page);
        await expect(page.locator('html')).toHaveAttribute('lang', isFrench ? 'fr' : 'en');
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
