/** Two people code the same items on two laptops: how far they agree, who settles the rest, and what leaves the campaign. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { inForce, readRecords, type Records } from './support/annotation-records.ts';
import { activities, csvOf, proposed } from './support/annotation-texts.ts';
import {
  choose,
  chooseFile,
  codeItems,
  field,
  makeCampaign,
  openCampaign,
  openCampaigns,
  openTab,
  startCoding,
  untilSent,
  write,
} from './support/annotation.ts';
import { activate, tabTo } from './support/keyboard.ts';
import { openLaptop, type Laptop } from './support/laptop.ts';
import { startSandbox } from './support/processes.ts';
import { showQuery, truthOf } from './support/storage.ts';

// Without the data there are twelve texts of our own.
const all = proposed(activities(24, 1_200));
const title = 'Two annotators';
const bucket = 'diffusion';
const prefix = 'campaigns/two-annotators/';
const differ = all.filter((_, index) => index % 4 === 0);

const right = new Map(all.map(({ text, code }) => [text, code]));
/** The other person errs on every fourth item. */
const wrong = new Map(
  differ.map(({ text, code }) => [text, all.find((one) => one.code !== code)?.code ?? ''] as const),
);
const codeOf = (text: string) => right.get(text) ?? '';
const otherCodeOf = (text: string) => wrong.get(text) ?? codeOf(text);

let folder: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let alice: Laptop;
let bob: Laptop;

