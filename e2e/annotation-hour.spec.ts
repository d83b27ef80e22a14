/** A specialist's hour by keyboard alone, in each mode: mistakes are taken back, the app is killed, and nothing is lost or doubled. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { inForce, readRecords } from './support/annotation-records.ts';
import { activities, csvOf, hasRealTexts, proposed, type Proposed } from './support/annotation-texts.ts';
import {
  countingKeys,
  endHeading,
  highlight,
  makeCampaign,
  openCampaigns,
  placeHeading,
  shownItem,
  startCoding,
  untilNext,
  untilSent,
  type CountingKeys,
  type Plan,
} from './support/annotation.ts';
import { openLaptop, type Laptop } from './support/laptop.ts';
import { startSandbox } from './support/processes.ts';
import { truthOf, type Truth } from './support/storage.ts';

const count = hasRealTexts ? 200 : 12;
const batchSize = hasRealTexts ? count / 2 : count;
/** Draws when the app is killed and what is taken back. */
const seed = 20_261_120;

interface Mode {
  readonly mode: NonNullable<Plan['mode']>;
  readonly purpose: NonNullable<Plan['purpose']>;
  /** Keys an item, at most. */
  readonly most: number;
}
const modes: readonly Mode[] = [
  { mode: 'blind', purpose: 'Gold set', most: 6 },
  { mode: 'reveal', purpose: 'Gold set', most: 7.2 },
  { mode: 'assisted', purpose: 'Training set', most: 2 },
];

let folder: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let laptop: Laptop;
let truth: Truth;

