/** Files of this laptop go up and come back, whatever they are called, and whatever ends in between. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { platformFileOf } from './support/facts.ts';
import { admit, expect, openApp, test } from './support/fixtures.ts';
import { addByFile, signIn } from './support/person.ts';
import {
  limitTransfers,
  list,
  names,
  objectRow,
  openStorage,
  saveInto,
  showPlace,
  transferLine,
  truthOf,
  untilDone,
  untilShare,
  upload,
  type Truth,
} from './support/storage.ts';

test.use({ world: { name: 'storage-transfers' } });

const mebibyte = 2 ** 20;
const awkward = ['with space.txt', 'hash#1.txt', '100%2F.txt', 'é è.txt', '🙂.txt', 'plus+and&.txt'];
const inside = 'dossier été/a b/inside#.txt';

let truth: Truth;
test.beforeAll(({ facts }) => {
  truth = truthOf(facts);
});
test.afterAll(() => truth.end());

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A folder on this laptop with files of awkward names, and one folder with a file in it. */
function makeFiles(folder: string, content: string): string {
  mkdirSync(path.join(folder, path.dirname(inside)), { recursive: true });
  for (const name of [...awkward, inside]) writeFileSync(path.join(folder, name), `${content} ${name}`);
  return folder;
}

test('awkward names and a folder go up by the picker, come back the same, and taken names are asked for once', async ({
  page,
  app,
  folder,
}) => {
  const local = makeFiles(path.join(folder, 'awkward'), 'first');
  await showPlace(page, app.origin, { prefix: 'up/' });
  await expect(page.getByText('This folder is empty.')).toBeVisible();
  await upload(page, local, [...awkward, 'dossier été']);
  await untilDone(page, 'Upload of several files');
  await expect.poll(() => names(page)).toHaveLength(awkward.length + 1);
  expect(new Set(await truth.keys('alice', 'up/'))).toEqual(
    new Set([...awkward, inside].map((name) => `up/${name}`)),
  );
  expect(String(await truth.get('alice', `up/${inside}`))).toBe(`first ${inside}`);

  await test.step('all of it comes back', async () => {
    const back = path.join(folder, 'back');
    mkdirSync(back);
    await list(page).focus();
    await page.keyboard.press('Control+a');
    await expect(page.getByRole('status').filter({ hasText: 'selected' })).toContainText('7 selected');
    await page.getByRole('button', { name: 'Download…' }).click();
    await saveInto(page, back, 'Download here');
    await untilDone(page, 'Download of several files');
    expect(readdirSync(back).toSorted()).toEqual([...awkward, 'dossier été'].toSorted());
    for (const name of [...awkward, inside])
      expect(readFileSync(path.join(back, name), 'utf8')).toBe(`first ${name}`);
  });

  await test.step('names that are taken', async () => {
    makeFiles(local, 'second');
    await upload(page, local, [...awkward, 'dossier été']);
    await expect(transferLine(page)).toContainText('Needs an answer');
    await transferLine(page).getByRole('button', { name: 'Answer' }).click();
    const question = page.getByRole('dialog', { name: '7 names are taken' });
    await expect(question.getByRole('radio', { name: /^Keep both/ })).toBeChecked();
    await question.getByRole('radio', { name: /^Replace all/ }).check();
    await question.getByRole('button', { name: 'Go on' }).click();
    await untilDone(page, 'Upload of several files');
    for (const name of [...awkward, inside])
      expect(String(await truth.get('alice', `up/${name}`))).toBe(`second ${name}`);
    expect(await truth.keys('alice', 'up/')).toHaveLength(7);
  });
});

/** Drops entries of a folder of this laptop on the list, as the browser's own drag and drop does. */
async function drop(page: Page, place: string, folder: string, wanted: readonly string[]): Promise<void> {
  const box = await list(page).boundingBox();
  if (!box) throw new Error('The list is not drawn');
  const browser = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: wanted.map((name) => path.join(folder, name)), dragOperationsMask: 1 },
    });
    if (type === 'dragOver') await expect(page.getByText(`Drop to upload to ${place}`)).toBeVisible();
  }
}

