// The live connection: a beat every two seconds; after five seconds without one it counts as cut and is made anew.
import { words } from './words.js';

const state = document.getElementById('connection');
const uptime = document.getElementById('uptime');

/** Shows `connecting`, `connected`, `reconnecting` or `signedOut` in the status line. */
export function showConnection(name) {
  state.textContent = words[name];
  state.dataset.state = name;
  document.getElementById('sign-in').hidden = name !== 'signedOut';
}

/** Connects and stays connected. `connected` is called when it is (again), `lost` each time it is not. */
export function connect({ connected, lost }) {
  showConnection('connecting');
  let attempt = 0;
  open();

  function open() {
    const address = new URL('api/live', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    let over = false;
    let silence;

    function listen() {
      clearTimeout(silence);
      silence = setTimeout(end, 5000);
    }
    function end() {
      if (over) return;
      over = true;
      clearTimeout(silence);
      socket.close();
      if (state.dataset.state !== 'signedOut') showConnection('reconnecting');
      setTimeout(open, Math.min(250 * 2 ** attempt, 4000));
      attempt += 1;
      lost();
    }
    socket.addEventListener('close', end);
    socket.addEventListener('message', ({ data }) => {
      if (over) return;
      listen();
      attempt = 0;
      showUptime(new Date(JSON.parse(data).started));
      if (state.dataset.state === 'connected') return;
      showConnection('connected');
      connected();
    });
    listen();
  }
}

function showUptime(started) {
  const minutes = Math.max(0, Math.floor((Date.now() - started) / 60_000));
  const told = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  if (uptime.textContent !== words.uptime(told)) uptime.textContent = words.uptime(told);
}
