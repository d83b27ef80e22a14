/** The launch form: every widget, the text beside it, what never reaches the page, and what is saved. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { tabTo } from './support/keyboard.ts';
import { goTo, row } from './support/person.ts';

test.use({ world: { name: 'launch-form' } });

async function openForm(page: Page, origin: string, catalog: string, chart: string): Promise<void> {
  await page.goto(`${origin}/#/launch/${catalog}/${chart}`);
  await expect(page.getByRole('heading', { name: `Launch ${chart}` })).toBeVisible();
}

/** Unfolds a section of the form and gives it. */
async function section(page: Page, name: string) {
  const found = page.getByRole('form').getByRole('region', { name, exact: true });
  const head = found.locator('button[aria-expanded]').first();
  if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
  return found;
}

const pane = (page: Page) => page.getByRole('region', { name: 'What will run' });

/** The differences from the defaults, one text a line. */
async function differences(page: Page) {
  await pane(page).getByRole('tab', { name: 'Differences' }).click();
  return pane(page).getByRole('listitem');
}

/** Changes the text of the editor, as a person who pastes; typing would meet the editor's own indentation. */
async function changeYaml(page: Page, from: string, to: string): Promise<void> {
  await pane(page).getByRole('tab', { name: 'YAML' }).click();
  await pane(page).locator('.view-lines').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  const changed = await page.evaluate(
    async ([before, after]) => {
      const text = await navigator.clipboard.readText();
      if (!text.includes(before)) throw new Error(`The editor does not hold ${before}: ${text}`);
      await navigator.clipboard.writeText(text.replace(before, after));
      return text.replace(before, after);
    },
    [from, to] as const,
  );
  expect(changed).toContain(to);
  await page.keyboard.press('ControlOrMeta+v');
}