test.setTimeout(150_000);
test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  sandbox = await startSandbox(path.join(folder, 'sandbox'));
  truth = truthOf(sandbox.facts);
  laptop = await openLaptop(browser, sandbox.facts, folder, 'alice');
});
test.afterAll(async () => {
  truth.end();
  await laptop.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** What is said of an item besides its code. */
type Remark = 'flag' | 'comment' | 'difficulty' | 'unclassifiable' | 'skip';
const remarkOf = (index: number): Remark | undefined =>
  (['flag', 'comment', 'difficulty', 'unclassifiable', 'skip'] as const)[(index % 30) - 7];

/** Says it, unless it is said already. */
async function remark(page: Page, said: Remark): Promise<void> {
  const { keyboard } = page;
  if (said === 'flag' && (await page.getByRole('button', { name: /^Not flagged/ }).isVisible()))
    await keyboard.press('Alt+f');
  if (said === 'difficulty') await keyboard.press('Alt+ArrowUp');
  if (said !== 'comment') return;
  await keyboard.press('Alt+c');
  await expect(page.getByRole('textbox', { name: 'Comment' })).toBeFocused();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('vu deux fois');
  await keyboard.press('Enter');
}

/** Does everything that an item asks for but the last key, and says which that is. */
async function decide(page: Page, keys: CountingKeys, one: Proposed, index: number, mode: Mode['mode']) {
  const said = remarkOf(index);
  if (said) await remark(page, said);
  if (said === 'unclassifiable') return 'Alt+u';
  if (said === 'skip') return 'Alt+s';
  if (mode === 'reveal' && (await page.getByRole('option').count()) === 0) {
    await highlight(page, keys, firstCode(one, index));
    await keys.press('Enter');
    await expect(page.getByRole('option').nth(5)).toBeVisible();
  }
  await highlight(page, keys, one.code);
  return 'Enter';
}

/** Every tenth time the person is wrong at first, where the model knows better. */
const firstCode = ({ code, suggestions }: Proposed, index: number) =>
  index % 10 === 0 && suggestions.includes(code) ? (suggestions.find((one) => one !== code) ?? code) : code;

/**
 * At which decisions the app is killed, and how far each was; how many decisions are taken back after which, two of them from the end of a
 * batch.
 */
function accidents(of: Mode['mode']) {
  const random = xoroshiro128plus(seed + modes.findIndex(({ mode }) => mode === of));
  const third = Math.floor(count / 3);
  const draw = (from: number, to: number) => uniformInt(random, Math.min(from, to), to);
  const moments = (['typed', 'taken', 'shown'] as const).map(
    (moment, index) => [index * third + draw(2, third - 3), moment] as const,
  );
  const undone = [0, 1, 2].map(
    (index) => [index * third + third - 1, draw(2, Math.min(5, third - 2))] as const,
  );
  return { moments: new Map<number, string>(moments), undone: new Map([...undone, [batchSize, 2] as const]) };
}

for (const { mode, purpose, most } of modes) {
  test(`${count} items ${mode}, with the app killed three times`, async () => {
    const { page, origin } = laptop;
    const all = proposed(activities(count, modes.findIndex((one) => one.mode === mode) * count));
    const places = new Map(all.map(({ text }, index) => [text, index]));
    const title = `Hour ${mode}`;
    await openCampaigns(page, origin);
    await makeCampaign(page, {
      title,
      purpose,
      mode,
      file: { name: `${mode}.csv`, text: csvOf(all) },
      fields: { 'Items in a batch': String(batchSize) },
    });
    await startCoding(page);

    const counted = countingKeys(page);
    const again = countingKeys(page);
    const done = new Set<string>();
    const { moments, undone } = accidents(mode);
    let withdrawn = 0;
    for (let more = true; more;) {
      const item = await shownItem(page);
      const index = places.get(item.text) ?? -1;
      const one = all[index];
      if (!one) throw new Error(`Nobody asked for "${item.text}"`);
      const moment = moments.get(done.size);
      moments.delete(done.size);
      const keys = done.has(item.text) ? again : counted;
      const last = await decide(page, keys, one, index, mode);
      if (moment === 'typed') {
        await laptop.kill();
        await laptop.start();
        expect((await shownItem(page)).place, 'what was decided is still there').toBe(item.place);
        continue;
      }
      if (moment === 'taken') {
        await Promise.all([keys.press(last), laptop.kill()]);
        await laptop.start();
        const { place } = await shownItem(page);
        expect([item.place, item.place + 1], 'the item is open, or decided').toContain(place);
        if (place > item.place) done.add(item.text);
        continue;
      }
      await keys.press(last);
      more = await untilNext(page, item);
      done.add(item.text);
      if (moment === 'shown') {
        await laptop.kill();
        await laptop.start();
        expect((await shownItem(page)).place, 'what the next item followed is kept').toBe(item.place + 1);
      }
      const back = undone.get(done.size) ?? 0;
      undone.delete(done.size);
      for (let step = 0; step < back; step += 1) {
        await page.keyboard.press('ControlOrMeta+z');
        const heading = `Item ${item.place - step} of ${item.count}`;
        await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
        withdrawn += 1;
        more = true;
      }
      if (!more && done.size < count) {
        await page.keyboard.press('Enter');
        await expect(placeHeading(page)).toBeVisible();
        more = true;
      }
    }
    await expect(endHeading(page)).toBeVisible();
    await untilSent(page, count + 2 * withdrawn);
    expect(moments.size, 'every moment came').toBe(0);
    expect(undone.size, 'every mistake was taken back').toBe(0);

    await test.step('nothing is lost and nothing doubled on S3', async () => {
      const records = await readRecords(truth, 'alice', `campaigns/hour-${mode}/`);
      const rows = await records.ask(
        `SELECT text_description, status, code_first, code_final, flagged, comment, annotator FROM ${inForce}`,
      );
      expect(rows).toHaveLength(count);
      const byText = new Map(rows.map((row) => [row['text_description'], row]));
      for (const [index, one] of all.entries()) {
        const said = remarkOf(index);
        const status = said === 'skip' ? 'skipped' : said === 'unclassifiable' ? said : 'done';
        expect.soft(byText.get(one.text), one.text).toMatchObject({
          annotator: 'alice',
          status,
          flagged: said === 'flag',
          comment: said === 'comment' ? 'vu deux fois' : '',
          ...(status === 'done' && { code_final: one.code.replace('.', '') }),
          ...(status === 'done' &&
            mode === 'reveal' && { code_first: firstCode(one, index).replace('.', '') }),
        });
      }
      const [sums] = await records.ask(
        `SELECT count(*)::INT AS rows, count(DISTINCT decision_id)::INT AS ids, count(*) FILTER (withdrawn)::INT AS withdrawn FROM {decisions}`,
      );
      expect(sums).toEqual({ rows: count + 2 * withdrawn, ids: count + 2 * withdrawn, withdrawn });
      records.close();
    });

    const perItem = counted.count() / count;
    test.info().annotations.push({ type: `keys an item, ${mode}`, description: perItem.toFixed(2) });
    expect(perItem).toBeLessThanOrEqual(most);
  });
}
