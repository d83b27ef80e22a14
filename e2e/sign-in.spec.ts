/** Every way in, and what each says when it does not lead in. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { inject } from './support/admin.ts';
import { personOf, platformFileOf, type Facts } from './support/facts.ts';
import { admit, expect, openApp, test as base, type App } from './support/fixtures.ts';
import {
  addByFile,
  authenticate,
  freshness,
  goTo,
  launch,
  openProvider,
  row,
  signIn,
} from './support/person.ts';

// The identity provider speaks https by an authority that no system knows: whoever comes by an address meets that.
base.use({
  world: { name: 'sign-in', sandbox: ['--secure-identity', '--onboarded'], signedIn: false },
  ignoreHTTPSErrors: true,
});

/** An app of its own for each test, on an empty folder. */
const test = base.extend<{ own: App }>({
  own: async ({ folder, context }, use) => {
    const app = await openApp(mkdtempSync(path.join(folder, 'own-')));
    await admit(context, app);
    await use(app);
    await app.stop();
  },
});

const certificateAuthority = (facts: Facts) => facts.oidc.certificateAuthority ?? '';

/** A platform file that names the Onyxia and the provider alone: everything else is discovered. */
function onyxiaFile(facts: Facts): string {
  return JSON.stringify({
    schemaVersion: 1,
    id: 'discovered',
    name: 'Discovered',
    onyxia: { url: `${facts.onyxia?.url}/api` },
    oidc: { issuer: facts.oidc.issuer, clientId: facts.oidc.clientId },
    certificateAuthorities: [certificateAuthority(facts)],
  });
}

/** A port of this machine at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function look(page: Page, address: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Address of the platform' }).fill(address);
  await page.getByRole('button', { name: 'Look at this address' }).click();
}

test('a wrong address says what is wrong with it, and keeps what was typed', async ({ page, own, facts }) => {
  await page.goto(own.origin);
  const problem = page.getByRole('alert');
  await look(page, `http://127.0.0.1:${await closedPort()}`);
  await expect(problem).toContainText(/127\.0\.0\.1:\d+ refuses the connection: nothing listens there\./);
  await look(page, 'https://nowhere.invalid');
  await expect(problem).toContainText('There is no server called nowhere.invalid.');
  await look(page, facts.vault.url);
  await expect(problem).toContainText(/127\.0\.0\.1:\d+ answers, but it is not an Onyxia\./);
  await look(page, facts.kubernetes.server);
  await expect(problem).toContainText(
    /The certificate of 127\.0\.0\.1(:\d+)? comes from an authority that this laptop does not know\./,
  );
  await expect(problem.getByText('Certificates that the server showed')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Address of the platform' })).toHaveValue(
    facts.kubernetes.server,
  );
});

test('by address: an untrusted certificate is shown with its chain, and a file of authorities mends it', async ({
  page,
  own,
  facts,
}) => {
  await page.goto(own.origin);
  await look(page, facts.onyxia?.url ?? '');
  await expect(page.getByRole('heading', { name: /^Found: / })).toBeVisible();
  for (const part of ['Onyxia', 'Sign-in', 'Kubernetes', 'S3 storage', 'Vault']) {
    await expect(page.getByRole('listitem').filter({ hasText: part }).first()).toContainText('ready');
  }
  await page.getByRole('button', { name: 'Add and sign in' }).click();
  await page.getByRole('button', { name: 'Sign in with the browser' }).click();
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('comes from an authority that this laptop does not know.');
  await expect(problem).toContainText('SHA-256 fingerprint');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    problem.getByRole('button', { name: 'Choose a file of authorities…' }).click(),
  ]);
  await chooser.setFiles({
    name: 'authority.pem',
    mimeType: 'text/plain',
    buffer: Buffer.from(certificateAuthority(facts)),
  });
  const link = page.getByRole('link', { name: 'Open the page' });
  await expect(link).toBeVisible();
  const [provider] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await authenticate(provider, 'alice', personOf(facts, 'alice').password);
  await expect(page.getByRole('button', { name: /Signed in as Alice Martin$/ })).toBeVisible();
  await expect(freshness(page)).toHaveText('live');
});

test('by platform file: a broken file is refused, a wrong password asks again, signing out wipes', async ({
  page,
  own,
  facts,
}) => {
  await page.goto(own.origin);
  const choose = async (text: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose a platform file…' }).click(),
    ]);
    await chooser.setFiles({
      name: 'platform.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
  };
  await choose('{"schemaVersion": 1, "name": "No id"}');
  await expect(page.getByRole('alert')).toContainText('This platform file is not right at id.');

  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  const provider = await openProvider(page);
  await authenticate(provider, 'alice', 'not-the-password');
  await expect(provider.getByRole('alert')).toHaveText('User name or password is wrong.');
  await authenticate(provider, 'alice', personOf(facts, 'alice').password);
  await expect(provider.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  await expect(freshness(page)).toHaveText('live');
  await goTo(page, 'Catalog');
  await expect(page.getByRole('link', { name: 'Launch workspace' })).toBeVisible();

  await page.getByRole('button', { name: /Signed in as Alice Martin$/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Sandbox' })).toBeVisible();
  await goTo(page, 'Catalog');
  await expect(page.getByRole('link', { name: 'Launch workspace' })).toBeHidden();
  await goTo(page, 'Services');
  await expect(page.getByRole('table')).toBeHidden();
});

test('with a code typed on any device', async ({ page, own, facts }) => {
  await page.goto(own.origin);
  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  await byDevice(page, facts);
  await expect(page.getByRole('button', { name: /Signed in as Alice Martin$/ })).toBeVisible();
});

/** Signs in by the code that the screen shows; where a platform has several clients, each shows one. */
async function byDevice(page: Page, facts: Facts): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with a code' }).click();
  const signedIn = page.getByRole('button', { name: /Signed in as Alice Martin$/ });
  const link = page.getByRole('link', { name: /\/device/ });
  for (let last = ''; ;) {
    const next = link.filter({ hasNotText: last === '' ? 'nothing' : last });
    await expect(signedIn.or(next)).toBeVisible();
    if (await signedIn.isVisible()) return;
    last = (await page.getByLabel(/^Code /).innerText()).trim();
    const [device] = await Promise.all([page.context().waitForEvent('page'), next.click()]);
    await connectDevice(device, facts, last);
    await device.close();
  }
}

