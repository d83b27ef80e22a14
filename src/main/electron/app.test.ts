/** The whole main process over the stand-in: what a start, a link, a second start and an end do. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { takeFolder } from '../core/owner.ts';
import { runCore } from './run-core.ts';
import type * as standIn from './testing/electron.ts';
import { smallCore, type SmallCore } from './testing/small-core.ts';

let folder: string;
let electron: typeof standIn;
let core: PromiseWithResolvers<SmallCore>;
const parameters = process.argv;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-app-'));
  // A new app each time: its state lives in its modules, and so does the stand-in's.
  vi.resetModules();
  vi.doMock('electron', () => import('./testing/electron.ts'));
  electron = (await import('electron')) as unknown as typeof standIn;
  core = Promise.withResolvers();
  electron.utilityProcess.run = (child) => {
    const create = async (host: Parameters<typeof smallCore>[0]) => {
      const made = smallCore(host);
      core.resolve(made);
      return made;
    };
    runCore(child.parent, create, (code) => child.exit(code));
  };
});
afterEach(async () => {
  await end();
  process.argv = parameters;
  await rm(folder, { recursive: true });
});

/** Starts the app as a person would, and waits for its core. */
async function start(more: string[] = []): Promise<SmallCore> {
  process.argv = ['electron', '.', '--folder', folder, ...more];
  await import('./index.ts');
  electron.app.ready.resolve();
  return core.promise;
}

/** Ends it as the system would: true when it asked to wait first. */
async function end(): Promise<void> {
  let prevented = 0;
  const event = { preventDefault: () => (prevented += 1) };
  electron.app.emit('will-quit', event);
  if (prevented > 0) await vi.waitFor(() => expect(electron.app.told).toContain('quit'));
}

const pages = () => electron.BrowserWindow.all.map(({ webContents }) => webContents.loaded);

