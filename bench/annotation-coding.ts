/** Coding by keyboard in the app, over the sandbox, in real Chromium: how soon the next item is there, and how many keys an item takes. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from '../e2e/browser.ts';
import { csvOf, proposed, type Proposed } from '../e2e/support/annotation-texts.ts';
import {
  countingKeys,
  highlight,
  makeCampaign,
  openCampaigns,
  shownItem,
  startCoding,
  type CountingKeys,
} from '../e2e/support/annotation.ts';
import { openLaptop, type Laptop } from '../e2e/support/laptop.ts';
import { startSandbox } from '../e2e/support/processes.ts';
import { buildRenderer, isBuilt } from '../scripts/build-renderer.ts';
import { nextItemAfterEnter, startStopwatch, untilIdle } from './coding-stopwatch.ts';
import { toldIn, type Told } from './coding-texts.ts';
import { labelStudioAnswer, type Answer } from './label-studio-answer.ts';
import { median, type Figure } from './report.ts';

const runs = 5;
const itemsOfRun = 40;
const budget = 50;
/** No text may be in a training set and in a gold set: each mode has those of a town of its own. */
const towns = { assisted: 'Nantes', reveal: 'Lyon', blind: 'Arras' } as const;
type Mode = keyof typeof towns;

/** What a mode measured: times of each run in milliseconds, ascending, and keys an item. */
interface Measured {
  readonly runs: readonly (readonly number[])[];
  readonly keys: number;
}

type Text = Told & Proposed;

/** Presses the keys for one item up to the Enter that confirms it. */
async function code(page: Page, keys: CountingKeys, text: Text, index: number, mode: Mode): Promise<void> {
  if (mode === 'blind' && index % 2 === 1) return typeTitle(page, keys, text);
  await highlight(page, keys, text.code);
  await highlighted(page, text.code).waitFor();
  if (mode !== 'reveal') return;
  await keys.press('Enter');
  await page.getByRole('option').nth(5).waitFor();
  await highlighted(page, text.code).waitFor();
}

const highlighted = (page: Page, code: string) =>
  page.getByRole('option', { selected: true }).filter({ hasText: code });

/** Types the title, three letters at least, until its code stands first; where the class above it does, goes down to it. */
async function typeTitle(page: Page, keys: CountingKeys, { word, code }: Text): Promise<void> {
  const isThere = async () => (await untilFound(page), (await highlighted(page, code).count()) > 0);
  await keys.type(word.slice(0, 3));
  for (let length = 3; length < word.length && !(await isThere()); length += 1)
    await keys.type(word.charAt(length));
  for (let row = 0; row < 20 && !(await isThere()); row += 1) await keys.press('ArrowDown');
  if (!(await isThere())) throw new Error(`"${word}" does not lead to ${code}`);
}

/** The search has answered for what stands in the box. */
async function untilFound(page: Page): Promise<void> {
  const typed = await page.getByRole('combobox', { name: 'Type words or a code' }).inputValue();
  await page.getByText(`Found for "${typed}"`, { exact: true }).waitFor();
  await untilIdle(page);
}

async function codeAll({ page, origin }: Laptop, mode: Mode): Promise<Measured> {
  const told = toldIn(towns[mode]);
  const texts = proposed(told).map((one, index) => ({ ...told[index], ...one }) as Text);
  await openCampaigns(page, origin);
  await makeCampaign(page, {
    title: `Bench ${mode}`,
    mode,
    purpose: mode === 'assisted' ? 'Training set' : 'Gold set',
    file: { name: 'bench.csv', text: csvOf(texts) },
    fields: { 'Items in a batch': String(texts.length) },
  });
  await startCoding(page);
  await startStopwatch(page);
  const keys = countingKeys(page);
  const times: number[][] = Array.from({ length: runs }, () => []);
  for (let index = 0; index < texts.length; index += 1) {
    const shown = await shownItem(page);
    const text = texts.find((one) => one.text === shown.text);
    if (!text) throw new Error(`Nobody asked for "${shown.text}"`);
    await code(page, keys, text, index, mode);
    // After the last item comes none.
    if (shown.place === shown.count) await keys.press('Enter');
    else times[Math.floor(index / itemsOfRun)]?.push(await nextItemAfterEnter(page));
  }
  const measured = times.map((run) => run.toSorted((one, other) => one - other));
  return { runs: measured, keys: (keys.count() + texts.length - 1) / texts.length };
}

/** Medians of five runs of 40 items in each mode; keys over all 200. The app, the sandbox and the browser are on this machine. */
export async function codingFigures(): Promise<Figure[]> {
  if (!isBuilt()) await buildRenderer();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-'));
  const [browser, sandbox] = await Promise.all([
    findBrowser().then((found) => chromium.launch(found)),
    startSandbox(path.join(folder, 'sandbox')),
  ]);
  const found: (readonly [Mode, Measured])[] = [];
  try {
    const laptop = await openLaptop(browser, sandbox.facts, folder, 'alice', { locale: 'en-US' });
    try {
      for (const mode of Object.keys(towns) as Mode[]) found.push([mode, await codeAll(laptop, mode)]);
    } finally {
      await laptop.close();
    }
  } finally {
    await browser.close();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const answer = await labelStudioAnswer(runs, itemsOfRun);
  return found.flatMap(([mode, measured]) => figuresOf(mode, measured, answer));
}

function figuresOf(mode: Mode, { runs: times, keys }: Measured, answer: Answer | undefined) {
  const at = (share: number) =>
    Math.round(median(times.map((run) => run[Math.floor(run.length * share)] ?? Number.NaN)) * 10) / 10;
  const time = (what: 'p50' | 'p95'): Figure => ({
    what: `next item on screen, ${mode}, ${what}`,
    value: at(what === 'p50' ? 0.5 : 0.95),
    unit: 'ms',
    direction: 'below',
    ...(what === 'p95' && { budget }),
    ...(answer === undefined
      ? { peer: null, reason: 'Label Studio does not run: SARDONYX_LAB is not set' }
      : { peer: { name: 'Label Studio, its server answering one annotation alone', value: answer[what] } }),
  });
  const pressed: Figure = {
    what: `keys an item, ${mode}`,
    value: Math.round(keys * 100) / 100,
    unit: 'keys',
    direction: 'below',
    peer: null,
    reason:
      "nobody's keys are counted in another program here; users of doccano count three (doccano issues 718, 1808)",
  };
  return [time('p50'), time('p95'), pressed];
}
