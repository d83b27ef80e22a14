/**
 * The menu. On Windows and Linux an accelerator of the menu is taken before the page sees the key, and Ctrl+W, Ctrl+R,
 * Ctrl+M or F11 are an IDE's own: there no item has one. On a Mac the page comes first, so the usual ones stay.
 */
import type { MenuItemConstructorOptions } from 'electron';
import type { Zoom } from './keys.ts';
import type { Words } from './words.ts';

export interface MenuActions {
  close(): void;
  quit(): void;
  openCommands(): void;
  leaveService(): void;
  zoom(zoom: Zoom): void;
  toggleFullScreen(): void;
  minimize(): void;
  reload(): void;
  toggleDeveloperTools(): void;
  about(): void;
}

export interface MenuOptions {
  readonly isMac: boolean;
  /** Adds what only a developer needs. */
  readonly forDevelopers: boolean;
}

const line: MenuItemConstructorOptions = { type: 'separator' };

/** The template of the application's menu. */
export function menuTemplate(
  words: Words,
  actions: MenuActions,
  { isMac, forDevelopers }: MenuOptions,
): MenuItemConstructorOptions[] {
  const item = (label: string, click: () => void, onMac?: string): MenuItemConstructorOptions => ({
    label,
    click: () => click(),
    ...(isMac && onMac !== undefined ? { accelerator: onMac } : {}),
  });
  const application: MenuItemConstructorOptions = {
    label: 'Sardonyx',
    submenu: [
      { role: 'about' },
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  };
  return [
    ...(isMac ? [application] : []),
    {
      label: words.file,
      submenu: [
        item(words.close, actions.close, 'Command+Shift+W'),
        ...(isMac ? [] : [line, item(words.about, actions.about), item(words.quit, actions.quit)]),
      ],
    },
    {
      label: words.edit,
      // These roles act on the page; outside a Mac their keys are the page's own already.
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        item(words.commands, actions.openCommands),
        item(words.leave, actions.leaveService),
        line,
        item(words.zoomIn, () => actions.zoom('in'), 'Command+Plus'),
        item(words.zoomOut, () => actions.zoom('out'), 'Command+-'),
        item(words.zoomReset, () => actions.zoom('reset'), 'Command+0'),
        item(words.fullScreen, actions.toggleFullScreen, 'Control+Command+F'),
        ...(forDevelopers
          ? [
              line,
              item(words.reload, actions.reload),
              item(words.developerTools, actions.toggleDeveloperTools),
            ]
          : []),
      ],
    },
    { label: words.window, submenu: [item(words.minimize, actions.minimize, 'Command+M')] },
  ];
}
