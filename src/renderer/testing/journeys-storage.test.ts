import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import { actOnObjects } from './fake-storage.ts';
import type { FakeCore } from './fake-core.ts';
import { visit, type Visit } from './visit.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof buildRenderer>>;
beforeAll(async () => {
  [built, browser] = await Promise.all([buildRenderer(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await built[Symbol.asyncDispose]();
});

const home = '/storage?profile=ssp&bucket=alice';
const go = (path: string, prepare?: (fake: FakeCore) => void): Promise<Visit> =>
  visit(
    browser,
    built.folder,
    {
      name: 'journey',
      path,
      prepare: (fake) => {
        actOnObjects(fake);
        prepare?.(fake);
      },
    },
    { scheme: 'light', language: 'en' },
  );
const patience = { timeout: 15_000 };
const called = (visited: Visit, name: string) =>
  visited.fake.state.calls.filter((call) => call.name === name).map((call) => call.input);
const grid = (page: Page) => page.getByRole('grid');
/** The name in the row that the keys are about, as a screen reader is told. */
const activeName = (page: Page) =>
  grid(page).evaluate((element) => {
    const id = element.getAttribute('aria-activedescendant');
    return (id && document.getElementById(id)?.querySelectorAll('[role=gridcell]')[1]?.textContent) ?? '';
  });
const waitActive = (page: Page, name: string) => expect.poll(() => activeName(page), patience).toBe(name);
const isListFocused = (page: Page) => grid(page).evaluate((element) => element === document.activeElement);
async function ready(page: Page): Promise<void> {
  await page.getByRole('gridcell').nth(1).waitFor();
  await grid(page).focus();
  await expect.poll(() => activeName(page), patience).not.toBe('');
}
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('by keyboard alone', () => {
  test('a person walks into folders and back up, and the folder that was left is the active row', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await press(page, 'j', 'j', 'ArrowUp', 'k');
    await waitActive(page, 'diffusion/');
    await press(page, 'Enter');
    await page.getByRole('heading', { level: 1, name: 'diffusion' }).waitFor();
    await waitActive(page, '2026/');
    expect(await isListFocused(page)).toBe(true);
    await press(page, 'Enter');
    await waitActive(page, 'table.csv');
    await press(page, 'Backspace');
    await waitActive(page, '2026/');
    await press(page, 'Alt+ArrowUp');
    await waitActive(page, 'diffusion/');
    expect(await isListFocused(page)).toBe(true);
  });

  test('rows are selected one by one, in a range, all but one, and counted', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await press(page, 'x', 'j', 'j', 'j', 'j', 'x');
    await page.getByText('2 selected, 182').waitFor();
    await page.getByText('and what lies in 1 folder').waitFor();
    await press(page, 'Escape', 'Home', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await page.getByText('3 selected').waitFor();
    await press(page, 'Control+a');
    await page.getByText('12 selected, 788').waitFor();
    await press(page, 'End', 'x');
    await page.getByText('11 selected').waitFor();
    await press(page, 'Escape');
    await page.getByText(/\d selected/).waitFor({ state: 'detached' });
  });

  test('letters jump, also those that are keys when Shift is held, and a key that follows at once is about that row', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await page.keyboard.type('enq');
    await waitActive(page, 'enquete-emploi.parquet');
    await press(page, 'Home');
    await page.keyboard.type('anal');
    await press(page, 'F2');
    await page.getByLabel('New name of analysis.R').waitFor();
    await press(page, 'Escape');
    await expect.poll(() => isListFocused(page), patience).toBe(true);
    await press(page, 'Home', 'Shift+K');
    await waitActive(page, 'kappa.json');
  });

  test('G S still belongs to the whole app', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await press(page, 'g', 'c');
    await page.getByRole('heading', { level: 1, name: 'Catalog' }).waitFor();
  });

  test('F2 renames in its place, the list is read again and the focus stays on the row', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await page.keyboard.type('read');
    await waitActive(page, 'README.md');
    await press(page, 'F2');
    await page.getByLabel('New name of README.md').waitFor();
    await page.keyboard.type('LISEZ-MOI');
    await press(page, 'Enter');
    await waitActive(page, 'LISEZ-MOI.md');
    expect(await isListFocused(page)).toBe(true);
    expect(called(visited, 'storage.rename')).toEqual([
      { profile: 'ssp', bucket: 'alice', key: 'README.md', name: 'LISEZ-MOI.md' },
    ]);
  });

  test('the menu opens by key and gives the focus back', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await press(page, 'Shift+F10');
    await page.getByRole('menuitem', { name: /^Open/ }).first().waitFor();
    await press(page, 'Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(() => isListFocused(page), patience).toBe(true);
  });
});

