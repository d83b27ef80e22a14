import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import { sampleServices, sampleSession } from './samples.ts';
import { visit, type Visit } from './visit.ts';
import type { Screen } from './screens.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof buildRenderer>>;
beforeAll(async () => {
  [built, browser] = await Promise.all([buildRenderer(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await built[Symbol.asyncDispose]();
});

const go = (path: string, prepare?: Screen['prepare']): Promise<Visit> =>
  visit(
    browser,
    built.folder,
    { name: 'journey', path, ...(prepare ? { prepare } : {}) },
    { scheme: 'light', language: 'en' },
  );
const patience = { timeout: 15_000 };
const names = (visited: Visit) => visited.fake.state.calls.map((call) => call.name);
const called = (visited: Visit, name: string) =>
  visited.fake.state.calls.filter((call) => call.name === name).map((call) => call.input);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

describe('by keyboard alone', () => {
  test('a person starts the sandbox, signs in, and is home', async () => {
    await using visited = await go('/', (fake) => {
      fake.state.session.set({ ...sampleSession, platforms: [], projects: [], parts: [] });
      fake.state.steps.set([{ kind: 'browser', address: 'http://127.0.0.1:1/auth' }]);
    });
    const { page, fake } = visited;
    await page.getByRole('heading', { name: 'Where do you want to work?' }).waitFor();
    expect(await focused(page)).toBe('Start the sandbox');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in to Sandbox' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('A page opened in your browser').waitFor();
    fake.state.steps.set([...fake.state.steps.get(), { kind: 'done', person: { userName: 'alice' } }]);
    await page.getByRole('heading', { name: /needs? you|Nothing needs/ }).waitFor();
    expect(names(visited)).toEqual(['signIn.addSandbox', 'signIn.choosePlatform', 'signIn.start']);
  });

  test('the palette reaches a chart, and Ctrl Enter launches it', async () => {
    await using visited = await go('/');
    const { page } = visited;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('launch jupyter-py');
    await page.getByRole('option', { selected: true }).getByText('Launch jupyter-python').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Launch jupyter-python' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('complementary', { name: 'Details of jupyter-ape' }).waitFor();
    expect(names(visited)).toContain('services.launch');
  });

  test('G then a letter goes to a screen, ? shows the keys, Escape leaves them and gives the focus back', async () => {
    await using visited = await go('/');
    const { page } = visited;
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.getByRole('table', { name: 'Services of alice' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('spark');
    expect(await page.getByRole('row').count()).toBe(2);
  });

  test('J and K move in the list, Space looks, Delete asks and names what is lost', async () => {
    await using visited = await go('/services');
    const { page } = visited;
    await page.locator('tr[data-row]').first().focus();
    for (const key of ['j', 'j', 'j', 'j', 'j']) await page.keyboard.press(key);
    expect(await focused(page)).toContain('jupyter-ape');
    await page.keyboard.press(' ');
    await page.getByRole('complementary', { name: 'Details of jupyter-ape' }).waitFor();
    await page.locator('tr[aria-selected="true"]').press('Delete');
    await page.getByRole('dialog').getByText('the volume jupyter-ape-data').waitFor();
    expect(names(visited)).not.toContain('services.remove');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await page.getByText('Stopping').first().waitFor();
    expect(called(visited, 'services.remove')).toEqual([{ id: 'jupyter-ape' }]);
  });
});

describe('the launch form', () => {
  test('shows what is typed at once and sends it; the differences follow', async () => {
    await using visited = await go('/launch/ide/jupyter-python');
    const { page } = visited;
    const field = page.getByLabel('Name', { exact: true }).last();
    await field.fill('Alice Martin-Dupont of the methods department');
    expect(await field.inputValue()).toBe('Alice Martin-Dupont of the methods department');
    await page.getByRole('listitem').getByText('Alice Martin-Dupont of the methods department').waitFor();
  });

  test('a slider sends its quantity with its unit, and never passes the other thumb', async () => {
    await using visited = await go('/launch/ide/jupyter-python');
    const { page } = visited;
    await page.getByRole('slider', { name: 'Memory, Maximum' }).press('ArrowRight');
    await page.getByRole('listitem').getByText('9Gi').waitFor();
    const low = page.getByRole('slider', { name: 'Memory, guaranteed' });
    for (let presses = 0; presses < 9; presses += 1) await low.press('ArrowRight');
    await expect
      .poll(() => called(visited, 'catalog.editForm').at(-1), patience)
      .toEqual({
        formId: 'form-1',
        edit: { kind: 'set', path: ['resources', 'requests', 'memory'], value: '9Gi' },
      });
  });

  test('a secret is shown only on purpose', async () => {
    await using visited = await go('/launch/ide/jupyter-python');
    const { page } = visited;
    await page.getByLabel('Token', { exact: true }).waitFor();
    expect(await page.content()).not.toContain('ghp_revealed');
    await page.getByRole('button', { name: 'Show Token' }).click();
    await expect
      .poll(() => page.getByLabel('Token', { exact: true }).inputValue(), patience)
      .toBe('ghp_revealed');
  });

  test('the text and the form are in step both ways, and the schema marks what is wrong', async () => {
    await using visited = await go('/launch/ide/jupyter-python');
    const { page, errors } = visited;
    await page.getByRole('tab', { name: 'YAML' }).click();
    await page.locator('.monaco-editor .view-line').first().waitFor();
    await page.getByLabel('Keep the work folder').click();
    await page.locator('.view-line', { hasText: 'persistence.enabled: false' }).waitFor();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('persistence2:\n');
    await expect
      .poll(
        () =>
          called(visited, 'catalog.editForm').some((input) => JSON.stringify(input).includes('persistence2')),
        patience,
      )
      .toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('persistence:\nenabled: perhaps\n');
    await page.locator('.view-line', { hasText: 'enabled: perhaps' }).waitFor();
    await page.locator('[class*="squiggly-"]').first().waitFor();
    expect(errors).toEqual([]);
  }, 120_000);
});

describe('an opened service', () => {
  test('keeps its page while other screens are shown, and is told when it is cut off', async () => {
    await using visited = await go('/services?id=jupyter-ape');
    const { page, fake } = visited;
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    const code = page.frameLocator('iframe').getByLabel('Code');
    await code.fill('unsaved work');
    fake.state.opened.set(fake.state.opened.get().map((one) => ({ ...one, state: 'healing' })));
    await page.getByText('jupyter-ape was cut off; reconnecting').waitFor();
    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: 'Home' })
      .click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    fake.state.opened.set(fake.state.opened.get().map((one) => ({ ...one, state: 'ready', generation: 1 })));
    await page.keyboard.press('Control+1');
    await page.getByText('jupyter-ape was started again behind this page').waitFor();
    expect(await code.inputValue()).toBe('unsaved work');
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => code.inputValue(), patience).toBe('');
    expect(called(visited, 'services.open')).toHaveLength(2);
  });
});

test('a kubeconfig that runs a program adds its cluster only after the person allowed it', async () => {
  await using visited = await go('/welcome', (fake) => {
    fake.state.program = 'kubelogin get-token';
  });
  const { page } = visited;
  await page.getByRole('button', { name: 'Use a kubeconfig…' }).click();
  await page.getByLabel('Or paste its text').fill('apiVersion: v1');
  await page.getByText('kubelogin get-token', { exact: true }).waitFor();
  const add = page.getByRole('button', { name: 'Add this cluster' });
  expect(await add.isDisabled()).toBe(true);
  await page.getByText('The program must be allowed to run').waitFor();
  await page.getByLabel('Allow it to run').check();
  await add.click();
  await expect
    .poll(() => called(visited, 'signIn.addCluster'), patience)
    .toMatchObject([{ allowProgram: true, context: 'lab' }]);
});

test('signing out from the palette asks before anything unsent is discarded', async () => {
  await using visited = await go('/', (fake) => {
    fake.state.unsent = 2;
  });
  const { page } = visited;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sign out');
  await page
    .getByRole('option', { selected: true })
    .getByText(/^Sign out of/)
    .waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Sign out of/ });
  await dialog.getByRole('button', { name: 'Sign out and discard them' }).click();
  await expect
    .poll(
      () =>
        called(visited, 'signIn.signOut').map((input) => (input as { discardUnsent: boolean }).discardUnsent),
      patience,
    )
    .toEqual([false, true]);
});

