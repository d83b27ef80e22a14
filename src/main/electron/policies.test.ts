import { describe, expect, test } from 'vitest';
import { serviceOriginOf } from './address.ts';
import { decideDownload, safeFileName } from './download-policy.ts';
import { externalAddress } from './external-address.ts';
import { decideNavigation } from './navigation-policy.ts';
import { nobody, type PageOwner } from './page-owner.ts';
import { decidePermission } from './permission-policy.ts';
import { createAllowance, decideWindowOpen } from './window-open-policy.ts';

const app: PageOwner = { kind: 'app', origin: 'sardonyx-app://app' };
const own = 'http://jupyter-1.sardonyx.localhost:4000';
const service: PageOwner = { kind: 'service', origin: own };
const external = (address: string) => ({ kind: 'external', address });
const allow = { kind: 'allow' };
const refuse = { kind: 'refuse' };

/** What a hostile page tries, wherever it may name an address. */
const hostile = [
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  ' JAVASCRIPT:alert(1)',
  'file:///etc/passwd',
  'file://server/share/program.exe',
  '\\\\server\\share\\program.exe',
  'smb://server/share',
  'ms-msdt:/id PCWDiagnostic',
  'search-ms:query=x&crumb=location:\\\\server\\share',
  'vscode://file/etc/passwd',
  'sardonyx://launcher/a/b',
  'sardonyx-app://app.evil.example/index.html',
  'sardonyx-app://APP/index.html',
  'sardonyx-app://app@evil.example/',
  'sardonyx-app://app:80/',
  'blob:https://evil.example/1b4e28ba',
  'blob:sardonyx-app://evil/1b4e28ba',
  'filesystem:http://evil.example/temporary/x',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:https://example.org/',
  'https://user:password@example.org/',
  'https://app@evil.example/',
  'http://rstudio-1.sardonyx.localhost:4000/',
  'http://jupyter-1.sardonyx.localhost:4001/',
  'http://jupyter-1.sardonyx.localhost.:4000/',
  'http://JUPYTER-1.SARDONYX.LOCALHOST:4001/',
  'http://jupyter-1.sardonyx。localhost:4001/',
  'http://jupyter-1%2esardonyx.localhost:4001/',
  'http://x@jupyter-1.sardonyx.localhost:4000/',
  'http://sardonyx.localhost:4000/',
  'https://jupyter-1.sardonyx.localhost:4000/',
  `https://example.org/${'x'.repeat(9_000)}`,
  'https://',
  'not an address',
  '',
];

describe('outside of the app', () => {
  test.each([
    ['https://www.sspcloud.fr/catalog?x=1#y', 'https://www.sspcloud.fr/catalog?x=1#y'],
    ['HTTP://Example.ORG', 'http://example.org/'],
    ['https://exámple.org/', 'https://xn--exmple-qta.org/'],
    ['https://аpple.com/', 'https://xn--pple-43d.com/'],
    ['http://127.0.0.1:8080/callback', 'http://127.0.0.1:8080/callback'],
    ['https://sardonyx.localhost.evil.example/', 'https://sardonyx.localhost.evil.example/'],
    ['mailto:help@insee.fr?subject=Hello', 'mailto:help@insee.fr?subject=Hello'],
    ['mailto:help@insee.fr?attach=/etc/passwd&body=x', 'mailto:help@insee.fr?body=x'],
    ['mailto:help@insee.fr?ATTACHMENT=/etc/passwd', 'mailto:help@insee.fr'],
  ])('%s goes to the system', (address, opened) => {
    expect(externalAddress(address)).toBe(opened);
  });

  test.each(hostile)('%s goes nowhere', (address) => {
    expect(externalAddress(address)).toBeUndefined();
  });
});

