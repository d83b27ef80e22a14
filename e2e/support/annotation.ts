/** What a person does with campaigns, by keyboard and in the words that the screen shows. */
import { expect, type Locator, type Page } from '@playwright/test';
import { activate, sequence, tabTo } from './keyboard.ts';

/** A file of this laptop. */
export interface LocalFile {
  readonly name: string;
  readonly text: string | Buffer;
}

/** What differs from what the page of a new campaign proposes. */
export interface Plan {
  readonly title: string;
  readonly file: LocalFile;
  readonly purpose?: 'Gold set' | 'Training set';
  readonly mode?: 'blind' | 'reveal' | 'assisted';
  readonly sampling?: string;
  /** Below which it is made; the own one where none is named. */
  readonly bucket?: string;
  /** A campaign that may have the same texts; others keep theirs. */
  readonly sharesWith?: string;
  /** Text fields by their labels, in the order of the page. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Goes to the list of campaigns by key. */
export async function openCampaigns(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await expect(page.getByRole('button', { name: /Signed in as/ })).toBeVisible();
  await sequence(page, 'g', 'a');
  await expect(page.getByRole('heading', { level: 1, name: 'Annotation' })).toBeVisible();
}

/** A field by its label, also where it offers what could follow. */
export function field(page: Page, name: string): Locator {
  const by = { name, exact: true };
  return page.getByRole('textbox', by).or(page.getByRole('combobox', by));
}

/** Writes into a field that was reached by Tab, over what stands there. */
export async function write(page: Page, wanted: Locator, text: string): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** Chooses one of a group of radio buttons by the arrow keys. */
export async function choose(page: Page, group: Locator, name: string): Promise<void> {
  await tabTo(page, group.getByRole('radio', { checked: true }));
  const wanted = group.getByRole('radio', { name, exact: true });
  const count = await group.getByRole('radio').count();
  for (let presses = 0; !(await wanted.isChecked()) && presses < count; presses += 1)
    await page.keyboard.press('ArrowDown');
  await expect(wanted).toBeChecked();
}

/** Hands over a file to a button that asks for one. */
export async function chooseFile(page: Page, button: Locator, file: LocalFile): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), activate(page, button)]);
  const { name, text } = file;
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
}

/** From the list of campaigns to the page of a new one. */
export async function beginCampaign(page: Page): Promise<void> {
  await activate(page, page.getByRole('link', { name: 'Make a campaign' }).first());
  await expect(page.getByRole('heading', { level: 1, name: 'Make a campaign' })).toBeVisible();
}

/** What the page of a new campaign says of its file. */
export const findings = (page: Page): Locator => page.getByRole('region', { name: 'What was found' });

/** Makes a campaign; ends on its page. */
export async function makeCampaign(page: Page, plan: Plan): Promise<void> {
  await beginCampaign(page);
  const again = page.getByRole('button', { name: 'Begin anew' });
  if (await again.isVisible()) await activate(page, again);
  await chooseFile(page, page.getByRole('button', { name: 'Choose a file of this laptop' }), plan.file);
  await expect(page.getByRole('region', { name: 'Columns of the file' })).toBeVisible();
  const group = (name: string) => page.getByRole('radiogroup', { name });
  if (plan.purpose) await choose(page, group('What it is for'), plan.purpose);
  if (plan.mode) await choose(page, group('What annotators see of the model'), plan.mode);
  await choose(page, group('Kind'), plan.sampling ?? 'Everything');
  const fields = {
    ...plan.fields,
    'Items coded by several': plan.fields?.['Items coded by several'] ?? '0',
    Title: plan.title,
    'Made in': `s3://${plan.bucket ?? 'alice'}/`,
  };
  for (const [label, text] of Object.entries(fields)) await write(page, field(page, label), text);
  if (plan.sharesWith !== undefined) {
    const apart = page.getByRole('group', { name: 'Keep the texts of these campaigns out' });
    const other = apart.getByRole('checkbox', { name: plan.sharesWith });
    await tabTo(page, other, 'Shift+Tab');
    await page.keyboard.press('Space');
    await expect(other).not.toBeChecked();
  }
  const make = page.getByRole('button', { name: /^Make the campaign: / });
  await expect(make).toBeEnabled();
  await activate(page, make);
  await expect(page.getByRole('heading', { level: 1, name: plan.title, exact: true })).toBeVisible();
}

