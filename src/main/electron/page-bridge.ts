/** What comes from the app's page: checked by who sent it (checklist 17) and by its shape, then passed on. */
import {
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type IpcMainEvent,
  type MessagePortMain,
} from 'electron';
import { appOrigin, pageChannel, portChannel } from './names.ts';
import { PageMessage, type ViewMessage } from './page-message.ts';

export interface BridgeOptions {
  readonly window: () => BrowserWindow | undefined;
  /** Leads a port to the core. */
  readonly connect: (port: MessagePortMain) => void;
  readonly onView: (message: ViewMessage) => void;
}

/** True for the top frame of the app's window while it shows the app's own page: the same window could show another. */
export function isFromApp(event: IpcMainEvent, window: BrowserWindow | undefined): boolean {
  const frame = event.senderFrame;
  if (!window || window.isDestroyed() || !frame) return false;
  return event.sender === window.webContents && frame.parent === null && frame.origin === appOrigin;
}

/** Listens to the app's page; returns a way to stop. */
export function bridgePage({ window, connect, onView }: BridgeOptions): () => void {
  const receive = (event: IpcMainEvent, raw: unknown) => {
    if (!isFromApp(event, window())) return;
    const message = PageMessage.safeParse(raw);
    if (!message.success) return;
    if (message.data.ask !== 'port') return onView(message.data);
    const { port1, port2 } = new MessageChannelMain();
    connect(port2);
    event.senderFrame?.postMessage(portChannel, null, [port1]);
  };
  ipcMain.on(pageChannel, receive);
  return () => ipcMain.off(pageChannel, receive);
}
