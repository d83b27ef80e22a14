import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuTemplate, type MenuActions } from './menu-template.ts';
import { wordsOf } from './words.ts';

const told: unknown[] = [];
const actions = new Proxy({} as MenuActions, {
  get: (_, name) => (zoom?: unknown) => void told.push(zoom === undefined ? name : [name, zoom]),
});

function items(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
}

/** Roles whose keys Electron registers with the menu outside of a Mac, where they are taken before a page sees them. */
const taking = [
  'close',
  'quit',
  'reload',
  'forceReload',
  'toggleDevTools',
  'minimize',
  'togglefullscreen',
  'zoomIn',
  'zoomOut',
  'resetZoom',
];

describe('the menu', () => {
  const onLinux = items(menuTemplate(wordsOf('fr'), actions, { isMac: false, forDevelopers: true }));
  const onMac = items(menuTemplate(wordsOf('en'), actions, { isMac: true, forDevelopers: false }));

  test('takes no key from an IDE on Windows and Linux', () => {
    expect(onLinux.filter((item) => item.accelerator !== undefined)).toEqual([]);
    expect(onLinux.filter((item) => taking.includes(item.role ?? ''))).toEqual([]);
    expect(onLinux.filter((item) => item.label?.includes('&'))).toEqual([]);
  });
  test('has the usual keys of a Mac, but leaves Command+W to the IDE', () => {
    const keys = onMac.flatMap(({ accelerator }) => accelerator ?? []);
    expect(keys).toContain('Command+Shift+W');
    expect(keys).not.toContain('Command+W');
    expect(new Set(keys).size).toBe(keys.length);
    expect(onMac.filter(({ role }) => role === 'close')).toEqual([]);
  });
  test('does what each item says', () => {
    told.length = 0;
    for (const item of onLinux) (item.click as (() => void) | undefined)?.();
    expect(told).toEqual([
      'close',
      'about',
      'quit',
      'openCommands',
      'leaveService',
      ['zoom', 'in'],
      ['zoom', 'out'],
      ['zoom', 'reset'],
      'toggleFullScreen',
      'reload',
      'toggleDeveloperTools',
      'minimize',
    ]);
  });
  test('offers a developer’s tools to developers only, and speaks the person’s language', () => {
    expect(onMac.map(({ label }) => label)).not.toContain('Developer tools');
    expect(onLinux.map(({ label }) => label)).toContain('Quitter Sardonyx');
  });
});
