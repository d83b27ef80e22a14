// The page of the workspace: file tree, editor, runs and the live connection. Addresses are relative: it may lie below a path.
import { connect, showConnection } from './live.js';
import { failureWords, words } from './words.js';

const byId = (id) => document.getElementById(id);
const text = byId('text');
const output = byId('output');
/** The open file: its path, the tag of what the server holds, that content, and how its lines end. */
let file;
let running;

for (const element of document.querySelectorAll('[data-word]'))
  element.textContent = words[element.dataset.word];
byId('file-title').textContent = words.noFile;
byId('unsaved').textContent = words.unsaved;

/** Asks the server. Throws the server's word for a failure, or `unreachable`. */
async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, cache: 'no-store' }).catch(() => {
    throw new Error('unreachable');
  });
  if (answer.ok) return answer;
  const { error } = await answer.json().catch(() => ({ error: String(answer.status) }));
  if (answer.status === 401) showConnection('signedOut');
  throw new Error(answer.status === 401 ? 'signedOut' : error);
}

const fileAddress = (path) => `api/files/${path.split('/').map(encodeURIComponent).join('/')}`;
const isUnsaved = () => file !== undefined && text.value !== file.content;

function notice(words_, actions = []) {
  byId('notice').hidden = words_ === undefined;
  byId('notice').firstElementChild.textContent = words_ ?? '';
  for (const id of ['reload', 'overwrite']) byId(id).hidden = !actions.includes(id);
}

function showState() {
  byId('unsaved').hidden = !isUnsaved();
  byId('save').disabled = !isUnsaved();
  byId('run').disabled = file === undefined || running !== undefined;
  byId('stop').hidden = running === undefined;
  document.title = file === undefined ? 'Workspace' : `${isUnsaved() ? '● ' : ''}${file.path} - Workspace`;
  for (const button of byId('tree').querySelectorAll('button')) {
    if (button.dataset.path === file?.path) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
}

/** Runs an action of the person; what goes wrong is said in the notice. */
function act(action) {
  return (event) => {
    event?.preventDefault();
    return Promise.resolve(action(event)).catch((error) => notice(failureWords(error.message)));
  };
}

async function showTree() {
  const { entries, complete } = await (await ask('api/files')).json();
  const open = new Set(
    [...byId('tree').querySelectorAll('details[open]')].map((details) => details.dataset.path),
  );
  const list = (items) => {
    const ul = document.createElement('ul');
    for (const item of items) {
      const li = ul.appendChild(document.createElement('li'));
      if (item.folder) {
        const details = li.appendChild(document.createElement('details'));
        details.dataset.path = item.path;
        details.open = open.has(item.path) || file?.path.startsWith(`${item.path}/`) === true;
        details.append(
          Object.assign(document.createElement('summary'), { textContent: item.name }),
          list(item.entries),
        );
      } else {
        const button = li.appendChild(document.createElement('button'));
        button.type = 'button';
        button.textContent = item.name;
        button.dataset.path = item.path;
        button.addEventListener(
          'click',
          act(() => openFile(item.path)),
        );
      }
    }
    return ul;
  };
  const note = entries.length === 0 ? words.empty : complete ? undefined : words.incomplete;
  byId('tree').replaceChildren(
    list(entries),
    ...(note === undefined ? [] : [Object.assign(document.createElement('p'), { textContent: note })]),
  );
  showState();
}

async function openFile(path, force = false) {
  if (!force && isUnsaved() && !confirm(words.leave(file.path))) return;
  const answer = await ask(fileAddress(path));
  const content = await answer.text();
  text.value = content;
  // The browser makes every line end a line feed: compared is what it made of it, saved is what the file had.
  file = {
    path,
    tag: answer.headers.get('etag'),
    content: text.value,
    lineEnd: content.includes('\r\n') ? '\r\n' : '\n',
  };
  text.disabled = false;
  byId('file-title').textContent = path;
  notice();
  showState();
  text.focus();
}

/** Saves one after the other: a second save needs the tag that the first one brings. */
let saving = Promise.resolve();
function save(headers) {
  const next = saving.then(() => saveNow(headers));
  saving = next.then(
    () => undefined,
    () => undefined,
  );
  return next;
}

async function saveNow(headers = { 'if-match': file.tag }) {
  const content = text.value;
  const { path, lineEnd } = file;
  if (content === file.content && headers['if-match'] === file.tag) return true;
  try {
    const body = content.replaceAll('\n', lineEnd);
    const answer = await ask(fileAddress(path), { method: 'PUT', headers, body });
    if (file.path === path) file = { path, tag: answer.headers.get('etag'), content, lineEnd };
    notice();
    showState();
    return true;
  } catch (error) {
    if (error.message !== 'changed') throw error;
    notice(words.changed, ['reload', 'overwrite']);
    return false;
  }
}

async function overwrite() {
  const answer = await ask(fileAddress(file.path)).catch(() => undefined);
  await save(answer === undefined ? { 'if-none-match': '*' } : { 'if-match': answer.headers.get('etag') });
}

async function createFile() {
  const path = byId('new-name').value.trim().replace(/^\/+/, '');
  if (path === '') return byId('new-name').focus();
  await ask(fileAddress(path), { method: 'PUT', headers: { 'if-none-match': '*' }, body: '' });
  showNew(false);
  await openFile(path);
  await showTree();
}

function showNew(shown) {
  byId('new-form').hidden = !shown;
  byId('new-name').value = '';
  byId(shown ? 'new-name' : 'new').focus();
}

function print(words_, kind) {
  const atEnd = output.scrollHeight - output.scrollTop - output.clientHeight < 30;
  output.append(Object.assign(document.createElement('span'), { textContent: words_, className: kind }));
  // What nobody scrolls back to any more is dropped, or the page would grow with every run.
  while (output.childNodes.length > 5000) output.firstChild.remove();
  if (atEnd) output.scrollTop = output.scrollHeight;
}

/** Runs a file or a command and prints what it says as it comes. */
async function run(request, title) {
  running?.abort();
  const own = (running = new AbortController());
  showState();
  print(`$ ${title}\n`, 'command');
  try {
    const answer = await ask('api/run', {
      method: 'POST',
      body: JSON.stringify(request),
      signal: own.signal,
    });
    let rest = '';
    let ended = false;
    for await (const chunk of readText(answer.body)) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const { stream, text: said, exit } = JSON.parse(line);
        if (exit === undefined) print(said, stream);
        else {
          ended = true;
          print(`${words.ended(exit)}\n`, exit === 0 ? 'end' : 'end failure');
        }
      }
    }
    if (!ended && !own.signal.aborted) print(`${words.cut}\n`, 'end failure');
  } catch (error) {
    print(
      `${own.signal.aborted ? words.stopped : error instanceof TypeError ? words.cut : failureWords(error.message)}\n`,
      'end failure',
    );
  } finally {
    if (running === own) running = undefined;
    showState();
    showTree().catch(() => undefined);
  }
}

