/** Suggestions of a coding service in every form in which it was served, and of a model on this laptop when it is gone. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { inject } from './support/admin.ts';
import { inForce, readRecords } from './support/annotation-records.ts';
import { csvOf, ownActivities } from './support/annotation-texts.ts';
import {
  choose,
  chooseFile,
  field,
  makeCampaign,
  openCampaigns,
  openTab,
  shownItem,
  startCoding,
  untilNext,
  untilSent,
  write,
} from './support/annotation.ts';
import { expect, test } from './support/fixtures.ts';
import { activate } from './support/keyboard.ts';
import { truthOf } from './support/storage.ts';

test.use({ world: { name: 'annotation-suggestions' } });

const title = 'With a model';
const dialects = [
  'predict-2024-01',
  'predict-2024-02',
  'predict-v1',
  'pytorch-v1',
  'formation',
  'forms-2025',
] as const;

test('a coding service is tried in each of its forms, used, and missed when it is gone', async ({
  page,
  app,
  facts,
}) => {
  const { coding } = facts;
  if (!coding) throw new Error('The sandbox has no coding service');
  const { fault, clear } = inject(facts);
  const main = page.getByRole('main');
  await openCampaigns(page, app.origin);
  await makeCampaign(page, {
    title,
    purpose: 'Training set',
    mode: 'assisted',
    file: { name: 'texts.csv', text: csvOf(ownActivities) },
  });
  await openTab(page, 'Suggestions');
  const sources = page.getByRole('radiogroup', { name: 'Where the suggestions come from' });
  await choose(page, sources, 'A coding service');
  await write(page, field(page, 'Address'), coding.url);
  await write(page, field(page, 'A text'), 'Coupe et coiffage de cheveux');
  for (const dialect of dialects)
    await test.step(dialect, async () => {
      await fault({ target: 'coding', dialect });
      await activate(page, page.getByRole('button', { name: 'Ask' }));
      await expect(main).toContainText(new RegExp(`Answered in [\\d,]+\\sms as ${dialect}\\.`));
      await expect(main.getByRole('listitem').first()).toContainText(/96\.0[24]/);
    });
  await test.step('one that asks who is there', async () => {
    await fault({ target: 'coding', wantsPassword: true });
    await activate(page, page.getByRole('button', { name: 'Ask' }));
    await expect(main.getByRole('alert')).toBeVisible();
    await write(page, field(page, 'User name'), coding.user);
    await write(page, field(page, 'Password'), coding.password);
    await activate(page, page.getByRole('button', { name: 'Ask' }));
    await expect(main).toContainText(/Answered in [\d,]+\sms as forms-2025\./);
  });
  await activate(page, page.getByRole('button', { name: 'Use this' }));
  await expect(page.getByRole('button', { name: 'In use' })).toBeVisible();

  await test.step('while it is gone the screen says so, and words still find codes', async () => {
    await fault({ target: 'coding', cut: true });
    await startCoding(page);
    await expect(main).toContainText('No suggestions: ', { timeout: 30_000 });
    await page.keyboard.type('9602A');
    await expect(page.getByRole('option', { selected: true })).toContainText('96.02A');
    await clear();
    await page.reload();
  });
  for (let done = 0; done < 3; done += 1) {
    const item = await shownItem(page);
    // A model that is sure offers one code.
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Enter');
    await untilNext(page, item);
  }
  await untilSent(page, 3);
  const truth = truthOf(facts);
  const records = await readRecords(truth, 'alice', 'campaigns/with-a-model/');
  const rows = await records.ask(
    `SELECT source, suggestion_rank AS rank, len(suggestions) > 0 AS offered, IC IS NOT NULL AS index, model_version <> '' AS model FROM ${inForce}`,
  );
  records.close();
  truth.end();
  expect(rows).toHaveLength(3);
  for (const row of rows)
    expect(row).toEqual({ source: 'suggestion', rank: 1, offered: true, index: true, model: true });
});

interface OfficialAnswer {
  readonly text_description: string;
  readonly type_: string;
  readonly nature: string;
  readonly surface: string;
  readonly event: string;
  readonly softmax_ftz_top5: readonly { readonly code: string; readonly prob: number }[];
}

test('a model file of this laptop says what the official program says, without a network', async ({
  page,
  app,
  facts,
}) => {
  const data = process.env['SARDONYX_DATA'];
  test.skip(data === undefined, 'needs the models of SARDONYX_DATA');
  const read = (name: string) => readFileSync(path.join(data ?? '', name));
  const all = JSON.parse(String(read('ft_naf2008_mini_oracle.json'))) as OfficialAnswer[];
  const texts = new Map(all.map((one) => [one.text_description.replaceAll(/\s+/g, ' ').trim(), one]));
  const asked = [...texts].filter(([text]) => text !== '').slice(0, 8);
  const main = page.getByRole('main');
  await openCampaigns(page, app.origin);
  await makeCampaign(page, {
    title: 'With a model of this laptop',
    purpose: 'Training set',
    mode: 'assisted',
    file: {
      name: 'texts.csv',
      text: Papa.unparse(
        asked.map(([text_description, { type_, nature, surface, event }]) => ({
          text_description,
          type_,
          nature,
          surface,
          event,
        })),
      ),
    },
  });
  await openTab(page, 'Suggestions');
  const sources = page.getByRole('radiogroup', { name: 'Where the suggestions come from' });
  await choose(page, sources, 'A model on this laptop');
  const name = 'ft_naf2008_mini_softmax.ftz';
  const add = page.getByRole('button', { name: /^Add a model file/ });
  await chooseFile(page, add, { name, text: read(name) });
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('732');
  await activate(page, page.getByRole('button', { name: 'Use this' }));
  await expect(page.getByRole('button', { name: 'In use' })).toBeVisible();
  await startCoding(page);
  await inject(facts).fault({ target: 's3', cut: true });
  const official = new Map(asked);
  // Texts of the sample campaign, which is a gold set, were kept out of this training set.
  const { count } = await shownItem(page);
  expect(count).toBeGreaterThan(5);
  for (let more = true; more;) {
    const item = await shownItem(page);
    const answer = official.get(item.text)?.softmax_ftz_top5 ?? [];
    await expect(page.getByRole('option')).toHaveText(
      answer.map(
        ({ code, prob }, index) =>
          new RegExp(`^${index + 1}\\s*${code.slice(0, 2)}\\.${code.slice(2)}.*${prob.toFixed(2)}$`),
      ),
    );
    await page.keyboard.press('Enter');
    more = await untilNext(page, item);
  }
  await expect(main).toContainText(`0 sent, ${count} waiting`);
});