describe('a page of the app', () => {
  const go = (address: string, isMainFrame = true) => decideNavigation(app, { address, isMainFrame });

  test('stays on its own pages', () => {
    expect(go('sardonyx-app://app/index.html#/services')).toEqual(allow);
    expect(go('https://www.insee.fr/')).toEqual(external('https://www.insee.fr/'));
    expect(go('about:blank')).toEqual(refuse);
    expect(go('data:text/html,x')).toEqual(refuse);
    expect(go('blob:sardonyx-app://app/1b4e28ba')).toEqual(refuse);
    expect(go(`${own}/lab`)).toEqual(refuse);
  });
  test.each(hostile)('does not go to %s', (address) => {
    expect(go(address)).toEqual(refuse);
  });
  test.each([...hostile, 'sardonyx-app://app/index.html', 'https://www.insee.fr/', 'data:text/html,x'])(
    'has no frame with %s',
    (address) => {
      expect(go(address, false)).toEqual(refuse);
    },
  );
  test.each([...hostile, 'sardonyx-app://app/index.html', 'about:blank', `${own}/lab`])(
    'opens no window for %s',
    (address) => {
      expect(decideWindowOpen(app, address)).toEqual(refuse);
    },
  );
  test('opens links outside', () => {
    expect(decideWindowOpen(app, 'https://docs.sspcloud.fr')).toEqual(external('https://docs.sspcloud.fr/'));
  });
});

describe('a page of a service', () => {
  const go = (address: string, isMainFrame = true) => decideNavigation(service, { address, isMainFrame });

  test.each([`${own}/lab?token=x`, `blob:${own}/1b4e28ba`])('goes to %s', (address) => {
    expect(go(address)).toEqual(allow);
    expect(go(address, false)).toEqual(allow);
    expect(decideWindowOpen(service, address)).toEqual(allow);
  });
  test.each(hostile)('does not go to %s, nor opens it, nor frames it', (address) => {
    expect(go(address)).toEqual(refuse);
    expect(decideWindowOpen(service, address)).toEqual(refuse);
    expect(go(address, false)).toEqual(
      // A frame with a password in its address, or a very long one, is still nothing but a frame of that server.
      /^https:\/\/(user|app|example)/.test(address) ? allow : refuse,
    );
  });
  test('leads out by links, and only by links', () => {
    expect(go('https://pypi.org/project/x')).toEqual(external('https://pypi.org/project/x'));
    expect(decideWindowOpen(service, 'https://pypi.org/')).toEqual(external('https://pypi.org/'));
    expect(go('data:text/html,<script>1</script>')).toEqual(refuse);
    expect(go('about:blank')).toEqual(refuse);
    expect(go('sardonyx-app://app/index.html')).toEqual(refuse);
    expect(go('sardonyx-app://app/index.html', false)).toEqual(refuse);
    expect(decideWindowOpen(service, 'sardonyx-app://app/index.html')).toEqual(refuse);
    expect(decideWindowOpen(service, 'data:text/html,x')).toEqual(refuse);
  });
  test.each([
    ['about:srcdoc', allow],
    ['about:blank', allow],
    ['data:text/html,map', allow],
    ['https://www.openstreetmap.org/export/embed.html', allow],
    ['chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html', allow],
    ['chrome-extension://another/index.html', refuse],
    ['http://127.0.0.1:631/', refuse],
    ['http://example.org/', refuse],
  ])('shows in a frame of a notebook: %s', (address, verdict) => {
    expect(go(address, false)).toEqual(verdict);
  });
  test('may open an empty window, which it fills', () => {
    expect(decideWindowOpen(service, 'about:blank')).toEqual(allow);
  });
});

test('a page that nobody claimed may do nothing', () => {
  for (const address of [...hostile, own, 'about:blank', 'https://example.org/', 'sardonyx-app://app/']) {
    expect(decideNavigation(nobody, { address, isMainFrame: true })).toEqual(refuse);
    expect(decideNavigation(nobody, { address, isMainFrame: false })).toEqual(refuse);
    expect(decideWindowOpen(nobody, address)).toEqual(refuse);
    expect(decideDownload(nobody, [address], 'x')).toEqual(refuse);
    expect(decidePermission(nobody, { permission: 'fullscreen', requestingAddress: address })).toBe(false);
  }
});

test('a page can flood nobody with tabs of the browser', () => {
  const allowance = createAllowance(2, 1_000);
  expect([0, 1, 2, 999, 1_000, 1_001].map((now) => allowance.take(now))).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
});

