/** Electron's checklist of twenty points, walked over everything that this host makes. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as electron from 'electron';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { contentSecurityPolicy } from './pages.ts';
import { bridgePage } from './page-bridge.ts';
import { guardPages } from './page-guards.ts';
import type { ViewMessage } from './page-message.ts';
import { declareScheme } from './protocol.ts';
import { createServiceViews, forgetServices } from './service-views.ts';
import * as standIn from './testing/electron.ts';
import { StandInContents, type StandInSession, type WebContentsView } from './testing/pages.ts';
import { openWindow } from './window.ts';
import { wordsOf } from './words.ts';

vi.mock('electron', () => import('./testing/electron.ts'));
const { app, dialog, opened, preferencesSeen } = electron as unknown as typeof standIn;

const surroundings = { isPackaged: true, platform: 'linux' } as const;
const own = 'http://jupyter-1.sardonyx.localhost:4000';
const bounds = { x: 0, y: 50, width: 800, height: 600 };
let window: standIn.BrowserWindow;
let views: ReturnType<typeof createServiceViews>;

beforeAll(() => {
  declareScheme();
  guardPages(() => wordsOf('en'));
});
beforeEach(() => {
  opened.length = 0;
  const made = openWindow({
    preload: '/programs/preload.cjs',
    stateFile: path.join(import.meta.dirname, 'no-such-folder', 'state.json'),
    surroundings,
    route: '/',
  });
  window = made as unknown as standIn.BrowserWindow;
  views = createServiceViews({ window: made, surroundings, corePort: () => 4000, platform: () => 'ssp' });
});

function show(id = 'jupyter-1', address = `http://${id}.sardonyx.localhost:4000/.sardonyx/enter?ticket=1`) {
  views.receive({ ask: 'show-view', id, address, bounds });
  return window.children.at(-1) as WebContentsView;
}

/** Goes somewhere by itself: true when it may. */
const goes = (page: StandInContents, url: string, isMainFrame = true) =>
  !page.prevents(isMainFrame ? 'will-navigate' : 'will-frame-navigate', { url, isMainFrame });