async function* readText(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

async function runFile() {
  if (isUnsaved() && !(await save())) return;
  await run({ path: file.path }, file.path);
}

text.addEventListener('input', showState);
byId('save').addEventListener(
  'click',
  act(() => save()),
);
byId('run').addEventListener('click', act(runFile));
byId('stop').addEventListener('click', () => running?.abort());
byId('reload').addEventListener(
  'click',
  act(() => openFile(file.path, true)),
);
byId('overwrite').addEventListener('click', act(overwrite));
byId('new').addEventListener('click', () => showNew(true));
byId('new-cancel').addEventListener('click', () => showNew(false));
byId('new-form').addEventListener('submit', act(createFile));
byId('refresh').addEventListener('click', act(showTree));
byId('clear').addEventListener('click', () => output.replaceChildren());
byId('command-form').addEventListener(
  'submit',
  act(async () => {
    const command = byId('command').value;
    if (command.trim() === '') return;
    byId('command').value = '';
    await run({ command }, command);
  }),
);
addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key.toLowerCase() === 's') {
    event.preventDefault();
    if (isUnsaved()) void act(() => save())();
  } else if (event.key === 'Enter' && file !== undefined && running === undefined) {
    event.preventDefault();
    void act(runFile)();
  }
});
addEventListener('beforeunload', (event) => {
  if (isUnsaved()) event.preventDefault();
});

showState();
connect({
  // After a cut the files may be others.
  connected: () => showTree().catch(() => undefined),
  // A refused upgrade does not say why: whether it is for want of a session, this tells.
  lost: () => ask('api/status').catch(() => undefined),
});
void act(async () => {
  const { folder } = await (await ask('api/status')).json();
  byId('folder').textContent = words.folder(folder.split(/[\\/]/).at(-1));
  byId('folder').title = folder;
})();
