import { execFile } from 'node:child_process';
import { expect } from '@playwright/test';
import { electronBinary, callCore, environment, startParameters, test } from './app.ts';

const home = 'sardonyx-app://app/index.html';

test('the window opens with the app’s own page, sandboxed, under its policy', async ({ start }) => {
  const { electron, page } = await start();
  await expect(page).toHaveTitle('Sardonyx');
  await expect(page.getByText('Try it now')).toBeVisible();
  expect(page.url()).toContain(home);
  const seen = await page.evaluate(async () => ({
    node: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
    secure: isSecureContext,
    policy: (await fetch('index.html')).headers.get('content-security-policy'),
    elsewhere: await fetch('https://example.org/').then(
      () => 'reached',
      () => 'refused',
    ),
  }));
  expect(seen).toMatchObject({ node: 'undefined', process: 'undefined', secure: true, elsewhere: 'refused' });
  expect(seen.policy).toContain(`require-trusted-types-for 'script'`);
  const states = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  );
  expect(states).toEqual([true]);
});

test('the page speaks with the core over its port', async ({ start, folder }) => {
  const { page } = await start();
  expect(await callCore(page, 'shell.about')).toMatchObject({ id: 1, value: { host: 'electron', folder } });
  expect(await callCore(page, 'shell.nothing')).toMatchObject({ id: 1, failed: { code: 'invalid-input' } });
});

test('the page stays where it is; links lead outside, and only links', async ({ start }) => {
  const { page, opened } = await start();
  await expect(page.getByText('Try it now')).toBeVisible();
  await page.evaluate(() => {
    for (const address of ['file:///etc/passwd', 'https://user:secret@example.org/', 'sardonyx-app://other/'])
      window.open(address);
    window.open('https://docs.example.org/');
    location.href = 'https://www.example.org/';
  });
  await expect
    .poll(opened)
    .toEqual(expect.arrayContaining(['https://docs.example.org/', 'https://www.example.org/']));
  expect(await opened()).toHaveLength(2);
  expect(page.url()).toContain(home);
  await expect(page.getByText('Try it now')).toBeVisible();
});

test('the page is given no permission that it does not need', async ({ start }) => {
  const { page } = await start();
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'camera', 'microphone', 'notifications'] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(states).not.toContain('granted');
});

test('a second start shows the first window, hands over its link, and ends', async ({ start, folder }) => {
  const { electron, page } = await start();
  await expect(page.getByText('Try it now')).toBeVisible();
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const code = await new Promise((resolve) => {
    const link = 'sardonyx://launcher/ide/jupyter-python?name=from-a-link';
    execFile(electronBinary(), startParameters(folder, [link]), { env: environment() }, (error) =>
      resolve(error?.code ?? 0),
    );
  });
  expect(code).toBe(0);
  await expect(page).toHaveURL(/#\/.*jupyter-python/);
  await expect
    .poll(() =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isMinimized())),
    )
    .toEqual([false]);
});

test('a link leads to its form at a cold start, too', async ({ start }) => {
  const { page } = await start(['sardonyx://launcher/ide/rstudio?autoLaunch=true']);
  await expect(page).toHaveURL(/#\/.*rstudio/);
  expect(page.url()).not.toContain('autoLaunch');
});

test('a core that is killed comes back, and the page with it', async ({ start }) => {
  const { electron, page } = await start();
  await callCore(page, 'shell.about');
  const core = () =>
    electron.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Sardonyx core')?.pid);
  const before = await core();
  expect(before).toBeGreaterThan(0);
  await electron.evaluate((_, pid) => process.kill(pid, 'SIGKILL'), before as number);
  await expect.poll(core).not.toBe(before);
  await expect.poll(core).toBeGreaterThan(0);
  expect(await callCore(page, 'shell.about')).toMatchObject({ value: { host: 'electron' } });
  await expect(page.getByText('Try it now')).toBeVisible();
});

test('the window comes back where it was', async ({ start }) => {
  const first = await start();
  await expect(first.page.getByText('Try it now')).toBeVisible();
  const bounds = await first.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setBounds({ x: 40, y: 60, width: 900, height: 650 });
    return window?.getNormalBounds();
  });
  await first.electron.close();
  const { electron } = await start();
  expect(
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds()),
  ).toEqual(bounds);
});
