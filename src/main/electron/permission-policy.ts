/** What a page may ask of the system (checklist 5). Whatever is not named here is refused. */
import { isPageOf } from './address.ts';
import type { PageOwner } from './page-owner.ts';

const granted: Readonly<Record<'app' | 'service', ReadonlySet<string>>> = {
  app: new Set(['clipboard-sanitized-write', 'fullscreen']),
  service: new Set(['clipboard-read', 'clipboard-sanitized-write', 'fullscreen', 'notifications']),
};

export interface PermissionAsked {
  readonly permission: string;
  /** Address of the frame that asks: not of the page around it, which may be another origin. */
  readonly requestingAddress: string | undefined;
  /** Origin of the page around the frame, where that is another one. */
  readonly embeddingOrigin?: string | undefined;
}

/** True when the frame that asks belongs to the page's owner and the permission is one of a few. */
export function decidePermission(owner: PageOwner, asked: PermissionAsked): boolean {
  if (owner.kind === 'nobody' || asked.requestingAddress === undefined) return false;
  if (asked.embeddingOrigin !== undefined && !isPageOf(asked.embeddingOrigin, owner.origin)) return false;
  return granted[owner.kind].has(asked.permission) && isPageOf(asked.requestingAddress, owner.origin);
}