/** What a person does on the identity provider's device page. */
async function connectDevice(device: Page, facts: Facts, code: string): Promise<void> {
  const asked = device.getByRole('textbox', { name: /code/i });
  const confirm = device.getByRole('button', { name: 'Yes, connect it' });
  await expect(asked.or(confirm)).toBeVisible();
  // The link of the screen brings the code along; who types the address by hand is asked for it.
  if (await asked.isVisible()) {
    await asked.fill(code);
    await device.getByRole('button', { name: 'Continue' }).click();
  }
  await expect(device.getByText(code)).toBeVisible();
  await confirm.click();
  const user = device.getByLabel('User name');
  const done = device.getByText('Connected. You can close this page');
  await expect(user.or(done)).toBeVisible();
  if (await user.isVisible()) await authenticate(device, 'alice', personOf(facts, 'alice').password);
  await expect(done).toBeVisible();
}

test('where no redirect is allowed it says so, with a text for the administrator, and a code still works', async ({
  page,
  own,
  facts,
}) => {
  await inject(facts).fault({ target: 'identity', refuseRedirect: true });
  await page.goto(own.origin);
  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  await page.getByRole('button', { name: 'Sign in with the browser' }).click();
  await expect(page.getByRole('alert')).toContainText(
    'The identity provider refuses to send you back to this laptop.',
  );
  const text = page.getByRole('group').filter({ hasText: 'Text for the administrator' });
  await expect(text).toContainText('http://127.0.0.1');
  await expect(text.getByRole('button', { name: 'Copy' })).toBeVisible();
  await byDevice(page, facts);
  await expect(page.getByRole('button', { name: /Signed in as Alice Martin$/ })).toBeVisible();
});

/** A token of alice for the cluster, as Onyxia's account page would hand her one. */
async function clusterToken(page: Page, request: APIRequestContext, facts: Facts): Promise<string> {
  const { issuer } = facts.oidc;
  const known = (await (await request.get(`${issuer}/.well-known/openid-configuration`)).json()) as Record<
    string,
    string
  >;
  const form = { client_id: 'onyxia-kubernetes', scope: 'openid profile' };
  const asked = (await (
    await request.post(known['device_authorization_endpoint'] ?? '', { form })
  ).json()) as Record<string, string>;
  const device = await page.context().newPage();
  await device.goto(asked['verification_uri'] ?? '');
  await connectDevice(device, facts, asked['user_code'] ?? '');
  await device.close();
  const grant = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: asked['device_code'] ?? '',
    client_id: form.client_id,
  };
  const tokens = (await (
    await request.post(known['token_endpoint'] ?? '', { form: grant })
  ).json()) as Record<string, string>;
  return tokens['access_token'] ?? '';
}

