/** Keeps every page in its place, whoever made it: what nobody claimed may do nothing. */
import {
  app,
  dialog,
  session,
  type BrowserWindowConstructorOptions,
  type Session,
  type WebContents,
} from 'electron';
import { decideDownload } from './download-policy.ts';
import { decideNavigation, type Verdict } from './navigation-policy.ts';
import { openExternal } from './open-external.ts';
import { nobody, type PageOwner } from './page-owner.ts';
import { decidePermission } from './permission-policy.ts';
import { createAllowance, decideWindowOpen } from './window-open-policy.ts';
import type { Words } from './words.ts';

interface Claim {
  readonly owner: PageOwner;
  /** How the windows that it opens are made; without it, it opens none. */
  readonly childWindow?: () => BrowserWindowConstructorOptions;
}

const pages = new WeakMap<WebContents, Claim>();
const sessions = new WeakMap<Session, PageOwner>();
const guarded = new WeakSet<Session>();

/** Says whose page it is. Its session serves that owner alone. */
export function claimPage(contents: WebContents, claim: Claim): void {
  pages.set(contents, claim);
  sessions.set(contents.session, claim.owner);
}

const ownerOf = (contents: WebContents) => pages.get(contents)?.owner ?? nobody;

/**
 * Guards all pages and sessions, those that are made later too. Call it when the app is ready, before the first window.
 * @param words what a person is asked in, when a page does not want to be left.
 */
export function guardPages(words: () => Words): void {
  app.on('web-contents-created', (_, contents) => guardPage(contents, words));
  app.on('session-created', guardSession);
  guardSession(session.defaultSession);
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  // Without this, the first certificate of the person would be shown to any server that asks for one.
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
}

function guardPage(contents: WebContents, words: () => Words): void {
  const allowance = createAllowance();
  /** True when the page may go on by itself. */
  const follow = (verdict: Verdict): boolean => {
    if (verdict.kind === 'external' && allowance.take(Date.now())) void openExternal(verdict.address);
    return verdict.kind === 'allow';
  };

  contents.on('will-frame-navigate', (event) => {
    // Frames only: the page itself is told of by will-navigate too, and must not be sent outside twice.
    if (event.isMainFrame) return;
    if (!follow(decideNavigation(ownerOf(contents), { address: event.url, isMainFrame: false })))
      event.preventDefault();
  });
  contents.on('will-navigate', (event) => {
    if (!follow(decideNavigation(ownerOf(contents), { address: event.url, isMainFrame: true })))
      event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    const { url: address, isMainFrame } = event;
    if (!follow(decideNavigation(ownerOf(contents), { address, isMainFrame }))) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());

  contents.setWindowOpenHandler(({ url }) => {
    const claim = pages.get(contents);
    const isAllowed = follow(decideWindowOpen(claim?.owner ?? nobody, url));
    if (!isAllowed || !claim?.childWindow) return { action: 'deny' };
    return { action: 'allow', overrideBrowserWindowOptions: claim.childWindow() };
  });
  contents.on('did-create-window', (child) => {
    const claim = pages.get(contents);
    if (claim) claimPage(child.webContents, claim);
    child.removeMenu();
  });
  contents.on('will-prevent-unload', (event) => {
    const { unsaved, leavePage, stay } = words();
    const chosen = dialog.showMessageBoxSync({
      type: 'question',
      message: unsaved,
      buttons: [leavePage, stay],
      defaultId: 1,
      cancelId: 1,
    });
    // Here, preventing the event means to leave after all.
    if (chosen === 0) event.preventDefault();
  });
}

function guardSession(own: Session): void {
  if (guarded.has(own)) return;
  guarded.add(own);
  const owner = () => sessions.get(own) ?? nobody;
  own.setPermissionRequestHandler((contents, permission, callback, details) => {
    // A window can outlive its claim, a session serves one owner: both must agree.
    const asked = { permission, requestingAddress: details.requestingUrl };
    callback(decidePermission(owner(), asked) && decidePermission(ownerOf(contents), asked));
  });
  own.setPermissionCheckHandler((_, permission, requestingOrigin, details) =>
    decidePermission(owner(), {
      permission,
      requestingAddress: details.requestingUrl ?? requestingOrigin,
      embeddingOrigin: details.embeddingOrigin,
    }),
  );
  own.setDevicePermissionHandler(() => false);
  // Dictionaries would come from the network; macOS has its own.
  own.setSpellCheckerDictionaryDownloadURL('http://127.0.0.1:9/');
  own.on('will-download', (event, item) => {
    const verdict = decideDownload(owner(), item.getURLChain(), item.getFilename());
    if (verdict.kind === 'save') {
      item.setSaveDialogOptions({ defaultPath: verdict.name });
      return;
    }
    event.preventDefault();
    if (verdict.kind === 'external') void openExternal(verdict.address);
  });
}
