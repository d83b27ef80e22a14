/** Annotation over real servers: a campaign on MinIO, made and coded by somebody whom Keycloak signed in. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { inForce, readRecords } from './support/annotation-records.ts';
import { activities, csvOf } from './support/annotation-texts.ts';
import { codeItems, makeCampaign, openCampaigns, startCoding, untilSent } from './support/annotation.ts';
import { readFacts } from './support/facts.ts';
import { labTruth } from './support/lab.ts';
import { openLaptop, type Laptop } from './support/laptop.ts';

const file = process.env['SARDONYX_FACTS'];
const person = 'alice';
const title = `E2E ${randomBytes(4).toString('hex')}`;
const prefix = `campaigns/${title.toLowerCase().replace(' ', '-')}/`;

test.skip(file === undefined, 'needs facts of real servers: npm run e2e -- --facts FILE');
test.setTimeout(120_000);

let folder: string | undefined;
let laptop: Laptop | undefined;

test.afterAll(async () => {
  await laptop?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const truth = file === undefined ? undefined : labTruth(readFacts(file));
  await truth?.clear(person, prefix);
  truth?.end();
});

test('a campaign is made, claimed, coded, sent and read back', async ({ browser }) => {
  const facts = readFacts(file ?? '');
  const all = activities(10, 1_600);
  const codes = new Map(all.map(({ text, code }) => [text, code]));
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  laptop = await openLaptop(browser, facts, folder, person, { ignoreHTTPSErrors: true });
  const { page, origin } = laptop;
  await openCampaigns(page, origin);
  await makeCampaign(page, { title, bucket: person, file: { name: 'ten.csv', text: csvOf(all) } });
  await startCoding(page);
  await codeItems(page, (text) => codes.get(text) ?? '');
  await untilSent(page, all.length);
  await openCampaigns(page, origin);
  await expect(page.getByRole('row', { name: title })).toContainText(`${all.length} of ${all.length}`);

  const truth = labTruth(facts);
  test.skip(!truth, 'what lies on S3 is read by the keys of the lab (SARDONYX_LAB)');
  if (!truth) return;
  const records = await readRecords(truth, person, prefix);
  truth.end();
  const rows = await records.ask(`SELECT text_description AS text, code_final AS code FROM ${inForce}`);
  expect(new Map(rows.map(({ text, code }) => [text, code]))).toEqual(
    new Map(all.map(({ text, code }) => [text, code.replace('.', '')])),
  );
  expect(records.files.filter((name) => name.startsWith('claims/'))).not.toHaveLength(0);
  records.close();
});