describe('deletion', () => {
  test('where versions are kept is done at once, and undone by Ctrl Z', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await press(page, 'Shift+K', 'a', 'p');
    await waitActive(page, 'kappa.json');
    await press(page, 'Delete');
    await page.getByText('kappa.json').waitFor({ state: 'detached' });
    await waitActive(page, 'notebook.ipynb');
    expect(await isListFocused(page)).toBe(true);
    await page.getByRole('button', { name: /^Undo/ }).first().waitFor();
    await press(page, 'Control+z');
    await page.getByText('kappa.json').waitFor();
    expect(called(visited, 'storage.undo')).toEqual([{ id: 'transfer-1' }]);
  });

  test('where no versions are kept says what goes for good and waits for a yes', async () => {
    await using visited = await go('/storage?profile=ssp&bucket=alice-essais');
    const { page } = visited;
    await ready(page);
    await press(page, 'Control+a', 'Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete 2 selected' });
    await dialog.getByText('2 objects').waitFor();
    expect(called(visited, 'storage.remove')).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('heading', { name: 'This bucket is empty.' }).waitFor();
    expect(called(visited, 'storage.remove')).toMatchObject([
      { selection: { kind: 'listing' }, versions: false },
    ]);
  });
});

describe('the list', () => {
  test('is filtered by words and patterns without asking the server again', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await press(page, '/');
    await page.keyboard.type('*.csv');
    await page.getByText('1 object, 1.2\u202fMiB out of 12').first().waitFor();
    await press(page, 'Enter');
    expect(await isListFocused(page)).toBe(true);
    await waitActive(page, 'codes ape.csv');
    await press(page, 'Escape');
    await page.getByText('README.md').waitFor();
    expect(called(visited, 'storage.list')).toHaveLength(1);
  });

  test('is sorted by its headings, which say so', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await page.getByRole('button', { name: 'Size' }).click();
    await page
      .getByRole('columnheader', { name: /Size/ })
      .and(page.locator('[aria-sort=descending]'))
      .waitFor();
    await expect
      .poll(() => page.getByRole('row').nth(4).textContent(), patience)
      .toContain('enquete-emploi.parquet');
    await page.getByRole('button', { name: 'Size' }).click();
    await expect.poll(() => page.getByRole('row').nth(4).textContent(), patience).toContain('awkward');
  });

  test('of a million rows scrolls to its end by key and by wheel, and draws only what is seen', async () => {
    await using visited = await go(`${home}&prefix=million/`);
    const { page } = visited;
    await page.getByText('1,000,000 objects').first().waitFor();
    await ready(page);
    await press(page, 'End');
    await waitActive(page, 'observation-0999999.parquet');
    await press(page, 'k');
    await waitActive(page, 'observation-0999998.parquet');
    const first = await page.getByRole('row').nth(1).getAttribute('aria-rowindex');
    await grid(page).hover();
    await page.mouse.wheel(0, -720);
    await expect
      .poll(() => page.getByRole('row').nth(1).getAttribute('aria-rowindex'), patience)
      .toBe(String(Number(first) - 20));
    for (const share of [0.5, 0.25, 0.75, 0.1]) {
      await grid(page).evaluate((element, at) => {
        element.scrollTop = element.scrollHeight * at;
      }, share);
      await page
        .getByText(`observation-0${String(share).slice(2, 3)}`)
        .first()
        .waitFor();
    }
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    expect(await grid(page).getAttribute('aria-rowcount')).toBe('1000001');
  });

  test('is read again when an upload ends, at the same place and with the same selection', async () => {
    await using visited = await go(`${home}&prefix=diffusion/`);
    const { page, fake } = visited;
    await ready(page);
    await page.keyboard.type('part-0003');
    await waitActive(page, 'part-0003.parquet');
    await press(page, 'Control+Space');
    await page.getByText('1 selected').waitFor();
    const sample = fake.storage.objects
      .get('alice')
      ?.find((one) => one.key === 'diffusion/part-0000.parquet');
    if (sample) fake.storage.objects.get('alice')?.push({ ...sample, key: 'diffusion/a-new-one.parquet' });
    await fake.handlers.storage.upload(
      { to: { profile: 'ssp', bucket: 'alice', prefix: 'diffusion/' }, paths: ['/x'] },
      { signal: new AbortController().signal },
    );
    await page.getByText('a-new-one.parquet').waitFor();
    await waitActive(page, 'part-0003.parquet');
    await page.getByText('1 selected').waitFor();
    expect(await isListFocused(page)).toBe(true);
    expect(fake.storage.open).toBe(1);
  });
});

describe('the path', () => {
  test('is typed: a folder, an object, and what is wrong is said', async () => {
    await using visited = await go(home);
    const { page } = visited;
    await ready(page);
    await press(page, 'Control+l');
    await page.keyboard.type('ftp://alice');
    await press(page, 'Enter');
    await page.getByText('Only addresses of objects lead somewhere here').waitFor();
    await press(page, 'Control+a');
    await page.keyboard.type('s3://alice/diffusion');
    await press(page, 'Enter');
    await page.getByRole('heading', { level: 1, name: 'diffusion' }).waitFor();
    await expect.poll(() => isListFocused(page), patience).toBe(true);
    await press(page, 'Control+l');
    await page.keyboard.type('alice/diffusion/2026/table.csv');
    await press(page, 'Enter');
    await page.getByRole('complementary', { name: 'Details of table.csv' }).waitFor();
    await page.getByRole('heading', { level: 1, name: '2026' }).waitFor();
  });
});

