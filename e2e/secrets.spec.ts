/** Secrets as a person keeps them: made, looked at on purpose, changed by two, deleted and brought back, used in a launch. */
import type { Page } from '@playwright/test';
import { admit, expect, test } from './support/fixtures.ts';
import { inject } from './support/admin.ts';
import { activate, sequence, tabTo } from './support/keyboard.ts';

test.use({
  world: { name: 'secrets' },
  permissions: ['clipboard-read', 'clipboard-write'],
});

const pane = (page: Page, name: string) => page.getByRole('complementary', { name: `Details of ${name}` });
const list = (page: Page) => page.getByRole('table', { name: /^Secrets in/ });
const row = (page: Page, name: string) => list(page).getByRole('row', { name: new RegExp(`^${name}\\b`) });
const key = (page: Page, number: number) => page.getByRole('textbox', { name: `Key ${number}`, exact: true });
const valueOf = (page: Page, name: string) =>
  page.getByRole('textbox', { name: `Value of ${name}`, exact: true });
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

async function show(page: Page, origin: string, path = ''): Promise<void> {
  await page.goto(`${origin}/#/secrets${path === '' ? '' : `?path=${encodeURIComponent(path)}`}`);
  await expect(page.getByRole('heading', { name: 'Secrets', exact: true })).toBeVisible();
}