test('each kind of field works by keyboard, and shows among the differences', async ({ page, app }) => {
  await openForm(page, app.origin, 'automation', 'batch-run');
  const { keyboard } = page;

  const program = await section(page, 'Program');
  await tabTo(page, program.getByRole('combobox', { name: 'Language' }));
  await keyboard.press('ArrowDown');
  await tabTo(page, program.getByRole('textbox', { name: 'Script' }));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('print(6 * 7)');
  await tabTo(page, program.getByRole('textbox', { name: 'Argument', exact: true }).nth(1));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('bob');
  await tabTo(page, program.getByRole('button', { name: 'Add to Arguments' }));
  await keyboard.press('Enter');
  await expect(program.getByRole('textbox', { name: 'Argument', exact: true })).toHaveCount(3);
  await tabTo(page, program.getByRole('button', { name: 'Remove item 1 of Arguments' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(program.getByRole('textbox', { name: 'Argument', exact: true })).toHaveCount(2);
  await tabTo(page, program.getByRole('button', { name: 'Add to Environment variables' }));
  await keyboard.press('Enter');
  await expect(program.getByRole('button', { name: /^Remove item 1 of Environment/ })).toBeVisible();

  const limits = await section(page, 'Limits');
  await tabTo(page, limits.getByRole('textbox', { name: 'Tries after a failure' }));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('4');
  await tabTo(page, limits.getByRole('slider', { name: 'Minutes until it is stopped' }));
  await keyboard.press('ArrowRight');
  await expect(limits.getByRole('textbox', { name: 'Minutes until it is stopped' })).not.toHaveValue('30');
  await tabTo(page, limits.getByRole('combobox', { name: 'Priority' }));
  await keyboard.press('ArrowDown');

  const storage = await section(page, 'Storage');
  await tabTo(page, storage.getByRole('checkbox', { name: 'Use storage' }));
  await keyboard.press('Space');
  await expect(storage.getByRole('checkbox', { name: 'Use storage' })).toBeChecked();
  // Another field stood hidden behind the box.
  await expect(storage.getByRole('group', { name: 'Profiles' })).toBeVisible();

  const resources = await section(page, 'Resources');
  await tabTo(page, resources.getByRole('slider', { name: 'Memory, guaranteed' }));
  await keyboard.press('ArrowRight');
  await expect(resources.getByRole('textbox', { name: /guaranteed$/ }).nth(1)).not.toHaveValue('64');
  await tabTo(page, page.getByRole('textbox', { name: 'Labels' }));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('team: prices');

  const people = await section(page, 'People');
  await expect(people.getByRole('textbox', { name: 'Owner' })).toHaveAttribute('readonly', '');
  await expect(people.getByText('set by the platform')).toBeVisible();

  const shown = await differences(page);
  for (const line of [
    /^program\.language.*python3/s,
    /^program\.script.*print\(6 \* 7\)/s,
    /^limits\.retries.*4/s,
    /^limits\.minutes/,
    /^limits\.priority.*3/s,
    /^storage\.enabled.*true/s,
    /^resources\.requests\.memory/,
    /^labels/,
  ]) {
    await expect(shown.filter({ hasText: line }).first()).toBeVisible();
  }
  await pane(page).getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(pane(page)).toContainText('As the platform proposes it.');
  await expect(program.getByRole('textbox', { name: 'Script' })).toHaveValue(
    /^echo "Hello from the batch run"\n?$/,
  );
});

test('form and text are in step both ways, and a fault of the text is shown with its line', async ({
  page,
  app,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.origin });
  await openForm(page, app.origin, 'automation', 'batch-run');
  const limits = await section(page, 'Limits');
  const retries = limits.getByRole('textbox', { name: 'Tries after a failure' });
  await retries.fill('3');
  await pane(page).getByRole('tab', { name: 'YAML' }).click();
  const lines = pane(page).locator('.view-lines');
  await expect(lines).toContainText('retries: 3');

  await changeYaml(page, 'retries: 3', 'retries: 5');
  await expect(retries).toHaveValue('5');

  await changeYaml(page, 'retries: 5', 'retries: [5');
  await expect(page.getByRole('main')).toContainText(/line \d+/i);
  await expect(page.getByRole('button', { name: /^Launch · / })).toBeDisabled();
  await expect(retries).toHaveValue('5');

  await changeYaml(page, 'retries: [5', 'retries: many');
  await expect(limits.getByText('must be of the type integer')).toBeVisible();
});

test('no secret reaches the page until a person asks to see it', async ({ page, app, facts }) => {
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    const keep = ({ payload }: { payload: string | Buffer }) => void frames.push(String(payload));
    socket.on('framereceived', keep);
    socket.on('framesent', keep);
  });
  await openForm(page, app.origin, 'ide', 'workspace');
  const secrets = await section(page, 'Secrets');
  await secrets.getByRole('checkbox', { name: 'Give the service access to your secrets' }).check();
  const storage = await section(page, 'Storage');
  const security = await section(page, 'Security');
  await expect(secrets.getByRole('textbox', { name: 'Token', exact: true })).toHaveValue('••••••••');
  await expect(storage.getByRole('textbox', { name: 'Secret key' })).toHaveValue('••••••••');
  for (const tab of ['YAML', 'Command', 'Link', 'Differences'])
    await pane(page).getByRole('tab', { name: tab }).click();
  await pane(page).getByRole('tab', { name: 'Command' }).click();
  await expect(pane(page)).toContainText('${SECURITY_PASSWORD}');

  const before = frames.join('\n') + (await page.content());
  const shown: string[] = [];
  for (const [place, name] of [
    [security, 'Password'],
    [storage, 'Secret key'],
    [storage, 'Session token'],
    [secrets, 'Token'],
  ] as const) {
    await place.getByRole('button', { name: `Show ${name}`, exact: true }).click();
    const field = place.getByRole('textbox', { name, exact: true });
    await expect(field).not.toHaveValue('••••••••');
    shown.push(await field.inputValue());
  }
  expect(before.length).toBeGreaterThan(10_000);
  for (const secret of [...shown, ...facts.people.map(({ password }) => password)]) {
    expect(secret.length).toBeGreaterThan(5);
    expect(before).not.toContain(secret);
  }
  // Access tokens of any server are JSON Web Tokens.
  expect(before).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
});