test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);
test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  sandbox = await startSandbox(path.join(folder, 'sandbox'));
  [alice, bob] = await Promise.all([
    openLaptop(browser, sandbox.facts, folder, 'alice'),
    openLaptop(browser, sandbox.facts, folder, 'bob'),
  ]);
});
test.afterAll(async () => {
  await Promise.all([alice.close(), bob.close()]);
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function withRecords<T>(work: (records: Records) => Promise<T>): Promise<T> {
  const truth = truthOf(sandbox.facts);
  const records = await readRecords(truth, bucket, prefix);
  try {
    return await work(records);
  } finally {
    records.close();
    truth.end();
  }
}

/** Krippendorff's alpha, nominal, two coders and no missing coding (Content Analysis, 4th ed., 12.3.1). */
function alphaOf(pairs: readonly (readonly [string, string])[]): number {
  const values = pairs.flat();
  const seen = pairs.filter(([one, other]) => one !== other).length / pairs.length;
  const counts = [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length);
  const alike = counts.reduce((sum, count) => sum + count * (count - 1), 0);
  const expected = 1 - alike / (values.length * (values.length - 1));
  return 1 - seen / expected;
}

test('a campaign for two is coded by both, each on an own laptop', async () => {
  await openCampaigns(alice.page, alice.origin);
  await makeCampaign(alice.page, {
    title,
    bucket,
    file: { name: 'texts.csv', text: csvOf(all) },
    fields: {
      Annotators: 'alice, bob',
      Adjudicators: 'alice',
      'Items in a batch': '12',
      'Items coded by several': '100',
      'How many code these': '2',
    },
  });
  await test.step('the other person finds it in the folder of the team', async () => {
    const { page } = bob;
    await openCampaigns(page, bob.origin);
    await activate(page, page.getByRole('button', { name: /^(Folders|Look in another folder)$/ }).first());
    const dialog = page.getByRole('dialog', { name: 'Where campaigns are looked for' });
    await dialog.getByRole('combobox').or(dialog.getByRole('textbox')).first().focus();
    await page.keyboard.type(`s3://${bucket}/`);
    await activate(page, dialog.getByRole('button', { name: 'Look there' }));
    const row = page.getByRole('row', { name: title });
    await expect(dialog.getByRole('listitem').filter({ hasText: bucket })).toBeVisible();
    await page.keyboard.press('Escape');
    await tabTo(page, row);
    await page.keyboard.press('Enter');
  });
  await startCoding(alice.page);
  await Promise.all([codeAll(alice.page, codeOf), codeAll(bob.page, otherCodeOf)]);
  await withRecords(async (records) => {
    const rows = await records.ask(
      `SELECT annotator, count(*)::INT AS coded FROM ${inForce} GROUP BY annotator ORDER BY annotator`,
    );
    expect(rows).toEqual(['alice', 'bob'].map((annotator) => ({ annotator, coded: all.length })));
  });
});

/** Both batches, until all of it is on the server. */
async function codeAll(page: Page, code: (text: string) => string): Promise<void> {
  await codeItems(page, code);
  for (let left = all.length - 12; left > 0; left -= 12) {
    await page.keyboard.press('Enter');
    await codeItems(page, code);
  }
  await untilSent(page, all.length);
}

test('the figures of quality name n, interval and estimator', async () => {
  const { page } = alice;
  await openCampaign(page, alice.origin, title);
  await openTab(page, 'Quality');
  const main = page.getByRole('main');
  const percent = Math.round((100 * (all.length - differ.length)) / all.length);
  const alpha = alphaOf(all.map(({ text }) => [codeOf(text), otherCodeOf(text)]));
  await expect(main).toContainText(
    new RegExp(
      `Two coders agree on ${percent}\\s?% of ${all.length} items at .+ level \\(alpha ${alpha.toFixed(2)}, 95\\s?% interval 0\\.\\d\\d to (0\\.\\d\\d|1\\.00), 1,000 bootstrap resamples over items\\)`,
    ),
  );
  await expect(main).toContainText('Fewer than 30 items stand behind this: it says little.');
  await expect(main).toContainText(`${differ.length} items on which people differ wait for a decision.`);
  await expect(main).toContainText("Krippendorff's alpha");
  // The lead sees who is how far.
  await expect(page.getByRole('row', { name: /^bob/ }).first()).toBeVisible();
});

test('the one who settles does so by keyboard, and does not see who said what', async () => {
  const { page } = alice;
  await openTab(page, 'Adjudication');
  await expect(page.getByRole('main')).toContainText(
    `${differ.length} items of ${differ.length} wait for a decision.`,
  );
  await tabTo(page, page.getByRole('listbox', { name: 'Items to settle' }));
  const detail = page.getByRole('article', { name: 'The item and what was said of it' });
  for (let place = 0; place < differ.length; place += 1) {
    await expect(detail).toContainText('names hidden');
    await expect(detail).not.toContainText(/alice|bob/i);
    const text = await detail.getByRole('paragraph').first().innerText();
    const opinions = await detail.getByRole('list').first().getByRole('button').allInnerTexts();
    const letter = 'AB'[opinions.findIndex((one) => one.includes(codeOf(text)))] ?? '';
    await page.keyboard.press(letter);
    await expect(detail.getByRole('button', { pressed: true })).toContainText(codeOf(text));
    if (place === 0) {
      await page.keyboard.press('Enter');
      await expect(detail.getByRole('alert')).toContainText('Say why people differed');
    }
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    const left = differ.length - place - 1;
    await expect(page.getByRole('main')).toContainText(
      left === 0 ? 'Everything is settled.' : new RegExp(`${left} items? of ${differ.length} waits? for`),
    );
  }
  await expect(detail).toContainText('Settled and sent', { timeout: 30_000 });
  await tabTo(page, page.getByRole('switch', { name: 'Show names (for the lead)' }), 'Shift+Tab');
  await page.keyboard.press('Space');
  await expect(detail).toContainText(/alice/);
  await expect(detail).toContainText(/bob/);
});

const formats = {
  parquet: 'Parquet',
  csv: 'CSV',
  'label-studio-min': 'Label Studio, JSON_MIN',
  'label-studio': 'Label Studio, JSON',
} as const;
let labelStudio: Buffer;

test('what was coded leaves in every format, and comes back into a second campaign', async () => {
  const { page } = alice;
  await openTab(page, 'Exchange');
  for (const [name, format] of Object.entries(formats)) {
    await choose(page, page.getByRole('radiogroup', { name: 'Format' }), format);
    if (name.startsWith('label'))
      await choose(page, page.getByRole('radiogroup', { name: 'Rows' }), 'One row a decision');
    await write(page, field(page, 'Name'), name);
    await activate(page, page.getByRole('button', { name: /^Make the export: / }));
    const rows = name.startsWith('label') ? 2 * all.length : all.length;
    await expect(page.getByRole('main')).toContainText(
      new RegExp(`${name}\\s*${format} · ${rows} rows · alice`),
    );
  }
  await test.step('the Label Studio file is kept on this laptop', async () => {
    // The last one that was made is unfolded.
    const link = page.getByRole('link', { name: /^Download .*json/ }).first();
    const [download] = await Promise.all([page.waitForEvent('download'), activate(page, link)]);
    labelStudio = readFileSync(await download.path());
    expect(JSON.parse(String(labelStudio))).toHaveLength(all.length);
  });

  await test.step('a second campaign is made of it, and takes in its annotations', async () => {
    await openCampaigns(page, alice.origin);
    const file = { name: 'export.json', text: labelStudio };
    await makeCampaign(page, { title: 'From Label Studio', file, fields: { Annotators: 'alice, bob' } });
    await openTab(page, 'Exchange');
    await chooseFile(page, page.getByRole('button', { name: 'Choose files' }), file);
    await activate(page, page.getByRole('button', { name: /^Take in 1 file/ }));
    await expect(page.getByRole('main')).toContainText(`${2 * all.length} decisions taken in`);
    await activate(page, page.getByRole('button', { name: /^Take in 1 file/ }));
    await expect(page.getByRole('main')).toContainText(`${2 * all.length} were there already.`);
  });
});

test('any program reads the campaign from S3: DuckDB beside the app, and in it', async () => {
  await withRecords(async (records) => {
    const [sums] = await records.ask(
      `SELECT count(*)::INT AS decisions, count(DISTINCT task_id)::INT AS items,
         (SELECT count(*)::INT FROM {items}) AS drawn,
         (SELECT round(sum(weight))::INT FROM {items}) AS weight,
         (SELECT count(DISTINCT task_id)::INT FROM {adjudication}) AS settled FROM ${inForce}`,
    );
    expect(sums).toEqual({
      decisions: 2 * all.length,
      items: all.length,
      drawn: all.length,
      weight: all.length,
      settled: differ.length,
    });
    const exported = await records.ask(
      'SELECT text_description AS text, apet_manual AS code FROM {exports/parquet}',
    );
    expect(new Map(exported.map(({ text, code }) => [text, code]))).toEqual(
      new Map(all.map(({ text, code }) => [text, code.replace('.', '')])),
    );
  });
  const { page } = alice;
  await showQuery(page, alice.origin, { bucket, prefix });
  await page.getByRole('textbox', { name: 'Question in SQL' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    `SELECT annotator, count(*) AS coded FROM 's3://${bucket}/${prefix}decisions/**/*.parquet' GROUP BY annotator ORDER BY annotator`,
  );
  await page.keyboard.press('ControlOrMeta+Enter');
  const result = page.getByRole('grid', { name: 'Result' });
  await expect(result.getByRole('gridcell', { name: 'bob' })).toBeVisible({ timeout: 30_000 });
  await expect(result.getByRole('gridcell', { name: String(all.length), exact: true })).toHaveCount(2);
});
