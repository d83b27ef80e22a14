/** The screens of models, training and serving in both languages: axe finds nothing, Tab reaches everything, at 200 % nothing is cut off. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import { write } from './support/annotation.ts';
import { expectAccessible, expectReachable, expectWholeAtDouble } from './support/checks.ts';
import type { Facts } from './support/facts.ts';
import { admit, expect, test, type App } from './support/fixtures.ts';
import { activate } from './support/keyboard.ts';
import { goToProject, keepHere, openModel, openScreen, sampleModel, untilEnded } from './support/models.ts';

test.use({ world: { name: 'models-accessibility' } });
test.setTimeout(180_000);

/** What stands in the addresses of the screens, by the names that they have there. */
const known = new Map<string, string>();

async function experimentAndRun({ mlflow }: Facts): Promise<[experiment: string, run: string]> {
  const search = new URLSearchParams({ name: sampleModel, version: '1' });
  const ask = async (address: string) =>
    (await fetch(`${mlflow?.url}/api/2.0/mlflow/${address}`)).json() as Promise<Record<string, unknown>>;
  const { model_version: found } = await ask(`model-versions/get?${search}`);
  const { run_id: id } = found as { readonly run_id: string };
  const { run } = await ask(`runs/get?run_id=${id}`);
  const { info } = run as { readonly info: { readonly experiment_id: string } };
  return [info.experiment_id, id];
}

/** A model that is kept here, and a training that failed: it was told of no training set. */
async function prepare(page: Page, app: App, facts: Facts): Promise<void> {
  await page.goto(app.origin);
  await goToProject(page, 'projet-nace');
  await openModel(page, app.origin, sampleModel);
  await keepHere(page, '1');
  const [experiment, run] = await experimentAndRun(facts);
  known.set('EXPERIMENT', experiment).set('RUN', run);
  await openScreen(page, app.origin, 'Training');
  await activate(page, page.getByRole('link', { name: 'Start a training' }));
  await page.getByRole('combobox', { name: 'Workflow', exact: true }).selectOption('fastText');
  await write(page, page.getByRole('textbox', { name: 'set', exact: true }), 's3://projet-nace/none/');
  await activate(page, page.getByRole('button', { name: /^Start · / }));
  await untilEnded(page, '0 done, 4 failed');
  known.set('TRAINING', /name=([^&]+)/.exec(page.url())?.[1] ?? '');
}

test.beforeAll(async ({ browser, app, facts }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  try {
    await admit(context, app);
    await prepare(await context.newPage(), app, facts);
  } finally {
    await context.close();
  }
});

interface Screen {
  readonly name: string;
  readonly address: string;
  /** There once the screen shows what it is about. */
  readonly sign: string;
  readonly act?: (page: Page) => Promise<void>;
}

/** Presses a button, by its name in either language, and waits for the dialog that it opens. */
const opens = (name: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
};

const model = `/models/model?name=${sampleModel}`;
const application = '/serving?id=argo-cd/argocd/codification-api';
const screens: readonly Screen[] = [
  { name: 'registry', address: '/models', sign: 'main table tbody tr' },
  { name: 'version', address: model, sign: 'main [role=group] section button' },
  {
    name: 'alias',
    address: model,
    sign: 'main [role=group] section button',
    act: opens(/^(Set an alias|Poser un alias)$/),
  },
  { name: 'lineage', address: `${model}&tab=run`, sign: 'main section dl dt' },
  { name: 'experiments', address: '/models?tab=experiments', sign: 'main table tbody tr' },
  {
    name: 'runs',
    address: '/models/runs?experiments="EXPERIMENT"',
    sign: 'main [role=row] [role=gridcell], main tbody tr',
  },
  { name: 'run', address: '/models/run?run=RUN', sign: 'main table tbody tr' },
  { name: 'on this laptop', address: '/models?tab=pins', sign: 'main table tbody tr' },
  { name: 'model tried', address: '/models/try', sign: 'main form input' },
  { name: 'trainings', address: '/training', sign: 'main table tbody tr' },
  { name: 'new set', address: '/training/set', sign: 'main form, main fieldset, main input' },
  { name: 'new training', address: '/training/new', sign: 'main section h2' },
  { name: 'training', address: '/training/workflow?name=TRAINING', sign: 'main table tbody tr' },
  {
    name: 'log',
    address: '/training/workflow?name=TRAINING',
    sign: 'main table tbody tr',
    act: async (page) => {
      await page.locator('main table tbody tr').first().press('Enter');
      await expect(page.getByRole('log')).toBeVisible();
    },
  },
  { name: 'served', address: application, sign: 'aside dl dt' },
  {
    name: 'change',
    address: application,
    sign: 'aside dl dt',
    act: opens(/^(Change|Changer)$/),
  },
  { name: 'live model tried', address: '/serving/try', sign: 'main input[type=checkbox]' },
  { name: 'comparison', address: '/serving/compare', sign: 'main form, main select' },
];

/** Goes to a screen by its address. */
async function show(page: Page, app: App, { address, sign, act }: Screen): Promise<void> {
  await page.goto(`${app.origin}/#${address.replace(/[A-Z]{3,}/, (word) => known.get(word) ?? word)}`);
  await expect(page.locator(sign).first()).toBeVisible();
  await act?.(page);
}

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['English, light', { locale: 'en-US', colorScheme: 'light' }],
  ['French, dark', { locale: 'fr-FR', colorScheme: 'dark' }],
];

for (const [look, options] of looks) {
  test(`every screen: ${look}`, async ({ browser, app }) => {
    const isFrench = options.locale === 'fr-FR';
    const context = await browser.newContext({
      ...options,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    // French words are longer: what is whole in French is whole in English. What Tab reaches depends on no language.
    const checks = [expectAccessible, isFrench ? expectWholeAtDouble : expectReachable];
    // One screen must not hide what is wrong on the next.
    const problems: string[] = [];
    try {
      await admit(context, app);
      for (const screen of screens) {
        const page = await context.newPage();
        const called = `${screen.name}, ${look}`;
        const tell = (error: unknown) => void problems.push(`${called}: ${String(error)}`);
        await show(page, app, screen).catch(tell);
        await expect(page.locator('html')).toHaveAttribute('lang', isFrench ? 'fr' : 'en');
        for (const check of checks) await check(page, called).catch(tell);
        await page.close();
      }
      expect(problems.join('\n')).toBe('');
    } finally {
      await context.close();
    }
  });
}