/** Makes a secret without a mouse. */
async function create(
  page: Page,
  origin: string,
  name: string,
  fields: readonly [string, string][],
): Promise<void> {
  await show(page, origin);
  await activate(page, page.getByRole('button', { name: 'New secret' }));
  const dialog = page.getByRole('dialog', { name: 'New secret' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  for (const [index, [label, value]] of fields.entries()) {
    if (index > 0) await activate(page, page.getByRole('button', { name: 'Add a key' }));
    await expect(key(page, index + 1)).toBeFocused();
    await page.keyboard.type(label);
    await tabTo(page, valueOf(page, label));
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Control+s');
  await expect(pane(page, name.split('/').at(-1) ?? name)).toContainText('Version 1');
}

test('a secret is made by keyboard, shown and copied on purpose only, and hides itself', async ({
  page,
  app,
}) => {
  await create(page, app.origin, 'database', [
    ['PGUSER', 'alice'],
    ['PGPASSWORD', 'corundum-42'],
  ]);
  await expect(row(page, 'database')).toContainText('1');
  expect(await page.content()).not.toContain('corundum-42');

  await activate(page, page.getByRole('button', { name: 'Show PGPASSWORD' }));
  await expect(page.getByRole('region', { name: 'PGPASSWORD' })).toHaveText('corundum-42');
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(page.getByRole('region', { name: 'PGPASSWORD' })).toBeHidden();

  await activate(page, page.getByRole('button', { name: 'Copy PGPASSWORD' }));
  await expect.poll(() => clipboard(page)).toBe('corundum-42');
  expect(await page.content()).not.toContain('corundum-42');

  await page.keyboard.press('Control+j');
  await expect(page.locator('ol li code').filter({ hasText: 'vault kv put' })).toContainText(
    'PGPASSWORD="$PGPASSWORD"',
  );
  expect(await page.content()).not.toContain('corundum-42');
});

test('keys are renamed and moved by keyboard, and a draft waits while one looks elsewhere', async ({
  page,
  app,
}) => {
  await create(page, app.origin, 'folder/ordered', [
    ['FIRST', '1'],
    ['SECOND', '2'],
  ]);
  await activate(page, page.getByRole('button', { name: 'Edit', exact: true }));
  await tabTo(page, key(page, 2));
  await page.keyboard.press('Alt+ArrowUp');
  await expect(key(page, 1)).toHaveValue('SECOND');
  await expect(key(page, 1)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('RENAMED');
  await page.keyboard.press('Escape');

  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Services' })
    .click();
  await expect(page.getByRole('heading', { name: 'Services', exact: true })).toBeVisible();
  await sequence(page, 'g', 'x');
  await expect(page.getByText('1 secret has changes that are not saved.')).toBeVisible();
  await activate(page, page.getByRole('link', { name: 'folder/ordered' }));
  await expect(key(page, 1)).toHaveValue('RENAMED');
  await tabTo(page, page.getByRole('button', { name: 'Save version 2' }));
  await page.keyboard.press('Enter');
  await expect(pane(page, 'ordered')).toContainText('Version 2');
  await expect(pane(page, 'ordered').getByRole('listitem')).toContainText(['RENAMED', 'FIRST']);
  await page.getByRole('button', { name: 'Show RENAMED' }).click();
  await expect(page.getByRole('region', { name: 'RENAMED' })).toHaveText('2');
});

test('the list is walked through by keyboard', async ({ page, app }) => {
  await create(page, app.origin, 'before', [['A', '1']]);
  await create(page, app.origin, 'walk/inside', [['A', '1']]);
  await show(page, app.origin);
  await tabTo(page, list(page).locator('tbody tr[tabindex="0"]'));
  await expect(row(page, 'before')).toBeVisible();
  for (let steps = 0; steps < 10; steps += 1) {
    if (await row(page, 'walk').evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('j');
  }
  await page.keyboard.press('Enter');
  await expect(row(page, 'inside')).toBeFocused();
  await page.keyboard.press('Backspace');
  await expect(row(page, 'walk')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('zzz');
  await expect(page.getByText('No name here contains these letters')).toBeVisible();
});

test('of two writers nobody loses anything: each key that both changed is chosen', async ({
  page,
  app,
  browser,
}) => {
  await create(page, app.origin, 'shared', [
    ['HOST', 'one'],
    ['PASSWORD', 'old'],
  ]);
  const other = await browser.newContext({ locale: 'en-US' });
  try {
    await admit(other, app);
    const theirs = await other.newPage();
    await show(theirs, app.origin, 'shared');
    await activate(theirs, theirs.getByRole('button', { name: 'Edit', exact: true }));

    await activate(page, page.getByRole('button', { name: 'Edit', exact: true }));
    const password = page.getByRole('group', { name: 'Value of PASSWORD' });
    await activate(page, password.getByRole('button', { name: 'Replace' }));
    await valueOf(page, 'PASSWORD').fill('mine');
    await activate(page, page.getByRole('button', { name: 'Add a key' }));
    await page.keyboard.type('PORT');
    await valueOf(page, 'PORT').fill('5432');

    for (const name of ['HOST', 'PASSWORD']) {
      const group = theirs.getByRole('group', { name: `Value of ${name}` });
      await activate(theirs, group.getByRole('button', { name: 'Replace' }));
      await valueOf(theirs, name).fill('theirs');
    }
    await theirs.keyboard.press('Control+s');
    await expect(pane(theirs, 'shared')).toContainText('Version 2');

    await valueOf(page, 'PORT').press('Control+s');
    const merge = page.getByRole('region', { name: 'Someone else saved in the meantime' });
    await expect(merge).toContainText('Version 2 was saved by alice');
    await expect(merge.getByRole('button', { name: '1 key to choose' })).toBeDisabled();
    await tabTo(page, merge.getByRole('radio', { name: 'Take yours for PASSWORD' }));
    await page.keyboard.press('Space');
    await activate(page, merge.getByRole('button', { name: 'Save version 3' }));
    await expect(pane(page, 'shared')).toContainText('Version 3');
    for (const [name, value] of [
      ['HOST', 'theirs'],
      ['PASSWORD', 'mine'],
      ['PORT', '5432'],
    ] as const) {
      await page.getByRole('button', { name: `Show ${name}`, exact: true }).click();
      await expect(page.getByRole('region', { name, exact: true })).toHaveText(value);
    }
  } finally {
    await other.close();
  }
});

test('what was deleted is brought back; an old version becomes the newest; destroying asks for the name', async ({
  page,
  app,
}) => {
  await create(page, app.origin, 'mortal', [['TOKEN', 'first']]);
  const shown = pane(page, 'mortal');
  await shown.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(shown).toContainText('Deleted at');
  await expect(row(page, 'mortal')).toContainText('can be brought back');
  await activate(page, shown.getByRole('button', { name: 'Bring back' }));
  await expect(shown.getByText('TOKEN', { exact: true })).toBeVisible();

  await activate(page, shown.getByRole('button', { name: 'Edit', exact: true }));
  await activate(page, shown.getByRole('button', { name: 'Replace' }));
  await valueOf(page, 'TOKEN').fill('second');
  await page.keyboard.press('Control+s');
  await expect(shown).toContainText('Version 2');
  await shown.getByRole('tab', { name: 'Versions' }).click();
  await activate(page, shown.getByRole('button', { name: 'Compare version 1 with the newest' }));
  await expect(shown.getByRole('region', { name: 'From version 1 to version 2' })).toContainText(
    'TOKENchanged',
  );
  await activate(page, shown.getByRole('button', { name: 'Restore version 1' }));
  await expect(shown).toContainText('Version 3');
  await shown.getByRole('tab', { name: 'Values' }).click();
  await shown.getByRole('button', { name: 'Show TOKEN' }).click();
  await expect(page.getByRole('region', { name: 'TOKEN' })).toHaveText('first');

  await shown.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Destroy…' }).click();
  const question = page.getByRole('dialog', { name: 'Destroy mortal?' });
  await expect(question).toContainText('3 versions');
  await expect(question.getByRole('button', { name: 'Destroy' })).toBeDisabled();
  await page.keyboard.type('mortal');
  await page.keyboard.press('Enter');
  await expect(row(page, 'mortal')).toBeHidden();
});

test('a launch gets the path, and says which keys become variables', async ({ page, app }) => {
  await create(page, app.origin, 'project/launch me', [
    ['API_TOKEN', 'x'],
    ['not-a-name', 'y'],
  ]);
  const shown = pane(page, 'launch me');
  await activate(page, shown.getByRole('button', { name: 'Use in a launch' }));
  await expect(shown).toContainText('The path is copied.');
  expect(await clipboard(page)).toBe('project/launch me');
  await expect(shown.getByRole('listitem')).toContainText(['API_TOKEN', 'not-a-name']);
  await activate(page, shown.getByRole('link', { name: 'Choose what to launch' }));
  await expect(page.getByRole('heading', { name: 'Catalog', exact: true })).toBeVisible();
});

test('a Vault that does not answer holds nothing up: names stay, drafts stay, the rest works', async ({
  page,
  app,
  facts,
}) => {
  await create(page, app.origin, 'patient', [['A', '1']]);
  await activate(page, page.getByRole('button', { name: 'Edit', exact: true }));
  await page.getByRole('button', { name: 'Replace' }).click();
  await valueOf(page, 'A').fill('typed before');
  await inject(facts).fault({ target: 'vault', status: 503 });
  await valueOf(page, 'A').press('Control+s');
  await expect(page.getByRole('main').getByText('Vault does not answer. Names as seen at')).toBeVisible();
  await expect(row(page, 'patient')).toBeVisible();
  await expect(valueOf(page, 'A')).toHaveValue('typed before');
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Catalog' })
    .click();
  await expect(page.getByRole('heading', { name: 'Catalog', exact: true })).toBeVisible();
  await show(page, app.origin, 'patient');
  await expect(valueOf(page, 'A')).toHaveValue('typed before');
  await inject(facts).clear();
  await expect(page.getByRole('main').getByText('Vault answers.')).toBeVisible({ timeout: 30_000 });
  await activate(page, page.getByRole('button', { name: 'Save version 2' }));
  await expect(pane(page, 'patient')).toContainText('Version 2');
});
