import { chromium, expect, type Page } from '@playwright/test';
import { findBrowser } from '../browser.ts';
import { launch, row, untilReady } from '../support/person.ts';
import { test, type StartedApp } from './app.ts';

/** Signs in as a person does in the system's browser, at the address that the app opened there. */
async function signInOutside(app: StartedApp): Promise<void> {
  await expect.poll(async () => (await app.opened()).length).toBeGreaterThan(0);
  const browser = await chromium.launch(await findBrowser());
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto((await app.opened()).at(-1) as string);
    // The sandbox fills the form in for its guest.
    await page.getByRole('button', { name: 'Continue' }).click();
    // The tab goes on by itself, from one client of the platform to the next.
    await expect(app.page.getByRole('button', { name: /^Signed in as/ })).toBeVisible({ timeout: 60_000 });
  } finally {
    await browser.close();
  }
}

async function tryItNow(app: StartedApp): Promise<Page> {
  await app.page.getByRole('button', { name: 'Start the sandbox' }).click();
  await app.page.getByRole('button', { name: 'Sign in with the browser' }).click();
  await signInOutside(app);
  return app.page;
}

/** What the views of opened services show. */
function views({ electron }: StartedApp) {
  return electron.evaluate(async ({ webContents, session }) =>
    Promise.all(
      webContents
        .getAllWebContents()
        .filter((contents) => contents.getURL().includes('.sardonyx.localhost:'))
        .map(async (contents) => ({
          address: contents.getURL(),
          text: String(await contents.executeJavaScript('document.body.innerText')),
          node: String(
            await contents.executeJavaScript('typeof require + typeof process + typeof sardonyxViews'),
          ),
          ownSession: contents.session !== session.defaultSession,
        })),
    ),
  );
}

test('a person tries it, launches a workspace, and works in its view', async ({ start }) => {
  const app = await start();
  const page = await tryItNow(app);
  await launch(page, 'sardonyx-app://app', 'ide', 'workspace');
  await untilReady(page, 'workspace');
  await row(page, 'workspace').press('Enter');
  await expect.poll(async () => (await views(app)).length, { timeout: 60_000 }).toBe(1);
  await expect.poll(async () => (await views(app))[0]?.text).toContain('Connected');
  const [view] = await views(app);
  expect(view).toMatchObject({ node: 'undefinedundefinedundefined', ownSession: true });
  expect(view?.address).toMatch(/^http:\/\/[a-z0-9-]+\.sardonyx\.localhost:\d+\//);

  const bounds = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.contentView.children.map((child) => ({
        ...child.getBounds(),
        visible: child.getVisible(),
      })),
    );
  // A window without decoration of its own has a view for its page as well: the service's is the last one.
  expect((await bounds())?.at(-1)).toMatchObject({ visible: true });
  await page.keyboard.press('ControlOrMeta+k');
  await expect.poll(async () => (await bounds())?.at(-1)?.visible).toBe(false);
});

test('what a service asks for is kept to its own origin', async ({ start }) => {
  const app = await start();
  const page = await tryItNow(app);
  await launch(page, 'sardonyx-app://app', 'ide', 'workspace');
  await untilReady(page, 'workspace');
  await row(page, 'workspace').press('Enter');
  await expect.poll(async () => (await views(app)).length, { timeout: 60_000 }).toBe(1);
  const before = (await app.opened()).length;
  await app.electron.evaluate(async ({ webContents }) => {
    const view = webContents.getAllWebContents().find((one) => one.getURL().includes('.sardonyx.localhost:'));
    await view?.executeJavaScript(`location.href = 'https://www.example.org/'; undefined`);
    await view?.executeJavaScript(`window.open('file:///etc/passwd'); undefined`);
    await view?.executeJavaScript(`location.href = 'sardonyx-app://app/index.html'; undefined`);
  });
  await expect.poll(async () => (await app.opened()).slice(before)).toEqual(['https://www.example.org/']);
  expect((await views(app))[0]?.address).toContain('.sardonyx.localhost:');
});
