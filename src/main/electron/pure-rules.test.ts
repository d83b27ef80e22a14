import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRange } from '../core/byte-range.ts';
import { decideRequest, type Asked } from './core-request.ts';
import { createLinkQueue, linkIn, pageAddress, routeOf } from './deep-links.ts';
import { forgotten } from './follow-core.ts';
import { leavesService, zoomLevel, zoomOf, type KeyInput } from './keys.ts';
import { partitionOf, partitionsOf } from './partition.ts';
import {
  credentialHelper,
  defaultFolder,
  nodeProgram,
  packagedPrograms,
  readFolder,
  sandboxProgram,
} from './places.ts';
import { nextStart, recentEnds } from './restart-policy.ts';
import { joinPaths, readPath } from './search-path.ts';
import { viewBounds } from './view-bounds.ts';
import { chooseLanguage, wordsOf } from './words.ts';

describe('the place of a view', () => {
  const content = { width: 1280, height: 800 };
  test('is what the page says, in whole points, whatever the zoom', () => {
    const bounds = { x: 10.4, y: 60.5, width: 400.2, height: 300.1 };
    expect(viewBounds(bounds, 1, content)).toEqual({ x: 10, y: 61, width: 401, height: 300 });
    expect(viewBounds(bounds, 2, content)).toEqual({ x: 21, y: 121, width: 800, height: 600 });
  });
  test('never leaves the window, and is none when nothing is left', () => {
    expect(viewBounds({ x: -50, y: -1, width: 5_000, height: 5_000 }, 1, content)).toEqual({
      x: 0,
      y: 0,
      width: 1280,
      height: 800,
    });
    expect(viewBounds({ x: 1280, y: 0, width: 10, height: 10 }, 1, content)).toBeUndefined();
    expect(viewBounds({ x: 0, y: 0, width: 0, height: 10 }, 1, content)).toBeUndefined();
  });
});

describe('keys', () => {
  const press = (key: string, held: Partial<KeyInput> = {}): KeyInput => ({
    type: 'keyDown',
    key,
    control: false,
    meta: false,
    alt: false,
    shift: false,
    ...held,
  });
  test('an opened service keeps every key but F6', () => {
    expect(leavesService(press('F6'))).toBe(true);
    const kept = [
      press('F6', { control: true }),
      press('F6', { shift: true }),
      press('F6', { type: 'keyUp' }),
      press('k', { control: true }),
      press('1', { control: true }),
      press('w', { control: true }),
      press('Escape'),
    ];
    expect(kept.filter(leavesService)).toEqual([]);
  });
  test('zoom is where browsers have it, except on a Mac, whose menu has it', () => {
    const keys = ['+', '=', '-', '0', '1', 'k'].map((key) => press(key, { control: true }));
    expect(keys.map((key) => zoomOf(key, 'linux'))).toEqual([
      'in',
      'in',
      'out',
      'reset',
      undefined,
      undefined,
    ]);
    expect(keys.map((key) => zoomOf(key, 'darwin'))).toEqual(keys.map(() => undefined));
    expect(zoomOf(press('+'), 'linux')).toBeUndefined();
    expect(zoomOf(press('0', { control: true, alt: true }), 'win32')).toBeUndefined();
    expect([zoomLevel(0, 'in'), zoomLevel(6, 'in'), zoomLevel(-4, 'out'), zoomLevel(3, 'reset')]).toEqual([
      1, 6, -4, 0,
    ]);
  });
});

describe('links', () => {
  test.each([
    ['sardonyx://launcher/ide/jupyter-python', '/launcher/ide/jupyter-python'],
    ['SARDONYX://launcher/ide/jupyter-python', '/launcher/ide/jupyter-python'],
    [
      'sardonyx://launcher/ide/rstudio/?name=My%20R&version=1.2.3',
      '/launcher/ide/rstudio?name=My%20R&version=1.2.3',
    ],
    [
      'sardonyx://launcher/ide/rstudio?resources.limits.cpu=«2000m»',
      '/launcher/ide/rstudio?resources.limits.cpu=«2000m»',
    ],
    ['sardonyx://launcher/ide/rstudio?autoLaunch=true', '/launcher/ide/rstudio'],
    ['sardonyx://launcher/ide/..%2f..%2fsettings', '/launcher/ide/..%2F..%2Fsettings'],
  ])('%s leads to %s', (link, route) => {
    expect(routeOf(link)).toBe(route);
  });
  test.each([
    'sardonyx://settings',
    'sardonyx://launcher',
    'sardonyx://launcher/ide',
    'sardonyx:launcher/ide/x',
    'sardonyx://evil.example/launcher/ide/x',
    'sardonyx://launcher@evil.example/ide/x',
    'https://launcher/ide/x',
    'javascript:alert(1)//launcher/a/b',
    '--folder=sardonyx://launcher/a/b',
    `sardonyx://launcher/ide/x?${'a'.repeat(20_000)}`,
    '',
  ])('%s leads nowhere', (link) => {
    expect(routeOf(link)).toBeUndefined();
  });
  test('stand among other arguments', () => {
    expect(linkIn(['sardonyx', '--folder', '/x', 'sardonyx://launcher/a/b', '--no-sandbox'])).toBe(
      'sardonyx://launcher/a/b',
    );
    expect(linkIn(['sardonyx', '.'])).toBeUndefined();
  });
  test('wait for a window; the last one counts', () => {
    const links = createLinkQueue();
    links.add('sardonyx://launcher/a/first');
    links.add('sardonyx://launcher/a/second');
    links.add('sardonyx://nothing');
    const shown: string[] = [];
    links.show((route) => shown.push(route));
    links.add('sardonyx://launcher/a/third');
    expect(shown).toEqual(['/launcher/a/second', '/launcher/a/third']);
  });
  test('become an address of the app', () => {
    expect(pageAddress('/launcher/a/b?name=x')).toBe('sardonyx-app://app/index.html#/launcher/a/b?name=x');
  });
});

