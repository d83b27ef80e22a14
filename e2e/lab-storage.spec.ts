/** Storage and secrets over real servers: MinIO and Vault, signed in to by Keycloak. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { personOf, platformFileOf, readFacts } from './support/facts.ts';
import { admit, openApp, type App } from './support/fixtures.ts';
import { activate, sequence } from './support/keyboard.ts';
import { administrators, labTruth } from './support/lab.ts';
import { addByFile, authenticate, openProvider } from './support/person.ts';
import { details, list, names, objectRow, saveInto, stand, untilDone, upload } from './support/storage.ts';

const file = process.env['SARDONYX_FACTS'];
const person = 'alice';
const own = `e2e-${randomBytes(4).toString('hex')}`;
const awkward = ['with space #1.txt', '100%2F.txt', 'été 🙂.txt'];

test.skip(file === undefined, 'needs facts of real servers: npm run e2e -- --facts FILE');
test.use({ ignoreHTTPSErrors: true });
test.setTimeout(180_000);

let folder: string | undefined;
let app: App | undefined;

test.afterAll(async () => {
  await app?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (file === undefined) return;
  const facts = readFacts(file);
  const truth = labTruth(facts);
  await truth?.clear(person, `${own}/`);
  truth?.end();
  const token = administrators().get('LAB_VAULT_ROOT_TOKEN');
  if (token !== undefined)
    await fetch(`${facts.vault.url}/v1/${facts.vault.mount}/metadata/${person}/${own}`, {
      method: 'DELETE',
      headers: { 'x-vault-token': token },
    });
});

/** A table of a thousand rows in three groups. */
async function table(): Promise<Uint8Array> {
  const writer = new ByteWriter();
  const rows = Array.from({ length: 1_000 }, (_, index) => index);
  await parquetWrite({
    writer,
    rowGroupSize: 400,
    columnData: [
      { name: 'number', data: rows, type: 'INT32' },
      { name: 'label', data: rows.map((row) => `libellé ${row % 7}`), type: 'STRING' },
    ],
  });
  return writer.getBytes();
}

test('a folder goes up to MinIO, is looked at, asked, brought back and deleted; a secret lives in Vault', async ({
  page,
  context,
}) => {
  const facts = readFacts(file ?? '');
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  const local = path.join(folder, 'local');
  mkdirSync(path.join(local, own), { recursive: true });
  writeFileSync(path.join(local, own, 'table.parquet'), await table());
  for (const name of awkward) writeFileSync(path.join(local, own, name), `content of ${name}`);
  app = await openApp(path.join(folder, 'app'));
  await admit(context, app);
  await page.goto(app.origin);

  await test.step('sign in at Keycloak', async () => {
    await addByFile(page, platformFileOf(facts, 'Lab'));
    const provider = await openProvider(page);
    await authenticate(provider, person, personOf(facts, person).password);
    await expect(provider.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
    await expect(page.getByRole('button', { name: /Signed in as/ })).toBeVisible();
    await provider.close();
  });

  await test.step('the own bucket', async () => {
    await sequence(page, 'g', 's');
    const places = page.getByRole('navigation', { name: 'Places' });
    await places.getByRole('link', { name: person, exact: true }).click();
    await expect(page.getByRole('grid', { name: `Content of ${person}/`, exact: true })).toBeVisible();
  });

  await test.step('a folder goes up', async () => {
    await upload(page, local, [own]);
    await untilDone(page, `Upload of ${own}`);
    await stand(page, `${own}/`);
    await page.keyboard.press('Enter');
    await expect.poll(() => names(page)).toHaveLength(awkward.length + 1);
  });

  await test.step('a Parquet file is looked at and asked', async () => {
    await stand(page, 'table.parquet');
    await page.keyboard.press('Enter');
    const pane = details(page, 'table.parquet');
    await expect(pane).toContainText('1,000 rows');
    await pane.getByRole('tab', { name: 'Row groups' }).click();
    await expect(pane.getByRole('rowheader')).toHaveText(['Row group 1', 'Row group 2', 'Row group 3']);
    await pane.getByRole('link', { name: 'Query in SQL' }).click();
    await expect(page.locator('.view-lines').first()).toContainText('table.parquet');
    await page.getByRole('textbox', { name: 'Question in SQL' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(
      `SELECT label, avg(number) AS mean FROM 's3://${person}/${own}/*.parquet' GROUP BY label ORDER BY label`,
    );
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('main')).toContainText('7 rows', { timeout: 30_000 });
    await expect(
      page.getByRole('grid', { name: 'Result' }).getByRole('gridcell', { name: 'libellé 6' }),
    ).toBeVisible();
    await page.goBack();
    await expect(objectRow(page, 'table.parquet')).toBeVisible();
  });

  await test.step('all of it comes back', async () => {
    const back = path.join(folder ?? '', 'back');
    mkdirSync(back);
    await page.keyboard.press('Escape');
    await list(page).focus();
    await page.keyboard.press('Control+a');
    await page.getByRole('status').filter({ hasText: '4 selected' }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Download…' }).first().click();
    await saveInto(page, back, 'Download here');
    await untilDone(page, 'Download of several files');
    for (const name of [...awkward, 'table.parquet'])
      expect(readFileSync(path.join(back, name))).toEqual(readFileSync(path.join(local, own, name)));
  });

  await test.step('it is deleted for good', async () => {
    await list(page).focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Backspace');
    await stand(page, `${own}/`);
    await page.keyboard.press('Shift+Delete');
    const question = page.getByRole('dialog', { name: `Delete ${own}/` });
    await expect(question).toContainText('4 objects');
    await question.getByRole('button', { name: 'Delete for good' }).click();
    await expect(objectRow(page, `${own}/`)).toBeHidden();
  });

  await test.step('a secret is made, changed, shown and destroyed', async () => {
    const value = (name: string) => page.getByRole('textbox', { name: `Value of ${name}`, exact: true });
    const shown = page.getByRole('complementary', { name: `Details of ${own}` });
    await sequence(page, 'g', 'x');
    await activate(page, page.getByRole('button', { name: 'New secret' }));
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
    await page.keyboard.type(own);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Key 1', exact: true })).toBeFocused();
    await page.keyboard.type('TOKEN');
    await value('TOKEN').fill('first');
    await page.keyboard.press('Control+s');
    await expect(shown).toContainText('Version 1');
    await shown.getByRole('button', { name: 'Edit', exact: true }).click();
    await shown.getByRole('button', { name: 'Replace' }).click();
    await value('TOKEN').fill('second');
    await page.keyboard.press('Control+s');
    await expect(shown).toContainText('Version 2');
    await shown.getByRole('button', { name: 'Show TOKEN' }).click();
    await expect(page.getByRole('region', { name: 'TOKEN' })).toHaveText('second');
    await shown.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Destroy…' }).click();
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
    await page.keyboard.type(own);
    await page.keyboard.press('Enter');
    await expect(shown).toBeHidden();
  });
});