describe('permissions', () => {
  const ask = (owner: PageOwner, permission: string, requestingAddress: string, embeddingOrigin?: string) =>
    decidePermission(owner, { permission, requestingAddress, embeddingOrigin });

  test('are granted to few, by name', () => {
    const names = [
      'ar',
      'automatic-fullscreen',
      'background-sync',
      'clipboard-read',
      'clipboard-sanitized-write',
      'deprecated-sync-clipboard-read',
      'display-capture',
      'fileSystem',
      'fullscreen',
      'geolocation',
      'hid',
      'idle-detection',
      'keyboardLock',
      'local-network-access',
      'media',
      'mediaKeySystem',
      'midi',
      'midiSysex',
      'notifications',
      'openExternal',
      'pointerLock',
      'serial',
      'storage-access',
      'unknown',
      'usb',
      'window-management',
    ];
    expect(names.filter((name) => ask(app, name, 'sardonyx-app://app/index.html'))).toEqual([
      'clipboard-sanitized-write',
      'fullscreen',
    ]);
    expect(names.filter((name) => ask(service, name, `${own}/lab`))).toEqual([
      'clipboard-read',
      'clipboard-sanitized-write',
      'fullscreen',
      'notifications',
    ]);
  });
  test.each([...hostile, 'https://www.openstreetmap.org/', 'about:srcdoc', `blob:${own}/1b4e28ba`])(
    'are not granted to a frame with %s',
    (address) => {
      expect(ask(service, 'clipboard-read', address)).toBe(false);
      expect(ask(app, 'fullscreen', address)).toBe(false);
    },
  );
  test('are not granted inside of a page of another origin, nor to whom is not known', () => {
    expect(ask(service, 'clipboard-read', own, 'https://evil.example')).toBe(false);
    expect(ask(service, 'clipboard-read', own, `${own}/`)).toBe(true);
    expect(decidePermission(service, { permission: 'fullscreen', requestingAddress: undefined })).toBe(false);
  });
});

describe('downloads', () => {
  test.each<[PageOwner, string[], unknown]>([
    [service, [`${own}/files/a.csv`], { kind: 'save', name: 'a.csv' }],
    [service, [`${own}/files/a.csv`, `blob:${own}/1b4e28ba`], { kind: 'save', name: 'a.csv' }],
    [service, ['data:text/csv,1'], { kind: 'save', name: 'a.csv' }],
    [app, ['blob:sardonyx-app://app/1b4e28ba'], { kind: 'save', name: 'a.csv' }],
    [app, ['sardonyx-app://app/blobs/export'], { kind: 'save', name: 'a.csv' }],
    [app, ['data:text/csv,1'], refuse],
    [app, [], refuse],
    [service, ['https://minio.example/a.csv'], external('https://minio.example/a.csv')],
    [service, [`${own}/go`, 'file:///etc/passwd'], refuse],
    [service, ['https://evil.example/', `${own}/a.csv`], refuse],
  ])('%o of %o', (owner, chain, verdict) => {
    expect(decideDownload(owner, chain, 'a.csv')).toEqual(verdict);
  });

  test.each([
    ['résultats 2026.csv', 'résultats 2026.csv'],
    ['../../.bashrc', '_.._.bashrc'],
    ['..\\..\\start.bat', '_.._start.bat'],
    ['/etc/passwd', '_etc_passwd'],
    ['.profile', 'profile'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\u0000.txt\r\n', 'a.txt'],
    ['NUL', '_NUL'],
    ['com1.txt', '_com1.txt'],
    ['report.pdf. . ', 'report.pdf'],
    ['C:\\x|y?.txt', 'C__x_y_.txt'],
    ['\ud800.txt', '\ufffd.txt'],
    ['', 'download'],
    ['...', 'download'],
    [`${'n'.repeat(400)}.parquet`, `${'n'.repeat(142)}.parquet`],
  ])('%s is called %s', (given, name) => {
    expect(safeFileName(given)).toBe(name);
  });
});

describe('the address of a view', () => {
  test('is of the gateway, of that service, at its port', () => {
    expect(serviceOriginOf(`${own}/.sardonyx/enter?ticket=x`, 'jupyter-1', 4000)).toBe(own);
  });
  test.each([
    ...hostile,
    'http://127.0.0.1:4000/',
    'https://jupyter-1.sardonyx.localhost:4000/',
    'http://jupyter-1.sardonyx.localhost/',
    'http://jupyter-1.sardonyx.localhost.evil.example:4000/',
    `blob:${own}/x`,
  ])('is not %s', (address) => {
    expect(serviceOriginOf(address, 'jupyter-1', 4000)).toBeUndefined();
  });
  test('cannot be made by a strange name', () => {
    expect(
      serviceOriginOf('http://evil.example:80#.sardonyx.localhost:4000', 'evil.example:80#', 4000),
    ).toBeUndefined();
  });
});
