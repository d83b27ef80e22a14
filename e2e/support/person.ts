/** What a person does, in the words that the screen shows. */
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { personOf, type Facts } from './facts.ts';

/** Chooses a platform file at the third door and adds what it describes. */
export async function addByFile(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('button', { name: 'Choose a platform file…' })).toBeVisible();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a platform file…' }).click(),
  ]);
  await chooser.setFiles({ name: 'platform.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Add and sign in' }).click();
}

/** Opens the identity provider's page from the sign-in screen. */
export async function openProvider(page: Page): Promise<Page> {
  await page.getByRole('button', { name: 'Sign in with the browser' }).click();
  const link = page.getByRole('link', { name: 'Open the page' });
  await expect(link).toBeVisible();
  const [provider] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  return provider;
}

/** Fills in the sign-in form: of the sandbox, or of Keycloak. */
export async function authenticate(provider: Page, name: string, password: string): Promise<void> {
  await provider.getByLabel(/User ?name/).fill(name);
  await provider
    .getByRole('textbox', { name: 'Password' })
    .or(provider.locator('input[type=password]'))
    .first()
    .fill(password);
  await provider.getByRole('button', { name: /^(Continue|Sign In)$/ }).click();
}

/** Signs in with the browser, from the sign-in screen to the first screen behind it; a provider that remembers does not ask. */
export async function signIn(page: Page, facts: Facts, name: string): Promise<void> {
  const provider = await openProvider(page);
  const done = provider.getByRole('heading', { name: 'You are signed in' });
  await expect(done.or(provider.getByLabel(/User ?name/))).toBeVisible();
  if (!(await done.isVisible())) await authenticate(provider, name, personOf(facts, name).password);
  // Only then every client of the platform was signed in: they follow each other in this page.
  await expect(done).toBeVisible();
  await expect(page.getByRole('button', { name: /Signed in as/ })).toBeVisible();
  await provider.close();
}

/** The mark that says how fresh the screen is. */
export function freshness(page: Page): Locator {
  return page.getByRole('banner').getByRole('status');
}

/** Goes to a screen by the navigation. */
export async function goTo(page: Page, name: 'Home' | 'Catalog' | 'Services' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name }).click();
}

/** Launches a chart with what the form proposes, under a name of its own. */
export async function launch(
  page: Page,
  origin: string,
  catalog: string,
  chart: string,
  name = chart,
): Promise<void> {
  await page.goto(`${origin}/#/launch/${catalog}/${chart}`);
  const field = page.getByRole('textbox', { name: 'Name', exact: true });
  await field.fill(name);
  await page
    .getByRole('button', { name: /^Launch/ })
    .last()
    .click();
  await expect(row(page, name)).toBeVisible();
}

/** The row of a service in the list. */
export function row(page: Page, name: string): Locator {
  return page
    .getByRole('table', { name: /^Services of/ })
    .getByRole('row', { name: new RegExp(`^${name} `) });
}

/** Waits until a service is ready. */
export async function untilReady(page: Page, name: string): Promise<void> {
  await expect(row(page, name)).toContainText('Ready', { timeout: 60_000 });
}

/** Opens a service of the list inside the app. */
export async function openService(page: Page, name: string): Promise<void> {
  await row(page, name).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator(`iframe[title="Service ${name}"]`)).toBeVisible();
}

/** The page of an opened service. */
export function frameOf(page: Page, name: string): FrameLocator {
  return page.frameLocator(`iframe[title="Service ${name}"]`);
}