test('another version keeps what was edited', async ({ page, app }) => {
  await openForm(page, app.origin, 'ide', 'workspace');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('prices');
  const script = await section(page, 'Start-up script');
  await script
    .getByRole('textbox', { name: 'Address of your own script' })
    .fill('https://example.org/init.sh');
  await expect((await differences(page)).filter({ hasText: 'init.personalInit' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Version' }).selectOption('1.0.0');
  await pane(page).getByRole('tab', { name: 'Command' }).click();
  await expect(pane(page)).toContainText('--version 1.0.0');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('prices');
  await expect((await differences(page)).filter({ hasText: 'init.personalInit' })).toContainText(
    'https://example.org/init.sh',
  );
  await page.getByRole('combobox', { name: 'S3 profile' }).selectOption({ index: 0 });
  await expect((await differences(page)).filter({ hasText: 'init.personalInit' })).toBeVisible();
});

test('the link opens the same form, and a saved configuration launches again', async ({ page, app }) => {
  await openForm(page, app.origin, 'automation', 'batch-run');
  const script = page.getByRole('textbox', { name: 'Script' });
  await section(page, 'Program');
  await script.fill('echo saved');
  await expect((await differences(page)).filter({ hasText: 'echo saved' })).toBeVisible();
  await pane(page).getByRole('tab', { name: 'Link' }).click();
  const link = (await pane(page).getByRole('region', { name: 'Link' }).innerText()).trim();
  expect(link).toMatch(/\/launcher\/automation\/batch-run\?/);

  await page.getByRole('button', { name: 'Save this configuration' }).click();
  await page.getByRole('textbox', { name: 'Name of the configuration' }).fill('monthly');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved in the Vault of the platform.')).toBeVisible();

  await page.goto(`${app.origin}/#/launcher/automation/batch-run${link.slice(link.indexOf('?'))}`);
  await expect(page).toHaveURL(/#\/launch\/automation\/batch-run\?link=/);
  await expect(page.getByRole('form').getByText('echo saved')).toBeVisible();
  await section(page, 'Program');
  await expect(script).toHaveValue('echo saved');

  await goTo(page, 'Catalog');
  await page.getByRole('tab', { name: 'Saved configurations' }).click();
  await page.getByRole('link', { name: 'Launch monthly' }).click();
  await expect(page.getByRole('form').getByText('echo saved')).toBeVisible();
  await section(page, 'Program');
  await expect(script).toHaveValue('echo saved');
  await page.getByRole('button', { name: /^Launch · / }).click();
  await expect(row(page, 'monthly').or(row(page, 'batch-run'))).toBeVisible();

  await goTo(page, 'Catalog');
  await page.getByRole('tab', { name: 'Saved configurations' }).click();
  const saved = page.getByRole('listitem').filter({ hasText: 'monthly' });
  await saved.getByRole('button', { name: 'Delete', exact: true }).click();
  await saved.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible();
});

test('a subchart has a part of its own, which a box switches off', async ({ page, app }) => {
  await openForm(page, app.origin, 'automation', 'mlflow');
  await expect(page.getByRole('heading', { name: 'Part: postgresql' })).toBeVisible();
  const box = page.getByRole('checkbox', { name: 'Keep the records in a database of its own' });
  await expect(box).toBeChecked();
  await box.click();
  await expect(page.getByText('Switched off: postgresql')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Part: postgresql' })).toBeHidden();
  await expect((await differences(page)).filter({ hasText: 'postgresql.enabled' })).toBeVisible();
  // What switched it off stays in the form, to switch it on again.
  await expect(box).toBeHidden();
  await section(page, 'Database');
  await box.click();
  await expect(page.getByRole('heading', { name: 'Part: postgresql' })).toBeVisible();
});

test('a schema that cannot be drawn degrades to the text, with what is wrong', async ({ page, app }) => {
  await openForm(page, app.origin, 'faults', 'broken-form');
  await expect(
    page.getByText('The form of this chart cannot be drawn; its values can be edited as text.'),
  ).toBeVisible();
  await page.getByText('What is wrong with it').click();
  await expect(
    page.getByRole('main').getByRole('listitem').filter({ hasText: 'greeting' }).first(),
  ).toBeVisible();
  await expect(page.locator('.view-lines').first()).toContainText('greeting: Hello');
});
