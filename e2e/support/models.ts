/** What a person does with trainings, models and what serves them, in the words that the screens show. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { field, write } from './annotation.ts';
import type { Facts } from './facts.ts';
import { activate, sequence, tabTo } from './keyboard.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** The screens, with the key that follows `g`. */
const screens = { Training: 't', Models: 'm', Serving: 'd' } as const;

/** Goes to a screen by key, from anywhere. */
export async function openScreen(page: Page, origin: string, name: keyof typeof screens): Promise<void> {
  await page.goto(origin);
  await expect(page.getByRole('button', { name: /Signed in as/ })).toBeVisible();
  await sequence(page, 'g', screens[name]);
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

/** Goes to another project of the platform. */
export async function goToProject(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name: /^Platform and project/ });
  await activate(page, button);
  await page.getByRole('menuitem', { name }).press('Enter');
  await expect(button).toHaveAccessibleName(new RegExp(`/ ${name}$`));
}

/** The model that the sandbox trains when it starts for the first time, and that the service of its project names. */
export const sampleModel = 'codification-naf';

/** Goes to a row of a table of which Tab reaches one row, and J and K the others. */
export async function standOn(page: Page, row: Locator): Promise<void> {
  await expect(row).toBeVisible();
  const rows = row.locator('xpath=..').getByRole('row');
  await tabTo(page, rows.and(page.locator('[tabindex="0"]')));
  const count = await rows.count();
  const isThere = () => row.evaluate((one) => one === one.ownerDocument.activeElement);
  for (const key of ['k', 'j'])
    for (let presses = 0; !(await isThere()) && presses < count; presses += 1) await page.keyboard.press(key);
  await expect(row).toBeFocused();
}

/** The registry's row of a model. */
export const modelRow = (page: Page, name: string): Locator =>
  page.getByRole('table', { name: 'Registered models' }).getByRole('row', { name: new RegExp(`^${name}`) });

/** From the registry to the page of a model; waits for one that is still being trained. */
export async function openModel(page: Page, origin: string, name: string): Promise<void> {
  await openScreen(page, origin, 'Models');
  const row = modelRow(page, name);
  await expect(row).toBeVisible({ timeout: 60_000 });
  await standOn(page, row);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

/** Versions of the sample model as the server itself tells them, the oldest first. */
export async function versionsOf({ mlflow }: Facts, name = sampleModel): Promise<string[]> {
  const filter = encodeURIComponent(`name='${name}'`);
  const answer = await fetch(`${mlflow?.url}/api/2.0/mlflow/model-versions/search?filter=${filter}`);
  const { model_versions: found = [] } = (await answer.json()) as {
    readonly model_versions?: readonly { readonly version: string }[];
  };
  return found.map(({ version }) => version).toSorted();
}

/** The fastText file of a version of the sample model, from the server itself. */
export async function modelFile({ mlflow }: Facts, version: string): Promise<Uint8Array> {
  const search = new URLSearchParams({ name: sampleModel, version, path: 'artifacts/model.bin' });
  const answer = await fetch(`${mlflow?.url}/model-versions/get-artifact?${search}`);
  expect(answer.status).toBe(200);
  return answer.bytes();
}

/** What is shown of a version beside the list of versions. */
export const versionPane = (page: Page, version: string): Locator =>
  page.getByRole('region', { name: `Version ${version}`, exact: true });

/** Writes the values of a hyper-parameter in place of those that stand there. */
export async function setValues(page: Page, name: string, values: readonly string[]): Promise<void> {
  const input = field(page, name);
  await tabTo(page, input);
  const kept = page.locator('.mantine-TagsInput-root').filter({ has: input }).locator('.mantine-Pill-label');
  for (let left = await kept.count(); left > 0; left -= 1) await page.keyboard.press('Backspace');
  for (const value of values) {
    await page.keyboard.type(value);
    await page.keyboard.press('Enter');
  }
  await expect(kept).toHaveText([...values]);
}

/** From the screen of trainings to the page of a new training set, with a name. */
export async function beginTrainingSet(page: Page, name: string): Promise<void> {
  await activate(page, page.getByRole('link', { name: 'Make a training set' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Make a training set' })).toBeVisible();
  await write(page, page.getByRole('textbox', { name: 'Name', exact: true }), name);
  await page.getByRole('combobox', { name: 'Titles of codes as examples' }).selectOption('none');
}

/** Makes the training set whose page is shown; ends on the page that trains with it. */
export async function trainWith(page: Page, name: string): Promise<void> {
  await activate(page, page.getByRole('button', { name: /^Make it · \d+ lines$/ }));
  const row = page.getByRole('row', { name: new RegExp(`^${name}`) });
  await activate(page, row.getByRole('link', { name: 'Train with it' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Start a training' })).toBeVisible();
}

/** The page of one training. */
export const training = {
  /** How far it is, in its first line. */
  progress: (page: Page): Locator => page.getByText(/^\d+ done, \d+ failed, \d+ running, \d+ waiting/),
  runs: (page: Page): Locator =>
    page.getByRole('table', { name: 'Runs of the grid' }).locator('tbody').getByRole('row'),
  log: (page: Page): Locator => page.getByRole('complementary').getByRole('log'),
} as const;

/** Waits until a training has ended so. */
export async function untilEnded(page: Page, words: string): Promise<void> {
  await expect(training.progress(page)).toContainText(words, { timeout: 120_000 });
  await expect(page.getByRole('button', { name: 'Start again as new' })).toBeVisible({ timeout: 30_000 });
}

/** Keeps the version whose page is shown on this laptop, and waits until it is here. */
export async function keepHere(page: Page, version: string): Promise<void> {
  const pane = versionPane(page, version);
  await activate(page, pane.getByRole('button', { name: 'Keep on this laptop' }));
  await expect(pane.getByRole('link', { name: 'Try it' })).toBeVisible({ timeout: 60_000 });
}

/** What a model of this laptop said of a text. */
export interface Said {
  /** The text as the model was given it. */
  readonly line: string;
  readonly codes: readonly (readonly [code: string, probability: string])[];
}

/** Asks the model whose page is shown. */
export async function predictHere(page: Page, text: string): Promise<Said> {
  const answer = page.getByRole('region', { name: 'Answer' });
  await write(page, page.getByRole('textbox', { name: 'Text', exact: true }), text);
  await page.keyboard.press('Enter');
  await expect(answer).toContainText(text);
  const rows = answer.getByRole('table', { name: 'Codes by probability' }).locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(5);
  const codes = await rows.evaluateAll((all) =>
    all.map((row) => {
      const [code, probability] = [row.querySelector('th'), row.querySelector('td:last-child')];
      return [code?.textContent.trim() ?? '', probability?.textContent.trim() ?? ''] as const;
    }),
  );
  return { line: await answer.getByRole('definition').nth(1).innerText(), codes };
}

/** The same by `npm run predict`: for each line five codes with their probabilities. */
export function predictByCommand(
  model: string,
  lines: readonly string[],
): readonly (readonly (readonly [code: string, probability: number])[])[] {
  const said = execFileSync('npm', ['run', '--silent', 'predict', '--', model], {
    cwd: root,
    input: JSON.stringify(lines),
    encoding: 'utf8',
  });
  return JSON.parse(said) as ReturnType<typeof predictByCommand>;
}
