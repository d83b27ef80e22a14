/** Models and trainings over real servers: the registry of MLflow, files on MinIO, a grid on Argo Workflows, all as somebody whom Keycloak signed in. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { csvOf, ownActivities, proposed } from './support/annotation-texts.ts';
import {
  codeItems,
  field,
  makeCampaign,
  openCampaigns,
  openTab,
  startCoding,
  untilSent,
  write,
} from './support/annotation.ts';
import { readFacts, type Facts } from './support/facts.ts';
import { activate } from './support/keyboard.ts';
import { labTruth } from './support/lab.ts';
import { openLaptop, type Laptop } from './support/laptop.ts';
import {
  beginTrainingSet,
  openModel,
  openScreen,
  setValues,
  standOn,
  training,
  trainWith,
  untilEnded,
  versionPane,
} from './support/models.ts';

const file = process.env['SARDONYX_FACTS'];
const person = 'alice';
const own = `e2e-${randomBytes(4).toString('hex')}`;

test.skip(file === undefined, 'needs facts of real servers: npm run e2e -- --facts FILE');
test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000);

let folder: string | undefined;
let facts: Facts;
let laptop: Laptop;

test.beforeAll(async ({ browser }) => {
  facts = readFacts(file ?? '');
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  laptop = await openLaptop(browser, facts, folder, person, { ignoreHTTPSErrors: true });
});
test.afterAll(async () => {
  await laptop?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const truth = file === undefined ? undefined : labTruth(facts);
  for (const prefix of [`campaigns/${own}/`, `training-sets/${own}/`]) await truth?.clear(person, prefix);
  truth?.end();
  if (file !== undefined) await forgetExperiment(facts.mlflow?.url);
});

/** Deletes what the training logged to; what is not there needs no deleting. */
async function forgetExperiment(mlflow: string | undefined): Promise<void> {
  const api = `${mlflow}/api/2.0/mlflow/experiments`;
  const found = (await (await fetch(`${api}/get-by-name?experiment_name=${own}`)).json()) as {
    readonly experiment?: { readonly experiment_id: string };
  };
  await fetch(`${api}/delete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ experiment_id: found.experiment?.experiment_id }),
  });
}

test('the registry of MLflow is looked at, an alias is set and removed, and a version is kept here', async () => {
  const { page, origin } = laptop;
  const { mlflow } = facts;
  test.skip(!mlflow, 'these servers have no MLflow');
  if (!mlflow) return;
  await openModel(page, origin, mlflow.model);
  const version = page.getByRole('table', { name: 'Versions' }).locator('tbody').getByRole('row').first();
  await standOn(page, version);
  const number = (await version.getByRole('cell').nth(1).innerText()).split('\n')[0] ?? '';
  const pane = versionPane(page, number);

  await test.step('an alias', async () => {
    await activate(page, pane.getByRole('button', { name: 'Set an alias' }));
    const dialog = page.getByRole('dialog', { name: `An alias for version ${number}` });
    await write(page, field(page, 'Alias'), own);
    await expect(dialog).toContainText(`@${own} is new and will stand at version ${number}.`);
    await activate(page, dialog.getByRole('button', { name: 'Set an alias' }));
    await expect(dialog).toBeHidden();
    await activate(page, pane.getByRole('button', { name: `Remove the alias ${own}` }));
    await expect(pane.getByText(own)).toBeHidden();
  });
  await test.step('where it comes from, and its files', async () => {
    await openTab(page, 'Where it comes from');
    await expect(pane.getByRole('link', { name: 'Open the run' })).toBeVisible();
    await openTab(page, 'Files');
    await expect(pane.getByRole('tree').or(pane.getByRole('treegrid'))).toContainText('MLmodel');
  });
  await test.step('kept on this laptop', async () => {
    await openTab(page, 'What it is');
    await activate(page, pane.getByRole('button', { name: 'Keep on this laptop' }));
    await expect(pane).toContainText(/Try it|Kept, but cannot run here/, { timeout: 60_000 });
  });
});

test('a grid of two runs on Argo Workflows', async () => {
  const { page, origin } = laptop;
  test.skip(!facts.argo, 'these servers have no Argo Workflows');
  const all = proposed(ownActivities);
  const codes = new Map(all.map(({ text, code }) => [text, code]));
  await openCampaigns(page, origin);
  await makeCampaign(page, {
    title: own,
    bucket: person,
    purpose: 'Training set',
    mode: 'assisted',
    file: { name: 'texts.csv', text: csvOf(all) },
  });
  await startCoding(page);
  await codeItems(page, (text) => codes.get(text) ?? '');
  await untilSent(page, all.length);

  await openScreen(page, origin, 'Training');
  await beginTrainingSet(page, own);
  await activate(page, page.getByRole('button', { name: 'Look at what comes of it' }));
  await trainWith(page, own);
  await setValues(page, 'EPOCHS', ['5']);
  await setValues(page, 'LR', ['0.1', '0.3']);
  await write(page, field(page, 'Experiment'), own);
  await write(page, field(page, 'Image'), 'lab/debian:1');
  // No image of the lab can train: this one says what it was given.
  await write(page, field(page, 'Command, where the image has none'), 'env');
  await write(page, field(page, 'Processors'), '50m');
  await write(page, field(page, 'Memory'), '64Mi');
  await page.getByRole('combobox', { name: 'Keys for S3' }).selectOption('Mine, for as long as they last');
  await activate(page, page.getByRole('button', { name: 'Start · 2 runs' }));
  await untilEnded(page, '2 done, 0 failed');
  await standOn(page, training.runs(page).first());
  await page.keyboard.press('Enter');
  await expect(training.log(page)).toContainText(`TRAINING_SET=s3://${person}/training-sets/${own}/`);
  await expect(training.log(page)).toContainText('EPOCHS=5');
  await page.keyboard.press('Escape');
  await activate(page, page.getByRole('button', { name: 'Remove', exact: true }));
  await activate(page, page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }));
  await expect(page.getByRole('heading', { level: 1, name: 'Training', exact: true })).toBeVisible();
});
