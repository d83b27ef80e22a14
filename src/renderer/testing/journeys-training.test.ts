import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import type { FakeCore } from './fake-core.ts';
import { runningWorkflow, sampleWorkflow } from './sample-training.ts';
import { visit, type Visit } from './visit.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof buildRenderer>>;
beforeAll(async () => {
  [built, browser] = await Promise.all([buildRenderer(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await built[Symbol.asyncDispose]();
});

const go = (path: string, prepare?: (fake: FakeCore) => void): Promise<Visit> =>
  visit(
    browser,
    built.folder,
    { name: 'journey', path, ...(prepare && { prepare }) },
    { scheme: 'light', language: 'en' },
  );
const called = (visited: Visit, name: string) =>
  visited.fake.state.calls.filter((call) => call.name === name).map((call) => call.input);
const pane = (page: Page) => page.getByRole('complementary');
const whole = `/training/workflow?name=${runningWorkflow.name}`;

describe('a training set', () => {
  test('is looked at before it is made, with every gold set kept out', async () => {
    await using visited = await go('/training/set');
    const { page } = visited;
    await page.getByLabel('Name').fill('novembre');
    await page.getByRole('button', { name: 'Look at what comes of it' }).click();
    await pane(page).getByText('Kept out: same text as in a gold set').waitFor();
    await page.getByRole('button', { name: 'Make it · 30,387 lines' }).click();
    await page
      .getByRole('row', { name: /novembre/ })
      .first()
      .waitFor();
    const [draft] = called(visited, 'training.makeTrainingSet') as [
      { gold: unknown[]; campaigns: unknown[] },
    ];
    expect(draft.gold.length).toBeGreaterThan(0);
    expect(draft).toMatchObject({ name: 'novembre', testShare: 0.2 });
  });

  test('with a name that no folder may have is not asked for', async () => {
    await using visited = await go('/training/set');
    const { page } = visited;
    await page.getByLabel('Name').fill('Été 2026');
    await expect(page.getByRole('button', { name: 'Look at what comes of it' }).isDisabled()).resolves.toBe(
      true,
    );
  });
});

describe('a training', () => {
  test('tells how many runs its grid has, and starts them', async () => {
    await using visited = await go('/training/new');
    const { page } = visited;
    await page.getByRole('button', { name: 'Start · 4 runs' }).waitFor();
    await page
      .getByRole('textbox', { name: 'DIM' })
      .or(page.getByRole('combobox', { name: 'DIM' }))
      .first()
      .fill('100');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start · 8 runs' }).click();
    await page.getByText('2 done, 1 failed, 2 running, 3 waiting of 8').waitFor();
    expect(called(visited, 'training.startTraining')).toMatchObject([
      {
        grid: { DIM: ['50', '100'], LR: ['0.2', '0.5'] },
        container: { storage: { kind: 'secret', name: 'my-s3-creds' } },
      },
    ]);
  });

  test('of more than 5,000 runs is stopped before it begins', async () => {
    await using visited = await go('/training/new');
    const { page } = visited;
    const many = Array.from({ length: 40 }, (_, index) => String(index + 100)).join(',');
    for (const name of ['DIM', 'BUCKET']) {
      const field = page.getByRole('textbox', { name }).or(page.getByRole('combobox', { name })).first();
      await field.fill(many);
      await field.press('Enter');
    }
    await page.getByText('More than 5,000 cannot be started at once').waitFor();
    await expect(page.getByRole('button', { name: /^Start · / }).isDisabled()).resolves.toBe(true);
  });

  test('that is to begin by itself says when, and what is no cron line', async () => {
    await using visited = await go('/training/new');
    const { page } = visited;
    await page.getByLabel('By itself, again and again').check();
    await page.getByLabel('Cron line').fill('0 25 * * *');
    await page.getByText('Not a cron line').waitFor();
    await page.getByLabel('Cron line').fill('30 4 * * 1');
    await page.getByText(/^Next: Monday/).waitFor();
    await page.getByRole('button', { name: 'Keep the schedule' }).click();
    await page.getByRole('table', { name: 'Schedules' }).waitFor();
    expect(called(visited, 'training.scheduleTraining')).toMatchObject([
      { name: 'retrain', schedules: ['30 4 * * 1'], concurrency: 'Forbid' },
    ]);
  });

  test('is followed by keyboard: its runs, why one failed, its log, and back', async () => {
    await using visited = await go(whole);
    const { page } = visited;
    await page.getByLabel('Only those that failed').check();
    await page.getByRole('table', { name: 'Runs of the grid' }).locator('tr[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await pane(page).getByText('main: OOMKilled (exit code 137)').waitFor();
    await pane(page).getByRole('log').getByText('avg.loss').first().waitFor();
    await pane(page).focus();
    await page.keyboard.press('Escape');
    await pane(page).waitFor({ state: 'hidden' });
  });

  test('that ended offers to retry what failed, and registers its best run with an alias', async () => {
    await using visited = await go(`${whole}&tab=ranking`, (fake) =>
      fake.training.workflow.set({ ...sampleWorkflow, workflow: { ...runningWorkflow, state: 'failed' } }),
    );
    const { page } = visited;
    await page.getByRole('button', { name: 'Retry what failed' }).click();
    await page.getByRole('button', { name: 'Register the best' }).click();
    await page.getByRole('button', { name: 'Register as the next version' }).click();
    await page.waitForURL(/\/models\/model/);
    expect(called(visited, 'training.retryFailed')).toEqual([{ name: runningWorkflow.name }]);
    expect(called(visited, 'models.registerVersion')).toMatchObject([
      { run: 'run-0', name: 'codification-naf' },
    ]);
    expect(called(visited, 'models.setAlias')).toMatchObject([{ alias: 'challenger' }]);
  });
});