describe('the checklist', () => {
  test('1, 18: pages come by a secure scheme of their own, never by file or http', () => {
    expect(window.webContents.loaded).toEqual(['sardonyx-app://app/index.html#/']);
    expect(standIn.protocol.schemes).toEqual([
      {
        scheme: 'sardonyx-app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
      },
    ]);
  });

  test('2, 3, 4, 6, 8, 9, 10, 11: every page is sandboxed, isolated, without Node and without webview', () => {
    show();
    const child = show('vscode-1').webContents.windowOpen({
      url: 'http://vscode-1.sardonyx.localhost:4000/x',
    });
    const options = child.overrideBrowserWindowOptions as {
      webPreferences: (typeof preferencesSeen)[number];
    };
    for (const preferences of [...preferencesSeen, options.webPreferences]) {
      expect(preferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        devTools: false,
        spellcheck: false,
      });
      expect(preferences).not.toHaveProperty('enableBlinkFeatures');
    }
  });

  test('2, 20: only the app’s own window has a preload script; each service a session of its own', () => {
    const [first, second] = [show(), show('vscode-1')];
    expect(window.webContents.preferences).toHaveProperty('preload', '/programs/preload.cjs');
    expect(window.webContents.preferences).not.toHaveProperty('partition');
    for (const { webContents } of [first, second])
      expect(webContents.preferences).not.toHaveProperty('preload');
    const partitions = [first, second].map(({ webContents }) => webContents.preferences.partition);
    expect(new Set(partitions).size).toBe(2);
    expect(partitions[0]).toMatch(/^persist:service-[0-9a-f]{12}-jupyter-1$/);
  });

  test('5: permissions of every session are asked of the policy, which refuses what it does not know', () => {
    const view = show();
    const ask = (
      own: StandInSession,
      contents: StandInContents,
      permission: string,
      requestingUrl: string,
    ) => {
      let answer: boolean | undefined;
      (own.permissionRequest as (...all: unknown[]) => void)(
        contents,
        permission,
        (granted: boolean) => {
          answer = granted;
        },
        { requestingUrl, isMainFrame: true },
      );
      const checked = (own.permissionCheck as (...all: unknown[]) => boolean)(
        contents,
        permission,
        requestingUrl,
        {
          requestingUrl,
          isMainFrame: true,
        },
      );
      return [answer, checked];
    };
    const { webContents } = window;
    expect(ask(view.webContents.session, view.webContents, 'clipboard-read', `${own}/lab`)).toEqual([
      true,
      true,
    ]);
    expect(ask(view.webContents.session, view.webContents, 'media', `${own}/lab`)).toEqual([false, false]);
    expect(
      ask(view.webContents.session, view.webContents, 'clipboard-read', 'https://evil.example/'),
    ).toEqual([false, false]);
    expect(ask(webContents.session, webContents, 'fullscreen', 'sardonyx-app://app/index.html')).toEqual([
      true,
      true,
    ]);
    expect(ask(webContents.session, webContents, 'clipboard-read', 'sardonyx-app://app/index.html')).toEqual([
      false,
      false,
    ]);
    const stranger = new StandInContents({ partition: 'stranger' });
    expect(ask(stranger.session, stranger, 'fullscreen', own)).toEqual([false, false]);
    expect((view.webContents.session.devicePermission as () => boolean)()).toBe(false);
    // One session, another page in it that nobody claimed.
    const beside = new StandInContents({ partition: view.webContents.preferences.partition ?? '' });
    expect(ask(view.webContents.session, beside, 'clipboard-read', `${own}/lab`)[0]).toBe(false);
  });

  test('7: a strict policy goes with every page', () => {
    expect(contentSecurityPolicy.split('; ')).toContain(`default-src 'none'`);
  });

  test('12: no webview is ever attached', () => {
    for (const page of [window.webContents, show().webContents, new StandInContents({})])
      expect(page.prevents('will-attach-webview', {}, {}, {})).toBe(true);
  });

  test('13: pages stay on their origin, by links, redirects and frames', () => {
    const { webContents } = show();
    expect(goes(webContents, `${own}/lab`)).toBe(true);
    expect(goes(webContents, 'https://pypi.org/')).toBe(false);
    expect(
      webContents.prevents('will-redirect', {
        url: 'http://rstudio-1.sardonyx.localhost:4000/',
        isMainFrame: true,
      }),
    ).toBe(true);
    expect(webContents.prevents('will-redirect', { url: `${own}/tree`, isMainFrame: true })).toBe(false);
    expect(goes(webContents, 'about:srcdoc', false)).toBe(true);
    expect(goes(webContents, 'http://127.0.0.1:631/', false)).toBe(false);
    expect(goes(window.webContents, 'sardonyx-app://app/index.html')).toBe(true);
    expect(goes(window.webContents, `${own}/lab`)).toBe(false);
    expect(goes(window.webContents, 'sardonyx-app://app/index.html', false)).toBe(false);
    const stranger = new StandInContents({});
    expect(goes(stranger, 'sardonyx-app://app/index.html')).toBe(false);
    expect(opened).toEqual(['https://pypi.org/']);
  });

  test('13: a navigation of the page itself is sent outside once, although two events tell of it', () => {
    const { webContents } = show();
    const details = { url: 'https://pypi.org/', isMainFrame: true };
    webContents.prevents('will-frame-navigate', details);
    webContents.prevents('will-navigate', details);
    expect(opened).toEqual(['https://pypi.org/']);
  });

  test('14: windows are opened by services only, for their own pages, and are kept as closely', () => {
    const { webContents } = show();
    expect(webContents.windowOpen({ url: `${own}/terminal` })).toMatchObject({
      action: 'allow',
      overrideBrowserWindowOptions: {
        webPreferences: { sandbox: true, partition: webContents.preferences.partition },
      },
    });
    expect(webContents.windowOpen({ url: 'https://pypi.org/' })).toEqual({ action: 'deny' });
    expect(webContents.windowOpen({ url: 'javascript:alert(1)' })).toEqual({ action: 'deny' });
    expect(window.webContents.windowOpen({ url: 'sardonyx-app://app/index.html' })).toEqual({
      action: 'deny',
    });
    const child = new standIn.BrowserWindow({
      webPreferences: { partition: webContents.preferences.partition ?? '' },
    });
    expect(goes(child.webContents, `${own}/terminal`)).toBe(false);
    webContents.emit('did-create-window', child, {});
    expect(goes(child.webContents, `${own}/terminal`)).toBe(true);
    expect(goes(child.webContents, 'http://rstudio-1.sardonyx.localhost:4000/')).toBe(false);
    expect(child.webContents.windowOpen({ url: `${own}/another` })).toMatchObject({ action: 'allow' });
    expect(child.told).toContain('removeMenu');
  });

  test('15: nothing but http, https and mailto is handed to the system, and never a flood', () => {
    const { webContents } = show();
    for (const url of ['file:///etc/passwd', 'ms-msdt:/id', 'https://user:x@evil.example/', 'smb://x/y']) {
      webContents.windowOpen({ url });
      goes(webContents, url);
    }
    expect(opened).toEqual([]);
    for (let number = 0; number < 50; number += 1)
      webContents.windowOpen({ url: `https://evil.example/${number}` });
    expect(opened).toHaveLength(5);
  });

  test('15: only one file hands an address to the system', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (name) => /(?<!test)\.ts$/.test(name) && !name.endsWith('.test.ts'),
    );
    const text = (name: string) => readFileSync(path.join(import.meta.dirname, name), 'utf8');
    expect(files.filter((name) => /\bshell\.(open|beep|trash|show|write|read)/.test(text(name)))).toEqual([
      'open-external.ts',
    ]);
    // 1, 6, 12, 18: what no line of this host may say.
    const never =
      /executeJavaScript|loadFile\(|webSecurity: false|nodeIntegration: true|sandbox: false|contextIsolation: false|webviewTag: true|@electron\/remote/;
    expect(files.filter((name) => never.test(text(name)))).toEqual([]);
  });

  test('16, 19: the fuses of the package are set', () => {
    const settings = readFileSync(path.join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8');
    for (const line of [
      'runAsNode: false',
      'enableCookieEncryption: true',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'grantFileProtocolExtraPrivileges: false',
    ])
      expect(settings).toContain(line);
  });

  test('17: the page is heard only from the top frame of the app’s window, on its own origin', () => {
    const heard: unknown[] = [];
    const stop = bridgePage({
      window: () => window as unknown as electron.BrowserWindow,
      connect: () => heard.push('port'),
      onView: (message: ViewMessage) => heard.push(message.ask),
    });
    const good = {
      sender: window.webContents,
      senderFrame: { parent: null, origin: 'sardonyx-app://app', postMessage: () => {} },
    };
    const send = (event: object, message: unknown = { ask: 'hide-views' }) =>
      electron.ipcMain.emit('sardonyx-page', event, message);
    send(good);
    send(good, { ask: 'port' });
    send({ ...good, senderFrame: null });
    send({ ...good, senderFrame: { ...good.senderFrame, origin: own } });
    send({ ...good, senderFrame: { ...good.senderFrame, origin: 'null' } });
    send({ ...good, senderFrame: { ...good.senderFrame, parent: {} } });
    send({ ...good, sender: show().webContents });
    for (const message of [
      'port',
      null,
      { ask: 'run' },
      { ask: 'show-view', id: '../..', address: own, bounds },
      { ask: 'show-view', id: 'a', address: own, bounds: { ...bounds, x: Number.NaN } },
      { ask: 'close-view' },
    ])
      send(good, message);
    expect(heard).toEqual(['hide-views', 'port']);
    stop();
    send(good);
    expect(heard).toHaveLength(2);
  });

  test('certificates that do not hold are refused, and the person’s own are shown to nobody', () => {
    const answers: unknown[] = [];
    let prevented = 0;
    const event = { preventDefault: () => (prevented += 1) };
    app.emit('certificate-error', event, {}, own, 'ERR_CERT_AUTHORITY_INVALID', {}, (trusted: boolean) =>
      answers.push(trusted),
    );
    app.emit('select-client-certificate', event, {}, own, [{}], (certificate?: unknown) =>
      answers.push(certificate),
    );
    expect([prevented, answers]).toEqual([2, [false, undefined]]);
  });

  test('dictionaries are not fetched from the network', () => {
    for (const { session } of [window.webContents, show().webContents])
      expect(session.dictionaries).toBe('http://127.0.0.1:9/');
  });

  test('downloads are offered under a harmless name, or refused', () => {
    const { webContents } = show();
    const saved: unknown[] = [];
    const item = (chain: string[], name: string) => ({
      getURLChain: () => chain,
      getFilename: () => name,
      setSaveDialogOptions: (options: unknown) => saved.push(options),
    });
    const prevents = (download: object) => {
      let prevented = false;
      webContents.session.emit(
        'will-download',
        { preventDefault: () => (prevented = true) },
        download,
        webContents,
      );
      return prevented;
    };
    expect(prevents(item([`${own}/files/a`], '../.bashrc'))).toBe(false);
    expect(prevents(item(['file:///etc/passwd'], 'x'))).toBe(true);
    expect(prevents(item(['https://minio.example/a'], 'x'))).toBe(true);
    expect(saved).toEqual([{ defaultPath: '_.bashrc' }]);
    expect(opened).toEqual(['https://minio.example/a']);
  });

  test('a page that does not want to be left is asked about', () => {
    const { webContents } = show();
    dialog.answer = 1;
    expect(webContents.prevents('will-prevent-unload')).toBe(false);
    dialog.answer = 0;
    expect(webContents.prevents('will-prevent-unload')).toBe(true);
  });
});

