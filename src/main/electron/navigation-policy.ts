/** Where a page may go (checklist 13): it stays on its own origin, and links lead out of the app. */
import { isBlobOf, isPageOf, isServiceName, parseAddress } from './address.ts';
import { externalAddress } from './external-address.ts';
import type { PageOwner } from './page-owner.ts';

export type Verdict =
  | { readonly kind: 'allow' }
  /** Not here: in the system's browser. */
  | { readonly kind: 'external'; readonly address: string }
  | { readonly kind: 'refuse' };

const allow: Verdict = { kind: 'allow' };
const refuse: Verdict = { kind: 'refuse' };

/** Chromium's own viewer, which shows a PDF inside a frame. */
const pdfViewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

export interface Navigation {
  readonly address: string;
  readonly isMainFrame: boolean;
}

/** Decides a navigation or a redirect of a page or of a frame in it. */
export function decideNavigation(owner: PageOwner, { address, isMainFrame }: Navigation): Verdict {
  if (owner.kind === 'nobody') return refuse;
  if (isPageOf(address, owner.origin)) return isMainFrame || owner.kind === 'service' ? allow : refuse;
  if (owner.kind === 'service') {
    if (isBlobOf(address, owner.origin)) return allow;
    if (!isMainFrame) return decideFrame(address);
  }
  return isMainFrame ? outside(address) : refuse;
}

/** Decides where a link that may not be followed here leads. */
export function outside(address: string): Verdict {
  const external = externalAddress(address);
  return external === undefined ? refuse : { kind: 'external', address: external };
}

/**
 * What a notebook shows in a frame: its own text, a map, a video. Such a frame has an origin of its own and no
 * permission; it may not reach this machine by a name of ours or without encryption.
 */
function decideFrame(address: string): Verdict {
  if (address === 'about:blank' || address === 'about:srcdoc' || address.startsWith(pdfViewer)) return allow;
  const url = parseAddress(address);
  if (url?.protocol === 'data:') return allow;
  return url?.protocol === 'https:' && !isServiceName(url.hostname) ? allow : refuse;
}