/** From a campaign's page, or the list, to its next batch. */
export async function startCoding(page: Page): Promise<void> {
  await activate(page, page.getByRole('link', { name: 'Code the next batch' }).first());
  await expect(placeHeading(page)).toBeVisible();
}

/** The heading that says which item is shown. */
export const placeHeading = (page: Page): Locator =>
  page.getByRole('heading', { level: 1, name: /^Item \d+ of \d+$/ });

/** The heading of a batch of which every item is decided. */
export const endHeading = (page: Page): Locator =>
  page.getByRole('heading', { level: 1, name: 'End of the batch' });

export interface ShownItem {
  readonly place: number;
  readonly count: number;
  readonly text: string;
}

/** The item on screen. */
export async function shownItem(page: Page): Promise<ShownItem> {
  const [heading, text] = await Promise.all([
    placeHeading(page).innerText(),
    page.getByRole('region', { name: 'The item' }).getByRole('paragraph').first().innerText(),
  ]);
  const [place = 0, count = 0] = (heading.match(/\d+/g) ?? []).map(Number);
  return { place, count, text };
}

/** Waits until another item is shown than one, or the end of the batch; false at the end. */
export async function untilNext(page: Page, { place, count }: ShownItem): Promise<boolean> {
  const next = page.getByRole('heading', { level: 1, name: `Item ${place + 1} of ${count}`, exact: true });
  await expect(place < count ? next : endHeading(page)).toBeVisible();
  return place < count;
}

/** Waits until so many records of the person were confirmed by the server, and none waits. */
export async function untilSent(page: Page, count: number): Promise<void> {
  const words = `${count.toLocaleString('en')} sent, 0 waiting`;
  await expect(page.getByRole('main')).toContainText(words, { timeout: 60_000 });
}

/** Presses keys and counts them. */
export interface CountingKeys {
  readonly count: () => number;
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
}

export function countingKeys(page: Page): CountingKeys {
  let count = 0;
  return {
    count: () => count,
    async press(key) {
      count += 1;
      await page.keyboard.press(key);
    },
    async type(text) {
      count += text.length;
      await page.keyboard.type(text);
    },
  };
}

/** The keys that name a code: a class with one sub-class needs no letter. */
const keysOf = (code: string): string => code.replace('.', '').replace(/Z$/, '');

/** Brings the highlight to a code as a person does: it is there already, a digit brings it, or it is typed. */
export async function highlight(page: Page, keys: CountingKeys, code: string): Promise<void> {
  const offered = page.getByRole('option');
  const rows = await offered.evaluateAll((options) =>
    options.map((option) => ({
      isChosen: option.getAttribute('aria-selected') === 'true',
      words: (option.textContent ?? '').trim(),
    })),
  );
  const own = rows.filter(({ words }) => words.replace(/^\d(?=\d\d\.)/, '').startsWith(code));
  if (own.some(({ isChosen }) => isChosen)) return;
  const digit = own.map(({ words }) => /^\d(?=\d\d\.)/.exec(words)?.[0]).find(Boolean);
  await keys.type(digit ?? keysOf(code));
}

/** Codes what is shown until the batch ends, or so many items. */
export async function codeItems(
  page: Page,
  codeOf: (text: string) => string,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  const keys = countingKeys(page);
  let more = true;
  for (let done = 0; more && done < most; done += 1) {
    const item = await shownItem(page);
    await highlight(page, keys, codeOf(item.text));
    await page.keyboard.press('Enter');
    more = await untilNext(page, item);
  }
}

/** From the list to the page of a campaign. */
export async function openCampaign(page: Page, origin: string, title: string): Promise<void> {
  await openCampaigns(page, origin);
  await tabTo(page, page.getByRole('row', { name: title }));
  await page.keyboard.press('Space');
  await activate(page, page.getByRole('button', { name: 'Look at the campaign' }));
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
}

/** Goes along the tabs of a campaign's page by the arrow keys. */
export async function openTab(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole('tab', { name, exact: true });
  await tabTo(page, page.getByRole('tab', { selected: true }));
  const count = await page.getByRole('tab').count();
  const isThere = async () => (await wanted.getAttribute('aria-selected')) === 'true';
  for (let presses = 0; !(await isThere()) && presses < count; presses += 1)
    await page.keyboard.press('ArrowRight');
  await expect(wanted).toHaveAttribute('aria-selected', 'true');
}