test('by pasted credentials', async ({ page, own, facts, context }) => {
  const token = await clusterToken(page, context.request, facts);
  await page.goto(own.origin);
  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  await page.getByRole('button', { name: 'Paste my credentials' }).click();
  const form = page.getByRole('form', { name: 'Paste my credentials' });
  await form.getByRole('button', { name: 'Use these credentials' }).click();
  await expect(form.getByRole('status')).toHaveText('Paste at least one of the three.');
  await form.getByRole('textbox', { name: 'Kubernetes: the kubeconfig' }).fill('no: kubeconfig');
  await form.getByRole('button', { name: 'Use these credentials' }).click();
  await expect(form.getByRole('alert')).toBeVisible();
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'alice',
    clusters: [{ name: 'sandbox', cluster: { server: facts.kubernetes.server } }],
    users: [{ name: 'alice', user: { token } }],
    contexts: [{ name: 'alice', context: { cluster: 'sandbox', user: 'alice', namespace: 'user-alice' } }],
  };
  await form.getByRole('textbox', { name: 'Kubernetes: the kubeconfig' }).fill(JSON.stringify(kubeconfig));
  await form.getByRole('button', { name: 'Use these credentials' }).click();
  await expect(page.getByRole('button', { name: /Signed in as / })).toBeVisible();
  await goTo(page, 'Services');
  await expect(freshness(page)).toHaveText('live');
});

test('by kubeconfig, with charts of a Helm repository', async ({ page, own, facts }) => {
  await page.goto(own.origin);
  await page.getByRole('button', { name: 'Use a kubeconfig…' }).click();
  const text = page.getByRole('textbox', { name: 'Or paste its text' });
  await text.fill('this: is no kubeconfig');
  await expect(page.getByRole('alert')).toBeVisible();
  await text.fill(readFileSync(facts.kubernetes.adminKubeconfig, 'utf8'));
  await page.getByRole('textbox', { name: 'Name shown in Sardonyx' }).fill('Bare cluster');
  const repositories = typeof facts.charts === 'string' ? facts.charts : (facts.charts['ide'] ?? '');
  await page.getByRole('textbox', { name: 'Helm repositories, one address a line' }).fill(repositories);
  await page.getByRole('button', { name: 'Add this cluster' }).click();
  await expect(freshness(page)).toHaveText('live');
  await goTo(page, 'Catalog');
  await page.getByRole('link', { name: 'Launch workspace' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('by-helm');
  await page
    .getByRole('button', { name: /^Launch/ })
    .last()
    .click();
  await expect(row(page, 'by-helm')).toContainText('Ready', { timeout: 60_000 });
  await row(page, 'by-helm').click();
  await page.getByRole('complementary').getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(row(page, 'by-helm')).toBeHidden({ timeout: 30_000 });
});

test('a region without Kubernetes and Vault says what is missing, and the rest works', async ({
  page,
  own,
  facts,
}) => {
  await inject(facts).fault({ target: 'onyxia', region: ['no-kubernetes', 'no-vault', 's3-array'] });
  await page.goto(own.origin);
  await look(page, facts.onyxia?.url ?? '');
  const line = (part: string) => page.getByRole('listitem').filter({ hasText: part }).first();
  await expect(line('Kubernetes')).toContainText('not on this platform');
  await expect(line('Kubernetes')).toContainText(
    'the state of services comes from Onyxia, every few seconds',
  );
  await expect(line('Vault')).toContainText('saved configurations stay on this laptop');
  await expect(line('S3 storage')).toContainText('ready');
  await page.getByRole('button', { name: 'Another address' }).click();
  await addByFile(page, onyxiaFile(facts));
  await signIn(page, facts, 'alice');
  await goTo(page, 'Services');
  await expect(freshness(page)).toHaveText('every few seconds');
  await launch(page, own.origin, 'ide', 'workspace', 'polled');
  await expect(row(page, 'polled')).toContainText('Ready', { timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('The state comes from Onyxia, every few seconds.');
  await row(page, 'polled').click();
  await page.getByRole('complementary').getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(row(page, 'polled')).toBeHidden({ timeout: 60_000 });
});

test('personal and group project are one choice apart', async ({ page, own, facts }) => {
  await page.goto(own.origin);
  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  await signIn(page, facts, 'alice');
  await page.getByRole('button', { name: /^Platform and project: Sandbox \/ personal$/ }).click();
  await page.getByRole('menuitem', { name: /nace/ }).click();
  await expect(page.getByRole('button', { name: /^Platform and project: Sandbox \/ .*nace/ })).toBeVisible();
  await launch(page, own.origin, 'ide', 'workspace', 'of-the-group');
  await expect(page.getByRole('table', { name: 'Services of projet-nace' })).toBeVisible();
  await page.getByRole('button', { name: /^Platform and project/ }).click();
  await page.getByRole('menuitem', { name: /personal/ }).click();
  await expect(row(page, 'of-the-group')).toBeHidden();
});

test('without a passphrase a restart asks to sign in, and keeps the platform', async ({
  page,
  context,
  own,
  facts,
}) => {
  await page.goto(own.origin);
  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  await signIn(page, facts, 'alice');
  await own.stop();
  const again = await openApp(own.folder);
  try {
    await admit(context, again);
    await page.goto(again.origin);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await signIn(page, facts, 'alice');
    await expect(freshness(page)).toHaveText('live');
  } finally {
    await again.stop();
  }
});
