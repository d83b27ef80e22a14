/** Sets the application's menu, in the person's language. */
import { app, BrowserWindow, Menu, webContents } from 'electron';
import { zoomLevel } from './keys.ts';
import { menuTemplate, type MenuActions } from './menu-template.ts';
import type { Surroundings } from './preferences.ts';
import type { Words } from './words.ts';

/** Builds the menu anew; call it again when the language changed. */
export function setMenu(
  words: Words,
  surroundings: Surroundings,
  window: () => BrowserWindow | undefined,
): void {
  const focused = () => BrowserWindow.getFocusedWindow() ?? window();
  const actions: MenuActions = {
    close: () => focused()?.close(),
    quit: () => app.quit(),
    openCommands: () => {
      const page = window()?.webContents;
      page?.focus();
      const modifiers = [surroundings.platform === 'darwin' ? 'meta' : 'control'] as ('meta' | 'control')[];
      page?.sendInputEvent({ type: 'keyDown', keyCode: 'K', modifiers });
      page?.sendInputEvent({ type: 'keyUp', keyCode: 'K', modifiers });
    },
    leaveService: () => window()?.webContents.focus(),
    zoom: (zoom) => {
      const page = webContents.getFocusedWebContents() ?? window()?.webContents;
      page?.setZoomLevel(zoomLevel(page.getZoomLevel(), zoom));
    },
    toggleFullScreen: () => {
      const target = focused();
      target?.setFullScreen(!target.isFullScreen());
    },
    minimize: () => focused()?.minimize(),
    reload: () => window()?.webContents.reload(),
    toggleDeveloperTools: () =>
      (webContents.getFocusedWebContents() ?? window()?.webContents)?.toggleDevTools(),
    about: () => app.showAboutPanel(),
  };
  const options = { isMac: surroundings.platform === 'darwin', forDevelopers: !surroundings.isPackaged };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, actions, options)));
}
