/** Objects are made, renamed, moved, deleted, brought back, shared and edited; nobody else's work is lost by it. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { details, list, names, objectRow, showPlace, stand, truthOf, type Truth } from './support/storage.ts';

test.use({ world: { name: 'storage-manage' } });

let truth: Truth;
test.beforeAll(({ facts }) => {
  truth = truthOf(facts);
});
test.afterAll(() => truth.end());

/** Opens the menu of the active row and takes an entry. */
async function choose(page: Page, entry: string): Promise<void> {
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: entry }).click();
}

test('a folder is made, an object renamed and copied into it, all by key', async ({ page, app }) => {
  await truth.put('alice', 'keys/first.txt', 'one');
  await showPlace(page, app.origin, { prefix: 'keys/' });
  await stand(page, 'first.txt');
  await page.keyboard.press('F2');
  const field = page.getByRole('textbox', { name: 'New name of first.txt' });
  await expect(field).toBeFocused();
  // The ending is not selected.
  await page.keyboard.type('renamed é');
  await page.keyboard.press('Enter');
  await expect(objectRow(page, 'renamed é.txt')).toBeVisible();
  await expect(objectRow(page, 'first.txt')).toBeHidden();
  await expect(list(page)).toBeFocused();

  await page.keyboard.press('Alt+n');
  const dialog = page.getByRole('dialog', { name: 'New folder' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(dialog).toContainText('A name has no slash.');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('rapports 2026');
  await page.keyboard.press('Enter');
  await expect(objectRow(page, 'rapports 2026/')).toBeVisible();

  await stand(page, 'renamed é.txt');
  await page.keyboard.press('Control+c');
  await stand(page, 'rapports 2026/');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'rapports 2026' })).toBeVisible();
  await expect(list(page)).toBeFocused();
  await page.keyboard.press('Control+v');
  await expect(objectRow(page, 'renamed é.txt')).toBeVisible();
  expect(String(await truth.get('alice', 'keys/rapports 2026/renamed é.txt'))).toBe('one');
  expect(await truth.keys('alice', 'keys/')).toEqual([
    'keys/rapports 2026/',
    'keys/rapports 2026/renamed é.txt',
    'keys/renamed é.txt',
  ]);
});

test('what is cut moves, and the move is undone', async ({ page, app }) => {
  await truth.put('alice', 'moving/here/file.txt', 'moves');
  await truth.put('alice', 'moving/there/other.txt', 'stays');
  await showPlace(page, app.origin, { prefix: 'moving/here/' });
  await stand(page, 'file.txt');
  await page.keyboard.press('Control+x');
  await page.keyboard.press('Backspace');
  await stand(page, 'there/');
  await page.keyboard.press('Enter');
  await expect(objectRow(page, 'other.txt')).toBeVisible();
  await page.keyboard.press('Control+v');
  await expect(objectRow(page, 'file.txt')).toBeVisible();
  await expect(page.getByText('1 moved.')).toBeVisible();
  expect(await truth.keys('alice', 'moving/')).toEqual(['moving/there/file.txt', 'moving/there/other.txt']);
  await page.keyboard.press('Control+z');
  await expect
    .poll(() => truth.keys('alice', 'moving/'))
    .toEqual(['moving/here/file.txt', 'moving/there/other.txt']);
  await expect(objectRow(page, 'file.txt')).toBeHidden();
});

test('a folder is deleted without a question where versions are kept, and brought back by Ctrl+Z', async ({
  page,
  app,
}) => {
  const keys = ['a.txt', 'b.txt', 'c/d.txt'].map((name) => `deleting/folder/${name}`);
  for (const key of keys) await truth.put('alice', key, key);
  await showPlace(page, app.origin, { prefix: 'deleting/' });
  await stand(page, 'folder/');
  await page.keyboard.press('Delete');
  await expect(objectRow(page, 'folder/')).toBeHidden();
  await expect(page.getByText(/deleted; its versions are kept\./)).toBeVisible();
  expect(await truth.keys('alice', 'deleting/')).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(objectRow(page, 'folder/')).toBeVisible();
  expect(await truth.keys('alice', 'deleting/')).toEqual(keys);
});

