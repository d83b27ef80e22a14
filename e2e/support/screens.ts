/** Every screen of the app, with how to come to it and when it is there; no words, so that any language will do. */
import { expect, type Page } from '@playwright/test';

export interface Places {
  /** An app with a person signed in. */
  readonly origin: string;
  /** An app that knows a platform, where nobody is signed in. */
  readonly strange: string;
  /** Releases: one that runs and is open, one that failed. */
  readonly ready: string;
  readonly failed: string;
}

export interface Screen {
  readonly name: string;
  readonly show: (page: Page, places: Places) => Promise<void>;
}

/** Goes to an address of the app and waits until its screen has drawn what it holds. */
async function at(page: Page, origin: string, hash: string, sign: string): Promise<void> {
  await page.goto(`${origin}/#${hash}`);
  await expect(page.locator(sign).first()).toBeVisible();
}

const heading = 'main h1';
const services = (id: string, tab?: string) => `/services?id=${id}${tab === undefined ? '' : `&tab=${tab}`}`;

export const screens: readonly Screen[] = [
  { name: 'first-run', show: (page, { strange }) => at(page, strange, '/welcome', heading) },
  {
    name: 'kubeconfig',
    show: (page, { strange }) => at(page, strange, '/welcome?door=cluster', 'main textarea'),
  },
  { name: 'sign-in', show: (page, { strange }) => at(page, strange, '/sign-in/sandbox', heading) },
  { name: 'home', show: (page, { origin }) => at(page, origin, '/', 'main h2') },
  { name: 'catalog', show: (page, { origin }) => at(page, origin, '/catalog', 'main li [data-row]') },
  {
    name: 'chart',
    show: (page, { origin }) => at(page, origin, '/catalog?catalog=ide&chart=workspace', 'main aside dl'),
  },
  {
    name: 'launch',
    show: (page, { origin }) => at(page, origin, '/launch/ide/workspace', 'main form section'),
  },
  {
    name: 'launch-yaml',
    show: async (page, { origin }) => {
      await at(page, origin, '/launch/automation/batch-run', 'main form section');
      await page.getByRole('tab').nth(1).click();
      await expect(page.locator('.view-lines').first()).toContainText('program');
    },
  },
  { name: 'services', show: (page, { origin }) => at(page, origin, '/services', 'main tbody tr') },
  {
    name: 'service',
    show: (page, { origin, failed }) => at(page, origin, services(failed), 'main aside dl'),
  },
  {
    name: 'events',
    show: (page, { origin, failed }) =>
      at(
        page,
        origin,
        services(failed, 'events'),
        'main aside [role=tabpanel], main aside table, main aside li',
      ),
  },
  {
    name: 'logs',
    show: (page, { origin, failed }) => at(page, origin, services(failed, 'logs'), 'main aside [role=log]'),
  },
  {
    name: 'delete',
    show: (page, { origin, ready }) =>
      at(page, origin, `${services(ready)}&ask=delete`, '[role=dialog] form'),
  },
  {
    name: 'opened',
    show: async (page, { origin, ready }) => {
      await at(page, origin, `/opened/${ready}`, 'iframe');
      await expect(page.frameLocator('iframe').locator('#connection')).toHaveAttribute(
        'data-state',
        'connected',
      );
    },
  },
  { name: 'settings', show: (page, { origin }) => at(page, origin, '/settings', '#section-kept') },
  {
    name: 'palette',
    show: async (page, { origin }) => {
      await at(page, origin, '/catalog', 'main li [data-row]');
      await page.keyboard.press('ControlOrMeta+k');
      await expect(page.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'keys',
    show: async (page, { origin }) => {
      await at(page, origin, '/services', 'main tbody tr');
      await page.keyboard.press('?');
      await expect(page.locator('[role=dialog] dl').first()).toBeVisible();
    },
  },
  {
    name: 'commands',
    show: async (page, { origin }) => {
      await at(page, origin, '/services', 'main tbody tr');
      await page.keyboard.press('ControlOrMeta+j');
      await expect(page.locator('ol li code').first()).toBeVisible();
    },
  },
];