describe('a text that is edited', () => {
  const editing = async (visited: Visit) => {
    const { page } = visited;
    await page.locator('.monaco-editor .view-line').first().waitFor();
    await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
    await page.keyboard.type('First. ');
    await page.getByText('Not saved yet').waitFor();
  };
  const readme = (visited: Visit) =>
    visited.fake.storage.objects.get('alice')?.find((one) => one.key === 'README.md');

  test('is saved by Ctrl S with the ETag that was read', async () => {
    await using visited = await go(`${home}&object=README.md&tab=edit`);
    const { page } = visited;
    const etag = readme(visited)?.etag;
    await editing(visited);
    await press(page, 'Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(called(visited, 'storage.writeText')).toMatchObject([{ key: 'README.md', etag, force: false }]);
    expect(readme(visited)?.text).toContain('First. # Notes');
  });

  test('and changed by others meanwhile overwrites nothing: it is saved under another name', async () => {
    await using visited = await go(`${home}&object=README.md&tab=edit`);
    const { page } = visited;
    await editing(visited);
    Object.assign(readme(visited) ?? {}, { etag: '"theirs"', text: 'theirs' });
    await press(page, 'Control+s');
    const dialog = page.getByRole('dialog', { name: 'README.md was changed elsewhere' });
    await dialog.getByLabel('Save yours under another name').waitFor();
    expect(readme(visited)?.text).toBe('theirs');
    await dialog.getByRole('button', { name: 'Save under this name' }).click();
    await page.getByRole('complementary', { name: 'Details of README-2.md' }).waitFor();
    expect(readme(visited)?.text).toBe('theirs');
    expect(called(visited, 'storage.writeText').at(-1)).toMatchObject({ key: 'README-2.md', etag: '' });
  });

  test('is not left unsaved without a question, and is still there when one stays', async () => {
    await using visited = await go(`${home}&object=README.md&tab=edit`);
    const { page } = visited;
    await editing(visited);
    await page.getByRole('tab', { name: 'Details' }).click();
    const dialog = page.getByRole('dialog', { name: 'README.md is not saved' });
    await dialog.getByRole('button', { name: 'Go on editing' }).click();
    await page.locator('.view-line', { hasText: 'First. # Notes' }).waitFor();
    await page.getByRole('tab', { name: 'Details' }).click();
    await dialog.getByRole('button', { name: 'Save and leave' }).click();
    await page.getByText('CRC64NVME').waitFor();
    expect(readme(visited)?.text).toContain('First.');
  });
});

test('keys that ended are told with the way to sign in, and the list is there afterwards', async () => {
  await using visited = await go(home, (fake) =>
    fake.state.failing.set('storage.list', {
      code: 'signed-out',
      message: 'ExpiredToken',
      reason: 'session-expired',
      words: 'ExpiredToken: The provided token has expired.',
    }),
  );
  const { page } = visited;
  await page.getByRole('alert').getByText('Your session has ended').waitFor();
  visited.fake.state.failing.clear();
  await page.getByRole('alert').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  await page.goBack();
  await page.getByText('README.md').waitFor();
});

test('what is copied in one bucket is pasted in another', async () => {
  await using visited = await go(home);
  const { page } = visited;
  await ready(page);
  await press(page, 'Shift+K', 'a', 'p');
  await waitActive(page, 'kappa.json');
  await press(page, 'Control+c');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'alice-essais' }).click();
  await page.getByText('essai.txt').waitFor();
  await grid(page).focus();
  await press(page, 'Control+v');
  await page.getByText('kappa.json').waitFor();
  expect(called(visited, 'storage.copy')).toEqual([
    {
      selection: { kind: 'rows', profile: 'ssp', bucket: 'alice', keys: ['kappa.json'] },
      to: { profile: 'ssp', bucket: 'alice-essais', prefix: '' },
    },
  ]);
});

test('a profile is changed without its keys coming back, and they stay as they are', async () => {
  await using visited = await go('/storage?profile=garage');
  const { page } = visited;
  await page.getByRole('button', { name: 'Actions for Garage of the team' }).click();
  await page.getByRole('menuitem', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change Garage of the team' });
  expect(await dialog.getByLabel('Secret key').inputValue()).toBe('');
  await dialog.getByLabel('Name', { exact: true }).fill('Garage');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => called(visited, 'storage.saveProfile'), patience)
    .toEqual([
      {
        id: 'garage',
        name: 'Garage',
        endpoint: 'https://garage.example.org',
        region: 'garage',
        pathStyle: true,
      },
    ]);
});
