/** The whole cycle by one person: from texts that are coded to the model that answers in production, and on a laptop without a network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
import { activate } from './support/keyboard.ts';
import { openLaptop, type Laptop } from './support/laptop.ts';
import {
  beginTrainingSet,
  goToProject,
  keepHere,
  modelFile,
  openModel,
  openScreen,
  predictByCommand,
  predictHere,
  sampleModel,
  setValues,
  standOn,
  trainWith,
  training,
  untilEnded,
  versionPane,
  versionsOf,
} from './support/models.ts';
import { startSandbox } from './support/processes.ts';

/** Each activity in several words: enough of each for a small model to learn it. */
const ways = [
  '',
  ' à Lyon',
  ' en centre-ville',
  ' pour des particuliers',
  ' toute l’année',
  ' sur rendez-vous',
  ' et conseil',
  ' en atelier',
  ' avec un associé',
];
const all = proposed(
  ways.flatMap((way) => ownActivities.map(({ text, code }) => ({ text: `${text}${way}`, code }))),
).slice(0, 100);
const codes = new Map(all.map(({ text, code }) => [text, code]));
/** Measured with, too: these must not be learnt from. */
const gold = all.slice(0, 4);
/** The group of the project that serves a model. */
const bucket = 'projet-nace';
/** In the words of none of them. */
const asked = 'Salon de coiffure, coupe de cheveux';

/** What the service in production answers: codes with their probabilities, best first. */
const live: (readonly [code: string, probability: string])[] = [];

const dotted = (code: string) => `${code.slice(0, 2)}.${code.slice(2)}`;
const shown = (probability: number) => Math.min(1, probability).toFixed(3);

let folder: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let laptop: Laptop;

