/** Windows, views, pages and sessions of the stand-in: they show nothing and record what they were told. */
import { EventEmitter } from 'node:events';

type Handler = (...parameters: never[]) => unknown;

export class StandInSession extends EventEmitter {
  readonly partition: string;
  permissionRequest: Handler | null = null;
  permissionCheck: Handler | null = null;
  devicePermission: Handler | null = null;
  dictionaries = '';
  cleared = 0;

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionRequestHandler(handler: Handler): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.devicePermission = handler;
  }
  setSpellCheckerDictionaryDownloadURL(address: string): void {
    this.dictionaries = address;
  }
  resolveProxy(address: string): Promise<string> {
    return Promise.resolve(address.includes('inside') ? 'DIRECT' : 'PROXY proxy.example:3128');
  }
  clearData(): Promise<void> {
    this.cleared += 1;
    return Promise.resolve();
  }
}

const sessions = new Map<string, StandInSession>();

/** Told of every page and session that is made, as the app is. */
export const made = new EventEmitter();

export const session = {
  fromPartition(partition: string): StandInSession {
    const known = sessions.get(partition) ?? new StandInSession(partition);
    if (!sessions.has(partition)) {
      sessions.set(partition, known);
      made.emit('session', known);
    }
    return known;
  },
  get defaultSession(): StandInSession {
    return session.fromPartition('');
  },
};

export interface Preferences {
  readonly partition?: string;
  readonly [name: string]: unknown;
}

/** Every set of web preferences that a page was made with. */
export const preferencesSeen: Preferences[] = [];

export class StandInContents extends EventEmitter {
  readonly session: StandInSession;
  readonly preferences: Preferences;
  readonly mainFrame = { parent: null, origin: '', postMessage: () => {} };
  readonly loaded: string[] = [];
  readonly inputs: unknown[] = [];
  windowOpen: (details: { url: string }) => { action: string; overrideBrowserWindowOptions?: unknown } =
    () => ({
      action: 'none set',
    });
  zoomLevel = 0;
  focused = 0;
  destroyed = false;

  constructor(preferences: Preferences) {
    super();
    this.preferences = preferences;
    preferencesSeen.push(preferences);
    this.session = session.fromPartition(preferences.partition ?? '');
    made.emit('contents', this);
  }

  setWindowOpenHandler(handler: typeof this.windowOpen): void {
    this.windowOpen = handler;
  }
  loadURL(address: string): Promise<void> {
    this.loaded.push(address);
    return Promise.resolve();
  }
  getURL(): string {
    return this.loaded.at(-1) ?? '';
  }
  getZoomFactor(): number {
    return 1.2 ** this.zoomLevel;
  }
  getZoomLevel(): number {
    return this.zoomLevel;
  }
  setZoomLevel(level: number): void {
    this.zoomLevel = level;
  }
  sendInputEvent(input: unknown): void {
    this.inputs.push(input);
  }
  focus(): void {
    this.focused += 1;
  }
  isFocused(): boolean {
    return this.focused > 0;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  close(): void {
    this.destroyed = true;
  }
  reload(): void {
    this.loaded.push(`reload ${this.getURL()}`);
  }

  /** Tells of an event that can be prevented; true when it was. */
  prevents(name: string, details: object = {}, ...rest: unknown[]): boolean {
    let prevented = false;
    this.emit(
      name,
      {
        ...details,
        preventDefault: () => {
          prevented = true;
        },
      },
      ...rest,
    );
    return prevented;
  }
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class WebContentsView extends EventEmitter {
  readonly webContents: StandInContents;
  bounds: Bounds = { x: 0, y: 0, width: 0, height: 0 };
  visible = true;

  constructor(options: { webPreferences?: Preferences } = {}) {
    super();
    this.webContents = new StandInContents(options.webPreferences ?? {});
  }
  setBounds(bounds: Bounds): void {
    this.bounds = bounds;
  }
  setVisible(visible: boolean): void {
    this.visible = visible;
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = [];
  static focusedWindow: BrowserWindow | null = null;
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.focusedWindow;
  }

  readonly webContents: StandInContents;
  readonly options: Record<string, unknown>;
  readonly told: string[] = [];
  readonly children: WebContentsView[] = [];
  minimized = false;
  content: Bounds = { x: 0, y: 0, width: 1280, height: 800 };
  readonly contentView = {
    addChildView: (view: WebContentsView) => this.children.push(view),
    removeChildView: (view: WebContentsView) => this.children.splice(this.children.indexOf(view), 1),
  };

  constructor(options: Record<string, unknown> & { webPreferences?: Preferences } = {}) {
    super();
    this.options = options;
    this.webContents = new StandInContents(options.webPreferences ?? {});
    BrowserWindow.all.push(this);
  }
  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }
  getContentBounds(): Bounds {
    return this.content;
  }
  getNormalBounds(): Bounds {
    return { x: 10, y: 20, width: 900, height: 700 };
  }
  isMaximized(): boolean {
    return this.told.includes('maximize');
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isDestroyed(): boolean {
    return this.told.includes('destroy');
  }
  maximize = () => this.told.push('maximize');
  restore = () => this.told.push('restore');
  show = () => this.told.push('show');
  focus = () => this.told.push('focus');
  close = () => this.told.push('close');
  minimize = () => this.told.push('minimize');
  removeMenu = () => this.told.push('removeMenu');
}
