/** A storage that fails in every way: what moves goes on, what is seen says how old it is, and nothing arrives broken. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { inject } from './support/admin.ts';
import { expect, test } from './support/fixtures.ts';
import {
  limitTransfers,
  list,
  objectRow,
  saveInto,
  showPlace,
  stand,
  transferLine,
  truthOf,
  untilDone,
  untilShare,
  upload,
  type Truth,
} from './support/storage.ts';

test.use({ world: { name: 'storage-failures' } });

const mebibyte = 2 ** 20;

let truth: Truth;
// One a test: the SDK keeps the clock of the server that it saw last.
test.beforeEach(({ facts }) => {
  truth = truthOf(facts);
});
test.afterEach(() => truth.end());

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function makeFile(folder: string, name: string, size: number): Buffer {
  const bytes = randomBytes(size);
  writeFileSync(path.join(folder, name), bytes);
  return bytes;
}

/** Nothing on the screen says that something failed. */
const nothingFailed = (page: Page) => expect(page.getByRole('alert')).toHaveCount(0);

test('keys that end every three seconds do not stop an upload', async ({ page, app, facts, folder }) => {
  const bytes = makeFile(folder, 'renewed.bin', 32 * mebibyte);
  await limitTransfers(page, app.origin, { up: '4' });
  await showPlace(page, app.origin, { prefix: 'renewed/' });
  await inject(facts).fault({ target: 's3', sessionSeconds: 3, expireTokens: true });
  await upload(page, folder, ['renewed.bin']);
  await untilShare(page, 60);
  await limitTransfers(page, app.origin, {});
  const item = page.getByRole('listitem').filter({ hasText: 'Upload of renewed.bin' });
  await expect(item).toContainText('Done', { timeout: 60_000 });
  await nothingFailed(page);
  expect(digest(await truth.get('alice', 'renewed/renewed.bin'))).toBe(digest(bytes));
});

test('answers of 503, cut connections and lies about the length are tried again', async ({
  page,
  app,
  facts,
  folder,
}) => {
  const local = { 'large.bin': 24 * mebibyte, 'small.bin': 4 * mebibyte };
  const sums = Object.entries(local).map(([name, size]) => [name, digest(makeFile(folder, name, size))]);
  const { fault, clear } = inject(facts);
  await showPlace(page, app.origin, { prefix: 'stubborn/' });
  await fault({ target: 's3', status: 503, count: 3 });
  await upload(page, folder, Object.keys(local));
  await untilDone(page, 'Upload of several files');
  await clear();
  for (const [name, sum] of sums) expect(digest(await truth.get('alice', `stubborn/${name}`))).toBe(sum);

  const faults = {
    'large.bin': { cut: 100_000, count: 2 },
    'small.bin': { promiseMore: 1_000, count: 2 },
  };
  const back = path.join(folder, 'back');
  mkdirSync(back);
  for (const [name, broken] of Object.entries(faults)) {
    await stand(page, name);
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Download…' }).click();
    await fault({ target: 's3', path: `/alice/stubborn/${name}`, ...broken });
    await saveInto(page, back, 'Download here');
    await untilDone(page, `Download of ${name}`);
    await clear();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Download…' })).toBeHidden();
  }
  for (const [name, sum] of sums) expect(digest(readFileSync(path.join(back, name ?? '')))).toBe(sum);
});

test('a laptop whose clock is an hour ahead still lists and uploads', async ({
  page,
  app,
  facts,
  folder,
}) => {
  writeFileSync(path.join(folder, 'ahead.txt'), 'an hour ahead');
  await inject(facts).fault({ target: 's3', clockSkewSeconds: -3_600 });
  await showPlace(page, app.origin, { prefix: 'clock/' });
  await expect(page.getByText('This folder is empty.')).toBeVisible();
  await upload(page, folder, ['ahead.txt']);
  await expect(objectRow(page, 'ahead.txt')).toBeVisible();
  await nothingFailed(page);
  expect(String(await truth.get('alice', 'clock/ahead.txt'))).toBe('an hour ahead');
});

test('without the server the last list is shown with its age; what was dropped meanwhile goes up afterwards', async ({
  page,
  app,
  facts,
  folder,
}) => {
  await truth.put('alice', 'away/known.txt', 'known');
  writeFileSync(path.join(folder, 'queued.txt'), 'queued');
  await showPlace(page, app.origin, { prefix: 'away/' });
  await expect(objectRow(page, 'known.txt')).toBeVisible();
  await showPlace(page, app.origin);
  await expect(objectRow(page, 'away/')).toBeVisible();

  await inject(facts).fault({ target: 's3', cut: true });
  await stand(page, 'away/');
  await page.keyboard.press('Enter');
  await expect(objectRow(page, 'known.txt')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(
    /As of .+: the server does not answer, this is what is known\. Uploads are queued, the rest waits\./,
    { timeout: 30_000 },
  );
  await expect(list(page)).toBeVisible();
  await upload(page, folder, ['queued.txt']);
  await expect(transferLine(page)).toContainText('Upload of queued.txt');
  await inject(facts).clear();
  await expect(transferLine(page)).toContainText('Done', { timeout: 60_000 });
  expect(String(await truth.get('alice', 'away/queued.txt'))).toBe('queued');
  await expect(objectRow(page, 'queued.txt')).toBeVisible({ timeout: 30_000 });
});