test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000);
test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  sandbox = await startSandbox(path.join(folder, 'sandbox'));
  laptop = await openLaptop(browser, sandbox.facts, folder, 'alice');
});
test.afterAll(async () => {
  await laptop.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('texts are imported and coded, and some of them are a gold set', async () => {
  const { page, origin } = laptop;
  await goToProject(page, bucket);
  await openCampaigns(page, origin);
  await makeCampaign(page, {
    title: 'To learn from',
    bucket,
    purpose: 'Training set',
    mode: 'assisted',
    file: { name: 'texts.csv', text: csvOf(all) },
    fields: { 'Items in a batch': '100' },
  });
  await startCoding(page);
  await codeItems(page, (text) => codes.get(text) ?? '');
  await untilSent(page, all.length);
  await openCampaigns(page, origin);
  await makeCampaign(page, {
    title: 'Gold',
    bucket,
    purpose: 'Gold set',
    mode: 'blind',
    file: { name: 'gold.csv', text: csvOf(gold).replaceAll(/^L/gm, 'G') },
    sharesWith: 'To learn from',
  });
});

test('a training set is made of them', async () => {
  const { page, origin } = laptop;
  await openScreen(page, origin, 'Training');
  await beginTrainingSet(page, 'cycle');
  await expect(page.getByRole('checkbox', { name: 'To learn from' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Gold', exact: true })).toBeChecked();
  await activate(page, page.getByRole('button', { name: 'Look at what comes of it' }));
  const preview = page.getByRole('complementary', { name: 'Look at what comes of it' });
  await expect(preview).toBeVisible();
  const counted = async (what: string) =>
    Number(await preview.getByRole('row', { name: what }).getByRole('cell').last().innerText());
  expect(await counted('Kept out: same text as in a gold set')).toBe(gold.length);
  const [learnt, tested] = [await counted('Lines to learn from'), await counted('Lines to test on')];
  expect(learnt + tested).toBe(all.length - gold.length);
  expect(tested).toBeGreaterThan(0);
  await trainWith(page, 'cycle');
});

test('a grid of four is trained on Argo, followed live and ranked', async () => {
  const { page } = laptop;
  await setValues(page, 'LR', ['1']);
  await setValues(page, 'EPOCHS', ['1', '100']);
  await setValues(page, 'DIM', ['5', '10']);
  await setValues(page, 'BUCKET', ['1000']);
  await activate(page, page.getByRole('button', { name: 'Start · 4 runs' }));
  await untilEnded(page, '4 done, 0 failed, 0 running, 0 waiting of 4');

  await test.step('the log of a run is read', async () => {
    await standOn(page, training.runs(page).first());
    await page.keyboard.press('Enter');
    await expect(training.log(page)).toContainText('accuracy_level_5');
    await page.keyboard.press('Escape');
    await expect(training.log(page)).toBeHidden();
  });
  await test.step('the best run becomes a version with the alias challenger', async () => {
    await openTab(page, 'Ranking');
    const ranked = page.getByRole('table', { name: 'Ranking' }).locator('tbody').getByRole('row');
    await expect(ranked).toHaveCount(4);
    await expect(ranked.first()).toContainText(/Best · .*EPOCHS 100/);
    // The model that came with the sandbox is version 1; until it is there this one would be.
    await expect.poll(() => versionsOf(sandbox.facts), { timeout: 60_000 }).toEqual(['1']);
    await activate(page, page.getByRole('button', { name: 'Register the best' }));
    const dialog = page.getByRole('dialog', { name: /^Register / });
    await expect(field(page, 'Name of the model')).toHaveValue(sampleModel);
    await expect(field(page, 'Alias, if it is to have one')).toHaveValue('challenger');
    await activate(page, dialog.getByRole('button', { name: 'Register as the next version' }));
    await expect(page.getByRole('heading', { level: 1, name: sampleModel })).toBeVisible();
  });
});

test('its page leads back to the run and the training set, and makes it the champion', async () => {
  const { page } = laptop;
  const pane = versionPane(page, '2');
  await expect(pane).toBeVisible();
  await expect(pane.getByRole('listitem').filter({ hasText: 'challenger' })).toBeVisible();
  await openTab(page, 'Where it comes from');
  await expect(pane.getByRole('link', { name: /training-sets\/cycle\// })).toBeVisible();
  await activate(page, pane.getByRole('link', { name: 'Open the run' }));
  await expect(page.getByRole('heading', { level: 1, name: /EPOCHS=100/ })).toBeVisible();
  await page.goBack();
  await openTab(page, 'What it is');
  await activate(page, pane.getByRole('button', { name: 'Make it the champion (now 1)' }));
  const dialog = page.getByRole('dialog', { name: 'An alias for version 2' });
  await expect(dialog).toContainText(`@champion moves from version 1 to version 2 of ${sampleModel}.`);
  await expect(dialog).toContainText('codification-api');
  await expect(field(page, 'Alias')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('main')).toContainText(/Version 2 is the champion since .+ \(by alice\)\./);
});

test('it is rolled out and answers in production', async () => {
  const { page, origin } = laptop;
  await openScreen(page, origin, 'Serving');
  const row = page
    .getByRole('table', { name: 'Applications' })
    .getByRole('row', { name: /^codification-api/ });
  await expect(row).toContainText('Answers', { timeout: 30_000 });
  await standOn(page, row);
  await page.keyboard.press('Enter');
  const pane = page.getByRole('complementary', { name: 'Details of codification-api' });
  await activate(page, pane.getByRole('button', { name: 'Change', exact: true }));
  const dialog = page.getByRole('dialog', { name: 'Change codification-api' });
  await write(page, field(page, `Version of ${sampleModel}`), '2');
  await activate(page, dialog.getByRole('button', { name: 'Show what would change' }));
  const changes = dialog.getByRole('list', { name: 'What would change' });
  await expect(changes.getByRole('listitem').filter({ hasText: 'comes' }).last()).toContainText('2');
  await activate(page, dialog.getByRole('button', { name: 'Change it now' }));
  await expect(dialog).toBeHidden();
  await expect(row).toContainText(`${sampleModel} version 2`, { timeout: 60_000 });
  await expect(row).toContainText('Answers', { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await activate(page, page.getByRole('link', { name: 'Try a text' }));
  await write(page, page.getByRole('textbox', { name: 'Text', exact: true }), asked);
  await page.keyboard.press('Enter');
  const answers = page.getByRole('table', { name: 'Answers' });
  // The address of the platform's coding service comes first.
  const first = (name: RegExp) => answers.getByRole('row', { name }).getByRole('cell').first();
  await expect(first(/^Version/)).toHaveText(`${sampleModel} 2`);
  for (const rank of [/^1 /, /^2 /, /^3 /]) {
    const [, code = '', probability = ''] = /^(\S+)\s+([\d.]+)/.exec(await first(rank).innerText()) ?? [];
    live.push([code, probability]);
  }
  expect(live[0]?.[0]).toBe('96.02A');
});

test('kept on this laptop, it predicts the same without any network', async () => {
  const { page, origin } = laptop;
  const file = path.join(folder, 'model.bin');
  writeFileSync(file, await modelFile(sandbox.facts, '2'));
  await openModel(page, origin, sampleModel);
  await keepHere(page, '2');

  await test.step('every server is gone, and the app starts again', async () => {
    await sandbox.stop();
    await laptop.stop();
    await laptop.start();
    await openScreen(page, origin, 'Models');
    await openTab(page, 'On this laptop');
  });
  const row = page.getByRole('table', { name: 'On this laptop' }).getByRole('row', { name: sampleModel });
  await expect(row).toContainText('Ready');
  await standOn(page, row);
  await page.keyboard.press('Enter');
  const { line, codes: found } = await predictHere(page, asked);
  expect(line).toContain('coiffur coup cheveux AUTO_NaN');
  expect(found.slice(0, live.length)).toEqual(live);
  const [official = []] = predictByCommand(file, [line]);
  expect(found).toEqual(official.map(([code, probability]) => [dotted(code), shown(probability)]));
});
