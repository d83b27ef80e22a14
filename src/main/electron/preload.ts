/** Runs beside the app's page, sandboxed: hands over one port, passes on where views lie, and never grows. */
import { contextBridge, ipcRenderer } from 'electron';
import { pageChannel, portChannel } from './names.ts';
import type { PageMessage, ServiceViewsBridge } from './page-message.ts';

const ask = (message: PageMessage) => ipcRenderer.postMessage(pageChannel, message);

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'sardonyx-want-port') ask({ ask: 'port' });
});
ipcRenderer.on(portChannel, (event) =>
  window.postMessage('sardonyx-port', location.origin, [...event.ports]),
);

contextBridge.exposeInMainWorld('sardonyxViews', {
  show: (id, address, bounds) => ask({ ask: 'show-view', id, address, bounds }),
  hide: () => ask({ ask: 'hide-views' }),
  focus: () => ask({ ask: 'focus-view' }),
  close: (id) => ask({ ask: 'close-view', id }),
} satisfies ServiceViewsBridge);
