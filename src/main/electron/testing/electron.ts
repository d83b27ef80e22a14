/**
 * A stand-in for the module `electron`, for tests: `vi.mock('electron', () => import('./testing/electron.ts'))`.
 * It shows nothing, records what it was told, and lets a test tell of events.
 */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { made, type StandInContents, type StandInSession } from './pages.ts';
import { StandInProcess } from './ports.ts';

export { BrowserWindow, preferencesSeen, session, WebContentsView } from './pages.ts';
export { MessageChannelMain } from './ports.ts';

class StandInApp extends EventEmitter {
  isPackaged = false;
  hasLock = true;
  readonly ready = Promise.withResolvers<void>();
  readonly told: string[] = [];
  languages = ['fr-FR', 'en-US'];

  whenReady = () => this.ready.promise;
  requestSingleInstanceLock = () => this.hasLock;
  setName = (name: string) => this.told.push(`name ${name}`);
  setPath = (name: string, place: string) => {
    if (!existsSync(place)) throw new Error(`Failed to set path ${place}`);
    this.told.push(`path ${name} ${place}`);
  };
  setAsDefaultProtocolClient = (scheme: string) => this.told.push(`scheme ${scheme}`);
  getPreferredSystemLanguages = () => this.languages;
  getVersion = () => '0.1.0';
  exit = (code = 0) => this.told.push(`exit ${code}`);
  quit = () => this.told.push('quit');
  showAboutPanel = () => this.told.push('about');
}

export const app = new StandInApp();
made.on('contents', (contents: StandInContents) => app.emit('web-contents-created', {}, contents));
made.on('session', (own: StandInSession) => app.emit('session-created', own));

/** Addresses that were handed to the system. */
export const opened: string[] = [];
export const shell = {
  openExternal: (address: string) => {
    opened.push(address);
    return Promise.resolve();
  },
};

export const dialog = {
  answer: 0,
  shown: [] as unknown[],
  showMessageBoxSync: (options: unknown) => {
    dialog.shown.push(options);
    return dialog.answer;
  },
  showMessageBox: (options: unknown) => {
    dialog.shown.push(options);
    return Promise.resolve({ response: dialog.answer });
  },
  showErrorBox: (title: string, content: string) => dialog.shown.push({ title, content }),
};

export const protocol = {
  schemes: [] as unknown[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged: (schemes: unknown[]) => protocol.schemes.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
    protocol.handlers.set(scheme, handler),
};

export const ipcMain = new EventEmitter();
export const powerMonitor = new EventEmitter();
export const net = { online: true, isOnline: () => net.online };
export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' };
export const webContents = { getFocusedWebContents: (): StandInContents | null => null };

export const screen = {
  getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
  getAllDisplays: () => [screen.getPrimaryDisplay()],
};

export const Menu = {
  current: undefined as unknown,
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => {
    Menu.current = menu;
  },
};

export class Notification extends EventEmitter {
  static supported = true;
  static shown: Notification[] = [];
  static isSupported = () => Notification.supported;
  readonly words: unknown;
  constructor(words: unknown) {
    super();
    this.words = words;
  }
  show(): void {
    Notification.shown.push(this);
  }
}

/** Seals by turning bytes around: enough to see that nothing is written in the clear. */
const turned = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => 255 - byte));
export const safeStorage = {
  available: true,
  backend: 'gnome_libsecret',
  shouldReEncrypt: false,
  isAsyncEncryptionAvailable: () => Promise.resolve(safeStorage.available),
  getSelectedStorageBackend: () => safeStorage.backend,
  encryptStringAsync: (text: string) =>
    Promise.resolve(Buffer.concat([Buffer.from('v1'), turned(Buffer.from(text))])),
  decryptStringAsync: (sealed: Buffer) =>
    sealed.subarray(0, 2).toString() === 'v1'
      ? Promise.resolve({
          result: turned(sealed.subarray(2)).toString(),
          shouldReEncrypt: safeStorage.shouldReEncrypt,
        })
      : Promise.reject(new Error('The keychain does not open it')),
};

export const utilityProcess = {
  started: [] as StandInProcess[],
  /** What runs in each process that is started; a test sets it. */
  run: (_process: StandInProcess) => {},
  fork: (program: string, _parameters: readonly string[], options: unknown) => {
    const child = new StandInProcess(program, options);
    utilityProcess.started.push(child);
    utilityProcess.run(child);
    return child;
  },
};

/** For the preload script. */
export const ipcRenderer = Object.assign(new EventEmitter(), {
  posted: [] as unknown[],
  postMessage: (channel: string, message: unknown) => ipcRenderer.posted.push([channel, message]),
});
export const exposed: Record<string, unknown> = {};
export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => {
    exposed[name] = value;
  },
};