test('language and appearance are kept by the core and change at once', async () => {
  await using visited = await go('/settings');
  const { page } = visited;
  await page.getByRole('radio', { name: 'Français' }).click();
  await page.getByRole('heading', { name: 'Paramètres' }).waitFor();
  await page.getByRole('radio', { name: 'Sombre' }).click();
  await page.locator('html[data-mantine-color-scheme="dark"][lang="fr"]').waitFor();
  expect(called(visited, 'shell.changeSettings')).toEqual([{ language: 'fr' }, { appearance: 'dark' }]);
});

test('a lost pipe is told, what was shown stays, and all is live again when it is back', async () => {
  await using visited = await go('/services');
  const { page, fake } = visited;
  await page.getByText('jupyter-ape').first().waitFor();
  visited.cut();
  fake.state.services.set({
    ...sampleServices,
    services: sampleServices.services.filter((one) => one.id !== 'big-gpu'),
  });
  await page.getByText('big-gpu').first().waitFor({ state: 'detached' });
  await page.getByText('live', { exact: true }).waitFor();
});

test('what was refused is told with its action and the words of the server, and can be tried again', async () => {
  await using visited = await go('/services?id=jupyter-ape', (fake) =>
    fake.state.failing.set('services.pause', {
      code: 'unreachable',
      message: 'no',
      reason: 'timeout',
      values: { host: 'api.example.org' },
      words: 'i/o timeout',
    }),
  );
  const { page, fake } = visited;
  await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
  await page.getByRole('alert').getByText('api.example.org does not answer in time').waitFor();
  await page.getByText('Details', { exact: true }).click();
  await page.getByText('i/o timeout').waitFor();
  fake.state.failing.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Pausing').first().waitFor();
});