test('where no versions are kept, deleting asks and says what goes', async ({ page, app }) => {
  await truth.put('projet-nace', 'for-good/table.csv', 'a;b\n');
  await showPlace(page, app.origin, { bucket: 'projet-nace', prefix: 'for-good/' });
  await stand(page, 'table.csv');
  await page.keyboard.press('Delete');
  const question = page.getByRole('dialog', { name: 'Delete table.csv' });
  await expect(question).toContainText('No versions are kept of this. It goes for good:');
  await expect(question).toContainText('1 object');
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await expect(objectRow(page, 'table.csv')).toBeHidden();
  expect(await truth.keys('projet-nace', 'for-good/')).toEqual([]);
});

test('a link to an object works for whoever has it', async ({ page, app }) => {
  await truth.put('alice', 'shared/l’été #1.txt', 'for all');
  await showPlace(page, app.origin, { prefix: 'shared/' });
  await stand(page, 'l’été #1.txt');
  await choose(page, 'Share a link…');
  const dialog = page.getByRole('dialog', { name: 'Share a link to l’été #1.txt' });
  await dialog.getByRole('radio', { name: '1 hour' }).check();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  await expect(dialog).toContainText(/It ends on /);
  const link = /https?:\/\/\S+/.exec(await dialog.innerText())?.[0] ?? '';
  const answer = await fetch(link);
  expect([answer.status, await answer.text()]).toEqual([200, 'for all']);
});

test('a folder is made public and private again, and the rest of the bucket stays as it was', async ({
  page,
  app,
  facts,
}) => {
  await truth.put('alice', 'open/data.txt', 'open');
  await truth.put('alice', 'closed/data.txt', 'closed');
  const read = async (key: string) => (await fetch(`${facts.s3.endpoint}/alice/${key}`)).status;
  expect(await read('open/data.txt')).toBe(403);
  await showPlace(page, app.origin);
  await stand(page, 'open/');
  await choose(page, 'Public or private…');
  const dialog = page.getByRole('dialog', { name: 'Who may read alice/open/' });
  await expect(dialog).toContainText('Private');
  await expect(dialog).toContainText('1 object');
  await dialog.getByRole('button', { name: 'Make public' }).click();
  await expect(dialog).toContainText('Public: everyone may read');
  expect(await read('open/data.txt')).toBe(200);
  expect(await read('closed/data.txt')).toBe(403);
  await dialog.getByRole('button', { name: 'Make private' }).click();
  await expect(dialog.getByRole('button', { name: 'Make public' })).toBeVisible();
  expect(await read('open/data.txt')).toBe(403);
});

test('a text is edited, and what somebody else saved meanwhile is not overwritten unseen', async ({
  page,
  app,
}) => {
  await truth.put('alice', 'texts/note.md', 'first line\n', 'text/markdown');
  await showPlace(page, app.origin, { prefix: 'texts/' });
  await stand(page, 'note.md');
  await choose(page, 'Edit as text');
  const pane = details(page, 'note.md');
  await expect(pane.locator('.view-lines')).toContainText('first line');
  await expect(pane.getByRole('textbox', { name: 'Text of note.md' })).toBeFocused();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('mine ');
  await expect(pane).toContainText('Not saved yet');
  await page.keyboard.press('Control+s');
  await expect(pane.getByRole('status')).toContainText('Saved');
  expect(String(await truth.get('alice', 'texts/note.md'))).toBe('mine first line\n');

  await truth.put('alice', 'texts/note.md', 'theirs\n', 'text/markdown');
  await page.keyboard.type('again ');
  await page.keyboard.press('Control+s');
  const question = page.getByRole('dialog', { name: 'note.md was changed elsewhere' });
  await expect(question).toContainText('Nothing was overwritten, and your text is still here.');
  expect(String(await truth.get('alice', 'texts/note.md'))).toBe('theirs\n');
  await question.getByRole('button', { name: 'Save under this name' }).click();
  await expect(objectRow(page, 'note-2.md')).toBeVisible();
  expect(String(await truth.get('alice', 'texts/note-2.md'))).toBe('mine again first line\n');
  expect(String(await truth.get('alice', 'texts/note.md'))).toBe('theirs\n');
  await expect.poll(() => names(page)).toEqual(['note-2.md', 'note.md']);
});
