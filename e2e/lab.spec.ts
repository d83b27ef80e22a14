/** The same path over real servers: Keycloak, Kubernetes, MinIO and Vault, launched by Helm. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { platformFileOf, readFacts, type Facts } from './support/facts.ts';
import { admit, openApp, type App } from './support/fixtures.ts';
import { addByFile, freshness, frameOf, goTo, openService, row, signIn } from './support/person.ts';

const factsFile = process.env['SARDONYX_FACTS'];
const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-lab-'));
const name = `lab-${process.pid}`;
let app: App;

test.describe.configure({ mode: 'serial' });
test.skip(factsFile === undefined, 'Needs real servers: npm run e2e -- --facts FILE, or SARDONYX_LAB');
// A person's machine trusts the platform's authority; the browser of the test does not know it.
test.use({ ignoreHTTPSErrors: true });
test.setTimeout(180_000);

const facts = (): Facts => readFacts(factsFile ?? '');

/** The administrator's kubectl, for what a person cannot do: look and clean up behind the app's back. */
function kubectl(...args: string[]): string {
  return execFileSync(
    'kubectl',
    ['--kubeconfig', facts().kubernetes.adminKubeconfig, '--namespace', 'user-alice', ...args],
    {
      encoding: 'utf8',
    },
  );
}

/** Release whose service has this name, by the Secret that keeps it. */
function releaseOf(page: Page): Promise<string> {
  return page
    .locator(`iframe[title="Service ${name}"]`)
    .getAttribute('src')
    .then((address) => new URL(address ?? '').hostname.split('.')[0] ?? '');
}

test.beforeAll(async () => {
  app = await openApp(folder);
});
test.afterAll(async () => {
  await app?.stop();
  if (factsFile !== undefined) {
    const left = kubectl(
      'get',
      'secrets',
      '-l',
      'owner=helm',
      '-o',
      'jsonpath={range .items[*]}{.metadata.labels.name} {end}',
    );
    for (const release of new Set(left.split(' ').filter((one) => one.startsWith('ide-')))) {
      kubectl(
        'delete',
        'statefulset,service,ingress,secret,pvc',
        '-l',
        `app.kubernetes.io/instance=${release}`,
        '--wait=false',
      );
      kubectl('delete', 'secrets', '-l', `owner=helm,name=${release}`);
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('sign in, launch by Helm, open, lose the pod, be back, delete', async ({ page, context }) => {
  await admit(context, app);
  await page.goto(app.origin);

  await test.step('a platform file leads to the real identity provider and back', async () => {
    await addByFile(page, platformFileOf(facts(), 'Lab'));
    await signIn(page, facts(), 'alice');
    await expect(freshness(page)).toHaveText('live');
  });

  await test.step('the chart of a plain Helm repository is launched by real helm', async () => {
    await goTo(page, 'Catalog');
    await page.getByRole('link', { name: 'Launch ide' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page
      .getByRole('button', { name: /^Launch/ })
      .last()
      .click();
    await expect(row(page, name)).toContainText('Ready', { timeout: 90_000 });
  });

  const service = frameOf(page, name);
  await test.step('it opens inside the app, signed in', async () => {
    await openService(page, name);
    await expect(service.locator('body')).not.toBeEmpty();
    await expect(service.locator('body')).not.toContainText('403');
  });

  await test.step('the pod is deleted: the same address answers again, from another pod', async () => {
    const release = await releaseOf(page);
    const address = await page.locator(`iframe[title="Service ${name}"]`).getAttribute('src');
    const before = kubectl('get', 'pod', `${release}-0`, '-o', 'jsonpath={.metadata.uid}');
    kubectl('delete', 'pod', `${release}-0`, '--wait=false');
    await expect
      .poll(
        () =>
          kubectl(
            'get',
            'pod',
            '-l',
            `app.kubernetes.io/instance=${release}`,
            '-o',
            'jsonpath={.items[*].metadata.uid}',
          ),
        { timeout: 60_000 },
      )
      .not.toContain(before);
    const again = await context.newPage();
    await expect
      .poll(async () => (await again.goto(new URL(address ?? '').origin))?.status(), { timeout: 90_000 })
      .toBe(200);
    await again.close();
    expect(
      new URL((await page.locator(`iframe[title="Service ${name}"]`).getAttribute('src')) ?? '').origin,
    ).toBe(new URL(address ?? '').origin);
    await expect(service.locator('body')).toContainText(/\S/);
  });

  await test.step('delete asks and names the volume, and nothing is left', async () => {
    const release = await releaseOf(page);
    await goTo(page, 'Services');
    await row(page, name).click();
    await page.getByRole('button', { name: 'Delete…' }).first().click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(release);
    await dialog.getByRole('button', { name: /^Delete/ }).click();
    await expect(row(page, name)).toHaveCount(0, { timeout: 60_000 });
    expect(kubectl('get', 'secrets', '-l', `owner=helm,name=${release}`, '-o', 'name')).toBe('');
  });
});
