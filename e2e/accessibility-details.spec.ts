/** What opens on the screens (steps, tabs, menus), in French and English, light and dark, as axe sees it and at 200 %. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible, expectWholeAtDouble } from './support/checks.ts';
import { platformFileOf } from './support/facts.ts';
import { admit, expect, openApp, test, type App } from './support/fixtures.ts';
import { addByFile, launch, row, untilReady } from './support/person.ts';

test.use({ world: { name: 'accessibility-details' }, contextOptions: { reducedMotion: 'reduce' } });

const words = {
  'en-US': {
    byBrowser: 'Sign in with the browser',
    byDevice: 'Sign in with a code',
    byPaste: 'Paste my credentials',
    openPage: 'Open the page',
    command: 'Command',
    link: 'Link',
    wrong: 'What is wrong with it',
    signedIn: /Signed in as/,
    project: /^Platform and project/,
    commands: 'Show the equivalent commands',
  },
  'fr-FR': {
    byBrowser: 'Se connecter avec le navigateur',
    byDevice: 'Se connecter avec un code',
    byPaste: 'Coller mes identifiants',
    openPage: 'Ouvrir la page',
    command: 'Commande',
    link: 'Lien',
    wrong: 'Ce qui ne va pas',
    signedIn: /Connecté en tant que/,
    project: /^Plateforme et projet/,
    commands: 'Afficher les commandes équivalentes',
  },
} as const;
type Words = (typeof words)['en-US' | 'fr-FR'];

/** What the colours can break; nothing else differs in the dark. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Where a screen is found: an app whose platform waits for a sign-in, one in use. */
type Place = 'signed-out' | 'in-use';

interface Screen {
  readonly name: string;
  readonly place: Place;
  /** Behind the `#`. */
  readonly path: string;
  /** Brings the screen to the state that is looked at, and waits until it is there. */
  act(page: Page, words: Words): Promise<unknown>;
}

const main = (page: Page) => page.getByRole('main');
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });

/** Looks at a service in the pane beside the list. */
async function look(page: Page, name: string, tab = 0): Promise<void> {
  await rowOf(page, name).focus();
  await page.keyboard.press('Space');
  const pane = page.getByRole('complementary');
  await pane.getByRole('tab').nth(tab).click();
  await expect(pane.getByRole('tab').nth(tab)).toHaveAttribute('aria-selected', 'true');
  await expect(pane.locator('[aria-busy="true"]')).toHaveCount(0);
}

/** The tabs of a service by their place. */
const tabs = { notes: 3, values: 4, history: 5, manifest: 6 };