describe('the app', () => {
  test('opens its window, with Chromium’s own data inside its folder', async () => {
    const { host } = await start();
    expect(pages()).toEqual([['sardonyx-app://app/index.html#/']]);
    expect(electron.app.told).toEqual(['name Sardonyx', `path userData ${path.join(folder, 'window')}`]);
    expect([...electron.protocol.handlers.keys()]).toEqual(['sardonyx-app']);
    expect(host.folder).toBe(folder);
    expect(host.languages).toEqual(['fr-FR', 'en-US']);
    expect(await readdir(folder)).toContain('owner.json');
  });

  test('gives the folder free when it ends, after the core stopped', async () => {
    const made = await start();
    await end();
    expect(made.stopped()).toBe(true);
    expect(await readdir(folder)).not.toContain('owner.json');
  });

  test('hands the page a port that leads to the core', async () => {
    await start();
    const [window] = electron.BrowserWindow.all;
    const handed = Promise.withResolvers<unknown[]>();
    const senderFrame = {
      parent: null,
      origin: 'sardonyx-app://app',
      postMessage: (...all: unknown[]) => handed.resolve(all),
    };
    electron.ipcMain.emit('sardonyx-page', { sender: window?.webContents, senderFrame }, { ask: 'port' });
    const [channel, message, ports] = await handed.promise;
    expect([channel, message]).toEqual(['sardonyx-port', null]);
    const [port] = ports as InstanceType<typeof electron.MessageChannelMain>['port1'][];
    const answer = new Promise((resolve) =>
      port?.once('message', ({ data }: { data: unknown }) => resolve(data)),
    );
    port?.start();
    port?.postMessage({ id: 1, call: 'shell.about', input: {} });
    expect(await answer).toMatchObject({ id: 1, value: { host: 'electron' } });
    port?.close();
  });

  test('begins at a link that it was started with, and does not launch by itself', async () => {
    await start(['sardonyx://launcher/ide/jupyter-python?name=x&autoLaunch=true']);
    expect(pages()).toEqual([['sardonyx-app://app/index.html#/launcher/ide/jupyter-python?name=x']]);
  });

  test('keeps a link that macOS tells of before it is ready', async () => {
    process.argv = ['electron', '.', '--folder', folder];
    await import('./index.ts');
    let prevented = 0;
    electron.app.emit(
      'open-url',
      { preventDefault: () => (prevented += 1) },
      'sardonyx://launcher/ide/rstudio',
    );
    electron.app.ready.resolve();
    await core.promise;
    expect(prevented).toBe(1);
    expect(pages()).toEqual([['sardonyx-app://app/index.html#/launcher/ide/rstudio']]);
  });

  test('shows itself to a second start, and goes where its link leads without losing the page', async () => {
    await start();
    const [window] = electron.BrowserWindow.all;
    if (window) window.minimized = true;
    electron.app.emit('second-instance', {}, ['sardonyx', '--folder', folder], folder);
    expect(window?.told).toEqual(['restore', 'show', 'focus']);
    electron.app.emit('second-instance', {}, ['sardonyx', 'sardonyx://launcher/ide/rstudio'], folder);
    expect(pages()).toEqual([
      ['sardonyx-app://app/index.html#/', 'sardonyx-app://app/index.html#/launcher/ide/rstudio'],
    ]);
  });

  test('is itself the second start where another has the lock: it ends and touches nothing', async () => {
    electron.app.hasLock = false;
    process.argv = ['electron', '.', '--folder', folder];
    await import('./index.ts');
    electron.app.ready.resolve();
    expect(electron.app.told).toContain('exit 0');
    expect(await readdir(folder)).toEqual(['window']);
    expect(electron.BrowserWindow.all).toEqual([]);
  });

  test('says so when the version in the browser uses the folder', async () => {
    // The process that runs the tests' own parent is alive and not this one.
    const lock = await takeFolder(folder);
    if (lock.kind === 'owner') await lock.release();
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path.join(folder, 'owner.json'), JSON.stringify({ pid: process.ppid, controlKey: 'x' }));
    process.argv = ['electron', '.', '--folder', folder];
    await import('./index.ts');
    electron.app.ready.resolve();
    await vi.waitFor(() => expect(electron.app.told).toContain('exit 1'));
    expect(electron.dialog.shown.at(-1)).toMatchObject({ title: 'Sardonyx est déjà ouvert sur ce dossier' });
    expect(electron.BrowserWindow.all).toEqual([]);
  });

  test('follows the person’s language and colours', async () => {
    const made = await start();
    await vi.waitFor(() => expect(electron.nativeTheme.themeSource).toBe('dark'));
    const labels = () => (electron.Menu.current as { label: string }[]).map(({ label }) => label);
    expect(labels()).toContain('File');
    made.settings.set({ ...made.settings.get(), language: 'fr', appearance: 'light' });
    await vi.waitFor(() => expect(electron.nativeTheme.themeSource).toBe('light'));
    expect(labels()).toContain('Fichier');
  });

  test('comes back by a click on its icon after the last window was closed, and forgets the old one', async () => {
    await start();
    const [first] = electron.BrowserWindow.all;
    first?.emit('close');
    first?.emit('closed');
    expect(await readdir(path.join(folder, 'window'))).toEqual(['window-state.json']);
    electron.app.emit('activate');
    expect(electron.BrowserWindow.all).toHaveLength(2);
    expect(electron.BrowserWindow.all[1]?.options).toMatchObject({ x: 10, y: 20, width: 900, height: 700 });
    electron.app.emit('activate');
    expect(electron.BrowserWindow.all).toHaveLength(2);
  });

  test('tells the core that the network came back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const { host } = await start();
      await host.secrets.keys('');
      const heard = new Promise<void>((resolve) => host.onResume(resolve));
      electron.net.online = false;
      vi.advanceTimersByTime(5_000);
      electron.net.online = true;
      vi.advanceTimersByTime(5_000);
      await heard;
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the preload script', () => {
  test('hands over one port when it is asked to, and knows four things about views', async () => {
    const page = new EventTarget();
    const posted: unknown[] = [];
    vi.stubGlobal('window', Object.assign(page, { postMessage: (...all: unknown[]) => posted.push(all) }));
    vi.stubGlobal('location', { origin: 'sardonyx-app://app' });
    try {
      const { exposed, ipcRenderer } = electron;
      ipcRenderer.posted.length = 0;
      await import('./preload.ts');
      const say = (data: unknown, source: unknown = page) =>
        page.dispatchEvent(Object.assign(new Event('message'), { data, source }));
      say('sardonyx-want-port');
      say('something else');
      say('sardonyx-want-port', {});
      expect(ipcRenderer.posted).toEqual([['sardonyx-page', { ask: 'port' }]]);
      ipcRenderer.emit('sardonyx-port', { ports: ['the port'] });
      expect(posted).toEqual([['sardonyx-port', 'sardonyx-app://app', ['the port']]]);

      const views = exposed['sardonyxViews'] as Record<string, (...all: unknown[]) => void>;
      expect(Object.keys(views)).toEqual(['show', 'hide', 'focus', 'close']);
      views['show']?.('a', 'http://a.sardonyx.localhost:1/', { x: 0, y: 0, width: 1, height: 1 });
      views['close']?.('a');
      expect(ipcRenderer.posted.slice(1)).toEqual([
        [
          'sardonyx-page',
          {
            ask: 'show-view',
            id: 'a',
            address: 'http://a.sardonyx.localhost:1/',
            bounds: { x: 0, y: 0, width: 1, height: 1 },
          },
        ],
        ['sardonyx-page', { ask: 'close-view', id: 'a' }],
      ]);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
