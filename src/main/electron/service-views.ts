/** Opened services: a view each, without preload script, in a session of its own, pinned to its origin. */
import { session, WebContentsView, type BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { serviceOriginOf } from './address.ts';
import { leavesService } from './keys.ts';
import { claimPage } from './page-guards.ts';
import type { ViewMessage } from './page-message.ts';
import { partitionOf, partitionsOf } from './partition.ts';
import { servicePreferences, type Surroundings } from './preferences.ts';
import { viewBounds } from './view-bounds.ts';

/** Chromium's code for a load that another one overtook. */
const aborted = -3;

/** Pauses before a page that did not load is asked for again, in milliseconds; the last one repeats. */
const pauses = [500, 1_000, 2_000, 5_000];

export interface ServiceViews {
  receive(message: ViewMessage): void;
  /** Ends all views; those of the window that is closing. */
  closeAll(): void;
}

export interface ServiceViewsOptions {
  readonly window: BrowserWindow;
  readonly surroundings: Surroundings;
  /** Where the gateway listens now. */
  readonly corePort: () => number | undefined;
  /** The platform that the screens show, whose services these are. */
  readonly platform: () => string;
}

interface Shown {
  readonly view: WebContentsView;
  address: string;
  failures: number;
  retry: NodeJS.Timeout | undefined;
}

/** Makes the views of one window; the page says where each lies. */
export function createServiceViews(options: ServiceViewsOptions): ServiceViews {
  const { window, surroundings } = options;
  const views = new Map<string, Shown>();
  let front: string | undefined;

  function show(id: string, address: string, bounds: Electron.Rectangle): void {
    const port = options.corePort();
    const origin = port === undefined ? undefined : serviceOriginOf(address, id, port);
    const place = viewBounds(bounds, window.webContents.getZoomFactor(), window.getContentBounds());
    if (origin === undefined || !place) return hide();
    const known = views.get(id);
    const shown = known && !known.view.webContents.isDestroyed() ? known : open(id, origin);
    if (shown.address !== address) {
      shown.address = address;
      // The port may have changed with a core that was started again.
      claimService(shown.view, partitionOf(options.platform(), id), origin);
      void load(shown, address);
    }
    for (const [other, { view }] of views) view.setVisible(other === id);
    shown.view.setBounds(place);
    front = id;
  }

  function open(id: string, origin: string): Shown {
    const partition = partitionOf(options.platform(), id);
    const view = new WebContentsView({ webPreferences: servicePreferences(partition, surroundings) });
    const shown: Shown = { view, address: '', failures: 0, retry: undefined };
    views.set(id, shown);
    claimService(view, partition, origin);
    const { webContents } = view;
    webContents.on('before-input-event', (event, input) => {
      if (!leavesService(input)) return;
      event.preventDefault();
      // The page gets the key as well: it knows where in it the focus belongs.
      window.webContents.focus();
      window.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'F6' });
      window.webContents.sendInputEvent({ type: 'keyUp', keyCode: 'F6' });
    });
    webContents.on('did-fail-load', (_, code, _words, address, isMainFrame) => {
      if (isMainFrame && code !== aborted) again(shown, address);
    });
    webContents.on('did-finish-load', () => {
      shown.failures = 0;
    });
    webContents.on('render-process-gone', (_, { reason }) => {
      if (reason !== 'clean-exit') again(shown, webContents.getURL());
    });
    window.contentView.addChildView(view);
    return shown;
  }

  function claimService(view: WebContentsView, partition: string, origin: string): void {
    const childWindow = (): BrowserWindowConstructorOptions => ({
      webPreferences: servicePreferences(partition, surroundings),
      autoHideMenuBar: true,
    });
    claimPage(view.webContents, { owner: { kind: 'service', origin }, childWindow });
  }

  async function load(shown: Shown, address: string): Promise<void> {
    clearTimeout(shown.retry);
    // A load that failed is told by did-fail-load too, with its code.
    await shown.view.webContents.loadURL(address).catch(() => {});
  }

  /** The gateway answers while a pod is away, so that only an ended core or page process leads here. */
  function again(shown: Shown, address: string): void {
    clearTimeout(shown.retry);
    const pause = pauses[Math.min(shown.failures, pauses.length - 1)] ?? 0;
    shown.failures += 1;
    shown.retry = setTimeout(() => {
      if (!shown.view.webContents.isDestroyed()) void load(shown, address || shown.address);
    }, pause);
    shown.retry.unref();
  }

  function hide(): void {
    const shown = front === undefined ? undefined : views.get(front);
    const hadFocus = shown && !shown.view.webContents.isDestroyed() && shown.view.webContents.isFocused();
    for (const { view } of views.values()) view.setVisible(false);
    front = undefined;
    // Keys must not go on to a page that nobody sees: a palette opens over it.
    if (hadFocus) window.webContents.focus();
  }

  function close(id: string): void {
    const shown = views.get(id);
    if (!shown) return;
    views.delete(id);
    if (front === id) front = undefined;
    clearTimeout(shown.retry);
    if (!window.isDestroyed()) window.contentView.removeChildView(shown.view);
    // A view that is taken out keeps its page alive (electron#42884).
    if (!shown.view.webContents.isDestroyed()) shown.view.webContents.close();
  }

  // A page that loads anew says again where its views lie.
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) hide();
  });

  return {
    receive: (message) => {
      switch (message.ask) {
        case 'show-view':
          return show(message.id, message.address, message.bounds);
        case 'hide-views':
          return hide();
        case 'focus-view':
          return front === undefined ? undefined : views.get(front)?.view.webContents.focus();
        case 'close-view':
          return close(message.id);
      }
    },
    closeAll: () => {
      for (const id of [...views.keys()]) close(id);
    },
  };
}

/** Wipes what the services of a platform left in their sessions, when its person signs out. */
export async function forgetServices(platform: string, folders: readonly string[]): Promise<void> {
  await Promise.all(
    partitionsOf(platform, folders).map((partition) => session.fromPartition(partition).clearData()),
  );
}
