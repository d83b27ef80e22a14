/** The app's one window: opened where it was, showing the app's own page. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pageAddress } from './deep-links.ts';
import { zoomLevel, zoomOf } from './keys.ts';
import { readJson, writeJson } from './kept-json.ts';
import { appOrigin } from './names.ts';
import { claimPage } from './page-guards.ts';
import { appPreferences, type Surroundings } from './preferences.ts';
import { restoreWindow, smallest, type WindowState } from './window-state.ts';

export interface WindowOptions {
  readonly preload: string;
  /** File that remembers where the window was. */
  readonly stateFile: string;
  readonly surroundings: Surroundings;
  /** The route to begin with. */
  readonly route: string;
}

/** Opens the window; it is shown once it has something to show, so that nobody sees it flash. */
export function openWindow({ preload, stateFile, surroundings, route }: WindowOptions): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const areas = [primary, ...others].map(({ workArea }) => workArea);
  const { maximized, ...bounds } = restoreWindow(readJson(stateFile), areas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Sardonyx',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14110F' : '#FAF8F5',
    autoHideMenuBar: true,
    webPreferences: appPreferences(preload, surroundings),
  });
  claimPage(window.webContents, { owner: { kind: 'app', origin: appOrigin } });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => keepState(window, stateFile));
  window.webContents.on('before-input-event', (event, input) => {
    const zoom = zoomOf(input, surroundings.platform);
    if (!zoom) return;
    event.preventDefault();
    const { webContents } = window;
    webContents.setZoomLevel(zoomLevel(webContents.getZoomLevel(), zoom));
  });
  window.webContents.on('render-process-gone', (_, { reason }) => {
    // All state is in the core: a new page shows the same.
    if (reason !== 'clean-exit') window.webContents.reload();
  });
  void window.loadURL(pageAddress(route));
  return window;
}

/** Leads the open page to a route; only what is behind the `#` changes, so that nothing typed is lost. */
export function showRoute(window: BrowserWindow, route: string): void {
  void window.loadURL(pageAddress(route));
  bringToFront(window);
}

/** Shows a window that may be minimised or behind others. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function keepState(window: BrowserWindow, file: string): void {
  const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
  try {
    writeJson(file, state);
  } catch {
    // A full disk must not keep the window from closing.
  }
}