test.each([
  [undefined, { kind: 'whole' }],
  ['bytes=0-', { kind: 'part', first: 0, last: 99 }],
  ['bytes=10-19', { kind: 'part', first: 10, last: 19 }],
  ['bytes=90-1000', { kind: 'part', first: 90, last: 99 }],
  ['bytes=-10', { kind: 'part', first: 90, last: 99 }],
  ['bytes=-1000', { kind: 'part', first: 0, last: 99 }],
  ['bytes=99-99', { kind: 'part', first: 99, last: 99 }],
  ['bytes=100-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=20-10', { kind: 'whole' }],
  ['bytes=0-1,5-6', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['lines=1-2', { kind: 'whole' }],
])('of 100 bytes, the range %s is %o', (header, range) => {
  expect(readRange(header, 100)).toEqual(range);
});

describe('the port of the core process', () => {
  const asked = {
    host: 'jupyter-1.sardonyx.localhost:4000',
    method: 'GET',
    path: '/lab',
    authorization: undefined,
  };
  const decide = (change: Partial<Asked>) => decideRequest({ ...asked, ...change }, 4000, 'key');

  test('knows services by their names', () => {
    expect(decide({})).toEqual({ kind: 'service', id: 'jupyter-1' });
    expect(decide({ host: 'Jupyter-1.Sardonyx.LOCALHOST:4000' })).toEqual({
      kind: 'service',
      id: 'jupyter-1',
    });
  });
  test('hands bytes to who has the key', () => {
    const own = { host: '127.0.0.1:4000', path: '/icons/a' };
    expect(decide({ ...own, authorization: 'Bearer key' })).toEqual({ kind: 'bytes', path: 'icons/a' });
    expect(decide({ ...own, authorization: 'Bearer ke' })).toEqual({ kind: 'refused', status: 403 });
    expect(decide(own)).toEqual({ kind: 'refused', status: 403 });
    expect(decide({ ...own, method: 'POST', authorization: 'Bearer key' })).toEqual({
      kind: 'refused',
      status: 405,
    });
  });
  test.each([
    'evil.example:4000',
    'jupyter-1.sardonyx.localhost:4001',
    'jupyter-1.sardonyx.localhost',
    'jupyter-1.sardonyx.localhost.evil.example:4000',
    'a.b.sardonyx.localhost:4000',
    '-x.sardonyx.localhost:4000',
    '.sardonyx.localhost:4000',
    'sardonyx.localhost:4000',
    'localhost:4000',
    '',
  ])('refuses the host %s', (host) => {
    expect(decide({ host, authorization: 'Bearer key' })).toEqual({ kind: 'refused', status: 421 });
  });
});

test('a core that ends is started again, later each time, five times within two minutes', () => {
  const ends: number[] = [];
  const answers = [0, 1_000, 2_000, 3_000, 4_000].map((now) => {
    ends.push(now);
    return nextStart(ends, now);
  });
  expect(answers).toEqual([
    { kind: 'wait', milliseconds: 200 },
    { kind: 'wait', milliseconds: 1_000 },
    { kind: 'wait', milliseconds: 3_000 },
    { kind: 'wait', milliseconds: 8_000 },
    { kind: 'give-up' },
  ]);
  expect(recentEnds(ends, 122_500)).toEqual([3_000, 4_000]);
  expect(nextStart([...ends, 300_000], 300_000)).toEqual({ kind: 'wait', milliseconds: 200 });
});

describe('places', () => {
  test('the folder is where each system keeps such things', () => {
    expect(defaultFolder({ platform: 'linux', home: '/home/a', variables: {} })).toBe(
      '/home/a/.local/share/sardonyx',
    );
    expect(defaultFolder({ platform: 'linux', home: '/home/a', variables: { XDG_DATA_HOME: '/data' } })).toBe(
      '/data/sardonyx',
    );
    expect(defaultFolder({ platform: 'darwin', home: '/Users/a', variables: {} })).toBe(
      '/Users/a/Library/Application Support/Sardonyx',
    );
    expect(defaultFolder({ platform: 'win32', home: 'C:\\Users\\a', variables: {} })).toBe(
      'C:\\Users\\a\\AppData\\Roaming\\Sardonyx',
    );
  });
  test('the folder is read among switches that are not ours', () => {
    expect(readFolder(['.', '--folder', '/x', '--remote-debugging-port=0', 'sardonyx://launcher/a/b'])).toBe(
      '/x',
    );
    expect(readFolder(['--inspect=0', '--folder=/y', '-psn_0_1'])).toBe('/y');
    expect(readFolder(['--folder'])).toBeUndefined();
    expect(readFolder([])).toBeUndefined();
  });
  test('programs lie beside the archive of a package, and in the checkout otherwise', () => {
    const packaged = {
      isPackaged: true,
      programs: '/app/app.asar/dist/electron',
      resources: '/app',
      platform: 'win32',
    } as const;
    const checkout = {
      isPackaged: false,
      programs: '/code/dist/electron',
      resources: '/electron',
      platform: 'linux',
    } as const;
    expect([packagedPrograms(packaged), packagedPrograms(checkout)]).toEqual([
      path.join('/app', 'bin'),
      undefined,
    ]);
    expect([nodeProgram(packaged), nodeProgram(checkout)]).toEqual(
      ['/app/bin/node.exe', '/code/node_modules/node/bin/node'].map(path.normalize),
    );
    expect([credentialHelper(packaged), credentialHelper(checkout)]).toEqual(
      ['/app/bin/credential-helper.mjs', '/code/dist/electron/credential-helper.mjs'].map(path.normalize),
    );
    expect([sandboxProgram(packaged), sandboxProgram(checkout)]).toEqual(
      ['/app/sandbox/dist/sandbox/index.mjs', '/code/dist/sandbox/index.mjs'].map(path.normalize),
    );
  });
  test('the search path is found in what a shell says, and joined without repeats', () => {
    expect(readPath('Welcome!\n__sardonyx_path__/opt/bin:/usr/bin__sardonyx_path__\n')).toBe(
      '/opt/bin:/usr/bin',
    );
    expect(readPath('Welcome!')).toBeUndefined();
    expect(readPath('__sardonyx_path____sardonyx_path__')).toBeUndefined();
    expect(joinPaths(['/app/bin', '/opt/bin:/usr/bin', undefined, '/usr/bin:/bin:'], ':')).toBe(
      '/app/bin:/opt/bin:/usr/bin:/bin',
    );
  });
});

test('each service of each platform has a session of its own, which sign-out finds again', () => {
  const names = [
    partitionOf('https://a.example', 'jupyter-1'),
    partitionOf('https://a.example', 'jupyter-2'),
    partitionOf('https://b.example', 'jupyter-1'),
    partitionOf('../..', 'jupyter-1'),
  ];
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^persist:service-[0-9a-f]{12}-jupyter-\d$/);
  const folders = names.map((name) => name.replace('persist:', ''));
  expect(partitionsOf('https://a.example', ['other', ...folders])).toEqual(names.slice(0, 2));
});

test('a person who signs out is forgotten, one whose sign-in expired is not', () => {
  const session = (states: Record<string, 'signed-in' | 'signed-out' | 'expired' | 'signing-in'>) => ({
    platforms: Object.entries(states).map(([id, state]) => ({
      id,
      name: id,
      kind: 'onyxia' as const,
      address: '',
      state,
    })),
    projects: [],
    parts: [],
    network: { state: 'online' as const, since: 0 },
  });
  const before = session({ a: 'signed-in', b: 'signed-in', c: 'expired', d: 'signed-out', e: 'signed-in' });
  expect(forgotten(undefined, before)).toEqual([]);
  expect(
    forgotten(before, session({ a: 'signed-out', b: 'expired', d: 'signed-out', e: 'signing-in' })),
  ).toEqual(['a', 'c']);
});

test('the language is the person’s, or the first of the system’s that there is', () => {
  expect(chooseLanguage('system', ['de-DE', 'fr-CA', 'en'])).toBe('fr');
  expect(chooseLanguage('system', ['de-DE'])).toBe('en');
  expect(chooseLanguage('en', ['fr-FR'])).toBe('en');
  expect(Object.keys(wordsOf('fr'))).toEqual(Object.keys(wordsOf('en')));
});