test('what is dropped on the list is taken in', async ({ page, app, folder }) => {
  const local = makeFiles(path.join(folder, 'dropped'), 'dropped');
  await showPlace(page, app.origin, { prefix: 'drop/' });
  await drop(page, 'alice/drop/', local, ['hash#1.txt', 'dossier été']);
  await untilDone(page, 'Upload of several files');
  expect(await truth.keys('alice', 'drop/')).toEqual([`drop/${inside}`, 'drop/hash#1.txt']);
  expect(String(await truth.get('alice', `drop/${inside}`))).toBe(`dropped ${inside}`);
  await expect(objectRow(page, 'hash#1.txt')).toBeVisible();
});

test('a drop whose bytes do not come is told, and is not waited for', async ({ page, app, folder }) => {
  const local = makeFiles(path.join(folder, 'lost'), 'lost');
  await page.route('**/blobs/staged/**', (route) => route.abort());
  await showPlace(page, app.origin, { prefix: 'lost/' });
  await drop(page, 'alice/lost/', local, ['hash#1.txt']);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(transferLine(page)).toContainText('Cancelled');
  expect(await truth.keys('alice', 'lost/')).toEqual([]);
});

test('an upload is paused, goes on, and tells its rate', async ({ page, app, folder }) => {
  const bytes = randomBytes(24 * mebibyte);
  writeFileSync(path.join(folder, 'large.bin'), bytes);
  await limitTransfers(page, app.origin, { up: '4' });
  await showPlace(page, app.origin, { prefix: 'large/' });
  await upload(page, folder, ['large.bin']);
  const line = transferLine(page);
  await untilShare(page, 10);
  await expect(line).toContainText(/of 24\s?MiB|MB/);
  await line.getByRole('button', { name: 'Pause: large.bin' }).click();
  await expect(line).toContainText('Paused');
  expect(await truth.keys('alice', 'large/')).toEqual([]);
  await line.getByRole('button', { name: 'Resume: large.bin' }).click();
  await expect(line).toContainText('Under way');
  await limitTransfers(page, app.origin, {});
  await expect(page.getByRole('listitem').filter({ hasText: 'Upload of large.bin' })).toContainText('Done', {
    timeout: 30_000,
  });
  expect(digest(await truth.get('alice', 'large/large.bin'))).toBe(digest(bytes));
});

test('an app that is killed in the middle of an upload goes on with it when it starts again', async ({
  page,
  context,
  facts,
  folder,
}) => {
  const passphrase = { SARDONYX_PASSPHRASE: 'correct horse battery staple' };
  const home = path.join(folder, 'killed');
  // Streams share the limit, so the first parts end together: there must be many more parts than streams.
  const bytes = randomBytes(320 * mebibyte);
  writeFileSync(path.join(folder, 'killed.bin'), bytes);
  const first = await openApp(home, [], passphrase);
  let second: Awaited<ReturnType<typeof openApp>> | undefined;
  try {
    await admit(context, first);
    await page.goto(first.origin);
    await addByFile(page, platformFileOf(facts, 'Sandbox'));
    await signIn(page, facts, 'alice');
    await limitTransfers(page, first.origin, { up: '40' });
    await openStorage(page, first.origin);
    await showPlace(page, first.origin, { prefix: 'killed/' });
    await upload(page, folder, ['killed.bin']);
    await expect
      .poll(async () => (await truth.unfinished('alice', 'killed/')).length, { intervals: [200] })
      .toBeGreaterThan(1);
    await first.kill();
    const before = await truth.unfinished('alice', 'killed/');

    second = await openApp(home, ['--port', String(first.port)], passphrase);
    await admit(context, second);
    await page.goto(`${second.origin}/#/storage/transfers`);
    await page.reload();
    const item = page.getByRole('listitem').filter({ hasText: 'Upload of killed.bin' });
    await expect(item).toBeVisible();
    // What had arrived is not sent again: the parts are those from before, and new ones join them.
    await expect
      .poll(async () => (await truth.unfinished('alice', 'killed/')).length)
      .toBeGreaterThan(before.length);
    expect(await truth.unfinished('alice', 'killed/')).toEqual(expect.arrayContaining(before));
    await limitTransfers(page, second.origin, {});
    await expect(item).toContainText('Done', { timeout: 60_000 });
    expect(digest(await truth.get('alice', 'killed/killed.bin'))).toBe(digest(bytes));
  } finally {
    await first.stop();
    await second?.stop();
  }
});