const screens: readonly Screen[] = [
  {
    name: 'an address without an answer',
    place: 'signed-out',
    path: '/welcome',
    act: async (page) => {
      await main(page).getByRole('textbox').fill('https://127.0.0.1:9');
      await page.keyboard.press('Enter');
      await expect(main(page).getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'sign-in',
    place: 'signed-out',
    path: '/sign-in',
    act: (page, { byPaste }) => main(page).getByRole('button', { name: byPaste }).click(),
  },
  {
    name: 'sign-in with the browser',
    place: 'signed-out',
    path: '/sign-in',
    act: async (page, { byBrowser, openPage }) => {
      await main(page).getByRole('button', { name: byBrowser }).click();
      await expect(main(page).getByRole('link', { name: openPage })).toBeVisible();
    },
  },
  {
    name: 'sign-in with a code',
    place: 'signed-out',
    path: '/sign-in',
    act: async (page, { byDevice }) => {
      await main(page).getByRole('button', { name: byDevice }).click();
      await expect(main(page).getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/)).toBeVisible();
    },
  },
  {
    name: 'saved configurations',
    place: 'in-use',
    path: '/catalog?tab=saved',
    act: (page) => expect(main(page).getByRole('listitem').filter({ hasText: 'monthly' })).toBeVisible(),
  },
  {
    name: 'launch form with every section open',
    place: 'in-use',
    path: '/launch/automation/batch-run',
    act: async (page) => {
      const folded = page.getByRole('form').locator('button[aria-expanded="false"]');
      await expect(page.getByRole('form').locator('button[aria-expanded]').first()).toBeVisible();
      while ((await folded.count()) > 0) await folded.first().click();
    },
  },
  ...(['command', 'link'] as const).map((tab): Screen => ({
    name: `launch form, ${tab}`,
    place: 'in-use',
    path: '/launch/ide/workspace',
    act: async (page, said) => {
      await page.getByRole('tab', { name: said[tab] }).click();
      await expect(
        page.getByRole('tabpanel').or(page.getByRole('region')).filter({ visible: true }).first(),
      ).toBeVisible();
    },
  })),
  {
    name: 'a form that cannot be drawn',
    place: 'in-use',
    path: '/launch/faults/broken-form',
    act: async (page, { wrong }) => {
      await page.getByText(wrong).click();
      await expect(page.locator('.view-line').first()).toBeVisible();
    },
  },
  ...Object.entries(tabs).map(([tab, index]): Screen => ({
    name: `service, ${tab}`,
    place: 'in-use',
    path: '/services',
    act: (page) => look(page, 'workspace', index),
  })),
  {
    name: 'a service that failed',
    place: 'in-use',
    path: '/services',
    act: (page) => look(page, 'missing-image'),
  },
  {
    name: 'notifications and commands',
    place: 'in-use',
    path: '/',
    act: async (page, { commands }) => {
      await page.getByRole('button', { name: commands }).click();
      await page
        .getByRole('banner')
        .getByRole('button', { name: /^Notifications/ })
        .click();
      await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
    },
  },
  ...(['signedIn', 'project'] as const).map((button): Screen => ({
    name: `menu, ${button}`,
    place: 'in-use',
    path: '/',
    act: async (page, said) => {
      await page.getByRole('banner').getByRole('button', { name: said[button] }).click();
      await expect(page.getByRole('menuitem').first()).toBeVisible();
    },
  })),
];

const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
const places = new Map<Place, { readonly app: App; readonly signIn: string }>();

test.beforeAll(async ({ browser, app, facts }) => {
  test.setTimeout(120_000);
  const signedOut = await openApp(path.join(folder, 'signed-out'));
  const context = await browser.newContext({ locale: 'en-US' });
  await admit(context, app);
  const page = await context.newPage();
  await launch(page, app.origin, 'faults', 'missing-image');
  await launch(page, app.origin, 'ide', 'workspace');
  await untilReady(page, 'workspace');
  await expect(row(page, 'missing-image')).toContainText('Failed', { timeout: 60_000 });
  await page.goto(`${app.origin}/#/launch/automation/batch-run`);
  await page.getByRole('button', { name: 'Save this configuration' }).click();
  await page.getByRole('textbox', { name: 'Name of the configuration' }).fill('monthly');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved in the Vault of the platform.')).toBeVisible();
  places.set('in-use', { app, signIn: '' });
  await admit(context, signedOut);
  await page.goto(signedOut.origin);
  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  await expect(page).toHaveURL(/#\/sign-in\//);
  places.set('signed-out', { app: signedOut, signIn: new URL(page.url()).hash.slice(1) });
  await context.close();
});

test.afterAll(async () => {
  for (const [place, { app }] of places) if (place !== 'in-use') await app.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

for (const locale of ['en-US', 'fr-FR'] as const) {
  test.describe(locale, () => {
    test.use({ locale });
    for (const screen of screens) {
      test(`${screen.name} is accessible in light and dark, and whole at 200 %`, async ({
        page,
        context,
      }) => {
        const place = places.get(screen.place);
        if (!place) throw new Error(`There is no app that is ${screen.place}`);
        await admit(context, place.app);
        await page.goto(`${place.app.origin}/#${screen.path === '/sign-in' ? place.signIn : screen.path}`);
        await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2));
        await screen.act(page, words[locale]);
        await expectAccessible(page, `${screen.name}, light`);
        await page.emulateMedia({ colorScheme: 'dark' });
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
        await expectAccessible(page, `${screen.name}, dark`, colourRules);
        await expectWholeAtDouble(page, screen.name);
      });
    }
  });
}
