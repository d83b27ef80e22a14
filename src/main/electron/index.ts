/** Electron's main process: owns the windows and the keychain, and nothing else. A list of setups, read top to bottom. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { app, dialog, MessageChannelMain, nativeTheme, type BrowserWindow } from 'electron';
import { contract } from '../../shared/contract/index.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { portPipe, type AnyPort } from '../../shared/rpc/port-pipe.ts';
import { takeFolder } from '../core/owner.ts';
import { superviseCore, type SupervisedCore } from './core-supervisor.ts';
import { createLinkQueue } from './deep-links.ts';
import { followCore } from './follow-core.ts';
import { hostHandlers } from './host-handlers.ts';
import { setMenu } from './menu.ts';
import { bridgePage } from './page-bridge.ts';
import { guardPages } from './page-guards.ts';
import {
  credentialHelper,
  defaultFolder,
  nodeProgram,
  packagedPrograms,
  readFolder,
  sandboxProgram,
} from './places.ts';
import { watchPower } from './power.ts';
import type { Surroundings } from './preferences.ts';
import { declareScheme, servePages } from './protocol.ts';
import { openSecrets } from './secrets.ts';
import { createServiceViews, forgetServices, type ServiceViews } from './service-views.ts';
import { takeInstance } from './single-instance.ts';
import { bringToFront, openWindow, showRoute } from './window.ts';
import { chooseLanguage, wordsOf } from './words.ts';

const programs = import.meta.dirname;
const surroundings: Surroundings = { isPackaged: app.isPackaged, platform: process.platform };
const installed = { ...surroundings, programs, resources: process.resourcesPath };
const folder = path.resolve(
  readFolder(process.argv.slice(1)) ??
    defaultFolder({ platform: process.platform, home: os.homedir(), variables: process.env }),
);
const blobKey = randomBytes(32).toString('base64url');
const links = createLinkQueue();

let window: BrowserWindow | undefined;
let views: ServiceViews | undefined;
let core: SupervisedCore | undefined;
let platform = '';
let words = wordsOf('en');

app.setName('Sardonyx');
if (process.platform === 'win32') app.setAppUserModelId('fr.sardonyx.Sardonyx');
// Electron refuses a folder that is not there.
mkdirSync(path.join(folder, 'window'), { recursive: true, mode: 0o700 });
app.setPath('userData', path.join(folder, 'window'));
declareScheme();
if (takeInstance(links, () => window && bringToFront(window))) void start().catch(fail);
else app.exit(0);

async function start(): Promise<void> {
  // Not awaited at the top of the module: the app is not ready before its module has run to the end.
  await app.whenReady();
  words = wordsOf(chooseLanguage('system', app.getPreferredSystemLanguages()));
  const ownership = await takeFolder(folder);
  if (ownership.kind === 'taken') {
    dialog.showErrorBox(words.taken, words.takenDetail(ownership.by.pid));
    return app.exit(1);
  }

  guardPages(() => words);
  servePages({ folder: path.join(programs, '..', 'renderer'), corePort: () => core?.port(), blobKey });
  setMenu(words, surroundings, () => window);
  const power = watchPower();
  const started = startCore(power.resumes);
  const stopBridge = bridgePage({
    window: () => window,
    connect: (port) => void started.then((ready) => ready.connect(port)),
    onView: (message) => views?.receive(message),
  });
  links.show((route) => (window ? showRoute(window, route) : open(route)));
  if (!window) open('/');

  const ending = new AbortController();
  const connection = connect(contract, async () => {
    const { port1, port2 } = new MessageChannelMain();
    (await started).connect(port2);
    return portPipe(port1 as AnyPort);
  });
  followCore(connection.client, { onSettings, onSession, onForgotten }, ending.signal);

  app.on('activate', () => (window ? bringToFront(window) : open('/')));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let isOver = false;
  app.on('will-quit', (event) => {
    if (isOver) return;
    event.preventDefault();
    ending.abort();
    connection.close();
    stopBridge();
    power.stop();
    void started
      .then((ready) => ready.stop())
      .catch(() => {})
      .then(() => ownership.release())
      .finally(() => {
        isOver = true;
        app.quit();
      });
  });
}

async function startCore(resumes: ReturnType<typeof watchPower>['resumes']): Promise<SupervisedCore> {
  const secrets = await openSecrets(path.join(folder, 'secrets.sealed'), process.platform);
  const own = packagedPrograms(installed);
  core = superviseCore({
    program: path.join(programs, 'core-process.js'),
    settings: {
      folder,
      version: app.getVersion(),
      languages: app.getPreferredSystemLanguages(),
      secretsKept: secrets.kind === 'keychain' ? 'keychain' : 'memory',
      blobKey,
      nodeProgram: nodeProgram(installed),
      sandboxProgram: sandboxProgram(installed),
      credentialHelper: credentialHelper(installed),
      ...(own === undefined ? {} : { programs: own }),
    },
    handlers: hostHandlers({ secrets, resumes, onClick: () => window && bringToFront(window) }),
    report: (error, where) => process.stderr.write(`Sardonyx, ${where}: ${String(error)}\n`),
    onGivenUp: (why) => void askToGoOn(why),
  });
  return core;
}

function open(route: string): void {
  const preload = path.join(programs, 'preload.cjs');
  const stateFile = path.join(folder, 'window', 'window-state.json');
  const opened = openWindow({ preload, stateFile, surroundings, route });
  const own = createServiceViews({
    window: opened,
    surroundings,
    corePort: () => core?.port(),
    platform: () => platform,
  });
  window = opened;
  views = own;
  opened.once('closed', () => {
    own.closeAll();
    if (window === opened) window = views = undefined;
  });
}

function onSettings({
  language,
  appearance,
}: Parameters<Parameters<typeof followCore>[1]['onSettings']>[0]): void {
  nativeTheme.themeSource = appearance;
  words = wordsOf(chooseLanguage(language, app.getPreferredSystemLanguages()));
  setMenu(words, surroundings, () => window);
}

function onSession({ current }: { readonly current?: string | undefined }): void {
  platform = current ?? '';
}

function onForgotten(id: string): void {
  void readdir(path.join(folder, 'window', 'Partitions'))
    .then((folders) => forgetServices(id, folders))
    // No service was opened yet.
    .catch(() => {});
}

async function askToGoOn(why: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: words.stopped,
    detail: why,
    buttons: [words.tryAgain, words.end],
    cancelId: 1,
  });
  if (response === 0) core?.start();
  else app.quit();
}

function fail(error: unknown): void {
  dialog.showErrorBox('Sardonyx', error instanceof Error ? error.message : String(error));
  app.exit(1);
}