describe('the views of services', () => {
  test('lie where the page says, are loaded once an address, and cover each other by being hidden', () => {
    const first = show();
    const again = show();
    expect(again).toBe(first);
    expect(first.webContents.loaded).toHaveLength(1);
    expect(first.bounds).toEqual(bounds);
    const second = show('vscode-1');
    expect([first.visible, second.visible]).toEqual([false, true]);
    show('jupyter-1', `${own}/.sardonyx/enter?ticket=2`);
    expect(first.webContents.loaded).toHaveLength(2);
    views.receive({ ask: 'focus-view' });
    expect(first.webContents.focused).toBe(1);
    views.receive({ ask: 'hide-views' });
    expect([first.visible, second.visible]).toEqual([false, false]);
    expect(window.webContents.focused).toBe(1);
  });

  test('follow the zoom of the page', () => {
    window.webContents.zoomLevel = 2;
    expect(show().bounds).toEqual({ x: 0, y: 72, width: 1152, height: 728 });
  });

  test('load nothing that is not the gateway’s', () => {
    for (const address of [
      'https://evil.example/',
      'http://vscode-1.sardonyx.localhost:4000/',
      'http://jupyter-1.sardonyx.localhost:4001/',
      'file:///etc/passwd',
    ])
      views.receive({ ask: 'show-view', id: 'jupyter-1', address, bounds });
    expect(window.children).toEqual([]);
  });

  test('give the focus back by F6, which the page gets too, and keep all other keys', () => {
    const { webContents } = show();
    const key = (name: string, control = false) =>
      webContents.prevents(
        'before-input-event',
        {},
        { type: 'keyDown', key: name, control, meta: false, alt: false, shift: false },
      );
    expect([key('F6'), key('k', true), key('1', true), key('w', true)]).toEqual([true, false, false, false]);
    expect(window.webContents.focused).toBe(1);
    expect(window.webContents.inputs).toEqual([
      { type: 'keyDown', keyCode: 'F6' },
      { type: 'keyUp', keyCode: 'F6' },
    ]);
  });

  test('are asked for again when they did not load or their process ended, and not when another load overtook', () => {
    vi.useFakeTimers();
    try {
      const { webContents } = show();
      const fail = (code: number, isMainFrame = true) =>
        webContents.emit('did-fail-load', {}, code, '', `${own}/lab`, isMainFrame);
      fail(-3);
      fail(-102, false);
      vi.runAllTimers();
      expect(webContents.loaded).toHaveLength(1);
      fail(-102);
      fail(-102);
      vi.runAllTimers();
      expect(webContents.loaded.slice(1)).toEqual([`${own}/lab`]);
      webContents.emit('render-process-gone', {}, { reason: 'crashed' });
      vi.runAllTimers();
      expect(webContents.loaded).toHaveLength(3);
      webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
      vi.runAllTimers();
      expect(webContents.loaded).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
  });

  test('end when they are closed, and with the window', () => {
    const [first, second] = [show(), show('vscode-1')];
    views.receive({ ask: 'close-view', id: 'jupyter-1' });
    expect([first.webContents.destroyed, second.webContents.destroyed]).toEqual([true, false]);
    expect(window.children).toEqual([second]);
    expect(show()).not.toBe(first);
    views.closeAll();
    expect(second.webContents.destroyed).toBe(true);
    expect(window.children).toEqual([]);
  });

  test('are hidden while the page loads anew, which then says where they lie', () => {
    const view = show();
    window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(view.visible).toBe(true);
    window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(view.visible).toBe(false);
  });

  test('leave nothing behind when the person signs out', async () => {
    const { session } = show().webContents;
    const other = show('vscode-1').webContents.session;
    const name = session.partition.replace('persist:', '');
    await forgetServices('another', [name]);
    expect(session.cleared).toBe(0);
    await forgetServices('ssp', [name]);
    expect([session.cleared, other.cleared]).toEqual([1, 0]);
  });
});

test('the window zooms by the keys of a browser', () => {
  const press = (key: string) =>
    window.webContents.prevents(
      'before-input-event',
      {},
      { type: 'keyDown', key, control: true, meta: false, alt: false, shift: false },
    );
  expect([press('+'), press('+'), press('k')]).toEqual([true, true, false]);
  expect(window.webContents.zoomLevel).toBe(2);
  press('0');
  expect(window.webContents.zoomLevel).toBe(0);
});
