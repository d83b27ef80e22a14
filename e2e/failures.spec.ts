/** Every way in which a service can fail, each told as its exact reason in one sentence with what to do. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { goTo, launch, row } from './support/person.ts';

test.use({ world: { name: 'failures' } });

interface Case {
  readonly chart: string;
  readonly sentence: RegExp;
  readonly advice: string;
  readonly button: string;
}

const cases: readonly Case[] = [
  {
    chart: 'over-quota',
    sentence: /Not enough CPU left in your quota: needs 64, (32|8|31\.\d+|7\.\d+) free\./,
    advice: 'Stop a service, or launch it again asking for less.',
    button: 'Stop a service',
  },
  {
    chart: 'missing-image',
    sentence: /The image registry\.sandbox\.test\/absent:1 cannot be pulled\./,
    advice: 'Check its name and its version, then launch again; or choose another version of the chart.',
    button: 'Launch again with other values',
  },
  {
    chart: 'unschedulable',
    sentence: /No machine of the cluster can take it; it lacks: a machine of the kind asked for\./,
    advice: 'Ask for less, or wait until a machine is free.',
    button: 'Events',
  },
  {
    chart: 'out-of-memory',
    sentence: /It needed more memory than its maximum of 128.MiB and was stopped\./,
    advice: 'Launch it again with a higher maximum, or load less data at once.',
    button: 'Logs',
  },
  {
    chart: 'crash-loop',
    sentence: /Its program ends by itself with code \d+; \d+ restarts so far\./,
    advice: 'The end of its logs usually says why.',
    button: 'Logs',
  },
  {
    chart: 'unbound-volume',
    sentence: /Its volume unbound-volume-\d+ cannot be provided\./,
    advice: 'Ask for a smaller volume or another storage class; the events say what is refused.',
    button: 'Events',
  },
  {
    chart: 'failing-probe',
    sentence: /Its program does not answer its startup probe; it was restarted \d+ times\./,
    advice: 'It may still be starting; its logs say what it is doing.',
    button: 'Logs',
  },
  {
    chart: 'missing-secret',
    sentence: /It refers to .*absent-secret.*, which does not exist here\./,
    advice: 'Correct its values, then launch it again.',
    button: 'Values',
  },
];

/** The pane beside the list. */
const detail = (page: Page, name: string) => page.getByRole('complementary', { name: `Details of ${name}` });

for (const { chart, sentence, advice, button } of cases) {
  test(`${chart} says why, and what to do`, async ({ page, app }) => {
    await launch(page, app.origin, 'faults', chart);
    const service = row(page, chart);
    await expect(service).toContainText('Failed', { timeout: 60_000 });
    await expect(service).toContainText(sentence, { timeout: 60_000 });
    const pane = detail(page, chart);
    await expect(pane).toContainText(sentence);
    await expect(pane).toContainText(advice);
    await expect(pane.getByRole('button', { name: button, exact: true })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/\d+ services? needs? you\./);
  });
}

test('an installation that the cluster refuses leaves something that can be removed', async ({
  page,
  app,
}) => {
  await page.goto(`${app.origin}/#/launch/faults/refused-object`);
  await page.getByRole('button', { name: /^Launch · / }).click();
  await expect(page.getByRole('alert')).toContainText('could not install refused-object');
  await goTo(page, 'Services');
  const ghost = row(page, 'refused-object.*');
  await expect(ghost).toContainText('Left over');
  await ghost.getByRole('button', { name: 'Remove what is left' }).click();
  const question = page.getByRole('dialog', { name: /^Delete refused-object/ });
  await expect(question).toContainText('It keeps no volume; nothing of yours is lost.');
  await question.getByRole('button', { name: 'Remove what is left' }).click();
  await expect(ghost).toBeHidden();
});

test('a chart whose form cannot be drawn starts from its values', async ({ page, app }) => {
  await page.goto(`${app.origin}/#/launch/faults/broken-form`);
  await expect(
    page.getByText('The form of this chart cannot be drawn; its values can be edited as text.'),
  ).toBeVisible();
  await page
    .getByRole('button', { name: /^Launch/ })
    .last()
    .click();
  await expect(row(page, 'broken-form')).toContainText('Ready', { timeout: 60_000 });
});

test('deleting asks first and names the volume that goes with it', async ({ page, app }) => {
  await launch(page, app.origin, 'ide', 'workspace', 'short-lived');
  await expect(row(page, 'short-lived')).toContainText('Ready', { timeout: 60_000 });
  await detail(page, 'short-lived').getByRole('button', { name: 'Delete…' }).click();
  const question = page.getByRole('dialog', { name: 'Delete short-lived?' });
  await expect(question).toContainText(/the volume workspace-\d+, 1.GiB, with all that is in it/);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(row(page, 'short-lived')).toBeVisible();
  await detail(page, 'short-lived').getByRole('button', { name: 'Delete…' }).click();
  await question.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(row(page, 'short-lived')).toBeHidden({ timeout: 30_000 });
});

test('the logs of a service that crashed show its last words, also from before the restart', async ({
  page,
  app,
}) => {
  await launch(page, app.origin, 'faults', 'crash-loop', 'crashing');
  const service = row(page, 'crashing');
  await expect(service).toContainText('restarts so far', { timeout: 60_000 });
  const pane = detail(page, 'crashing');
  await pane.getByRole('tab', { name: 'Logs' }).click();
  await expect(pane.getByRole('log')).not.toBeEmpty();
  await pane.getByRole('checkbox', { name: 'Before the last restart' }).check();
  await expect(pane.getByRole('log')).not.toBeEmpty();
});
