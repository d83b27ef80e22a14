/** The same path over real servers: Keycloak, Kubernetes, MinIO, Vault, and a Helm repository without an Onyxia. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { personOf, platformFileOf, readFacts } from './support/facts.ts';
import { admit, openApp, type App } from './support/fixtures.ts';
import {
  addByFile,
  authenticate,
  freshness,
  goTo,
  openProvider,
  openService,
  row,
} from './support/person.ts';

const file = process.env['SARDONYX_FACTS'];
const person = 'alice';
const namespace = `user-${person}`;
const service = 'e2e-ide';

test.skip(file === undefined, 'needs facts of real servers: npm run e2e -- --facts FILE');
// Keycloak's certificate comes from an authority of its own; the app is given it, the browser is told to look away.
test.use({ ignoreHTTPSErrors: true });
test.setTimeout(240_000);

let folder: string | undefined;
let app: App | undefined;
let release: string | undefined;

/** Asks the cluster as its administrator. */
function kubectl(...words: string[]): string {
  const { adminKubeconfig } = readFacts(file ?? '').kubernetes;
  return execFileSync('kubectl', ['--kubeconfig', adminKubeconfig, '--namespace', namespace, ...words], {
    encoding: 'utf8',
  });
}

test.afterAll(async () => {
  await app?.stop();
  if (release !== undefined) {
    const { adminKubeconfig } = readFacts(file ?? '').kubernetes;
    execFileSync(
      'helm',
      ['--kubeconfig', adminKubeconfig, '--namespace', namespace, 'uninstall', release, '--ignore-not-found'],
      { stdio: 'ignore' },
    );
    kubectl(
      'delete',
      'persistentvolumeclaim',
      '--selector',
      `app.kubernetes.io/instance=${release}`,
      '--ignore-not-found',
      '--wait=false',
    );
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('sign in, launch by Helm, open, lose the pod, be back at the same address, delete', async ({
  page,
  context,
}) => {
  const facts = readFacts(file ?? '');
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  app = await openApp(folder);
  await admit(context, app);
  await page.goto(app.origin);

  await test.step('sign in at Keycloak', async () => {
    await addByFile(page, platformFileOf(facts, 'Lab'));
    const provider = await openProvider(page);
    await authenticate(provider, person, personOf(facts, person).password);
    await expect(provider.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
    await expect(page.getByRole('button', { name: /Signed in as/ })).toBeVisible();
    await provider.close();
    await expect(freshness(page)).toHaveText('live');
  });

  await test.step('every part of the platform answers', async () => {
    await goTo(page, 'Settings');
    for (const part of ['Sign-in', 'Kubernetes', 'S3 storage', 'Vault', 'Catalogs']) {
      await expect(
        page.getByRole('listitem').filter({ hasText: new RegExp(`^${part}\\s*ready`) }),
      ).toBeVisible();
    }
  });

  await test.step('launch by Helm', async () => {
    await goTo(page, 'Catalog');
    await page.getByRole('link', { name: 'Launch ide' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(service);
    release = /ide-\d+/.exec(await page.getByRole('heading', { name: /^Launch ide/ }).innerText())?.[0];
    expect(release).toBeDefined();
    await page
      .getByRole('button', { name: /^Launch/ })
      .last()
      .click();
    await expect(row(page, service)).toContainText('Ready', { timeout: 120_000 });
  });

  const frame = page.locator(`iframe[title="Service ${service}"]`);
  const inside = frame.contentFrame();
  /** Asks the service from within its frame: the answer came through the forward, at the address that the frame has. */
  const asked = () =>
    inside
      .locator('html')
      .evaluate(async () => {
        const answer = await fetch(location.href, { cache: 'no-store' });
        return { origin: location.origin, status: answer.status };
      })
      .catch(() => undefined);
  await test.step('open inside the app, signed in', async () => {
    await openService(page, service);
    await expect(inside.locator('body')).not.toBeEmpty({ timeout: 60_000 });
    await expect(inside.locator('input[type=password]')).toHaveCount(0);
  });
  const before = await asked();
  expect(before?.status).toBe(200);

  await test.step('the pod is killed, and the service is back at the same address', async () => {
    const pods = ['get', 'pods', '--selector', `app.kubernetes.io/instance=${release}`, '--output'];
    const uid = kubectl(...pods, 'jsonpath={.items[*].metadata.uid}');
    expect(uid).not.toBe('');
    kubectl('delete', 'pods', '--selector', `app.kubernetes.io/instance=${release}`, '--grace-period=1');
    await expect
      .poll(() => kubectl(...pods, 'jsonpath={.items[*].metadata.uid}'), { timeout: 60_000 })
      .not.toContain(uid);
    await expect(page.getByRole('link', { name: `${service} Ready` })).toBeVisible({ timeout: 120_000 });
    await expect.poll(asked, { timeout: 60_000 }).toEqual(before);
  });

  await test.step('delete', async () => {
    await page
      .getByRole('navigation', { name: 'Opened services' })
      .getByRole('link', { name: 'Services' })
      .click();
    await row(page, service).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(row(page, service)).toBeHidden({ timeout: 60_000 });
    release = undefined;
  });
});
