/** What happens when a page asks for a new window (checklist 14). */
import { isBlobOf, isPageOf } from './address.ts';
import { outside, type Verdict } from './navigation-policy.ts';
import type { PageOwner } from './page-owner.ts';

/** `allow`: a child window that is kept as closely as the page that opened it. */
export function decideWindowOpen(owner: PageOwner, address: string): Verdict {
  if (owner.kind === 'nobody') return { kind: 'refuse' };
  if (owner.kind === 'service') {
    // IDEs open an empty window first and fill it then; where it goes later is a navigation.
    const isOwn = address === 'about:blank' || isBlobOf(address, owner.origin);
    if (isOwn || isPageOf(address, owner.origin)) return { kind: 'allow' };
  }
  return outside(address);
}

export interface Allowance {
  /** True when one more may be opened now. */
  take(now: number): boolean;
}

/** How many addresses one page may send to the system's browser, so that a hostile page cannot flood the screen with tabs. */
export function createAllowance(most = 5, within = 10_000): Allowance {
  let taken: number[] = [];
  return {
    take: (now) => {
      taken = taken.filter((at) => now - at < within);
      if (taken.length >= most) return false;
      taken.push(now);
      return true;
    },
  };
}
