/** Which downloads of a page are offered to the person, and under which name. */
import { isBlobOf, isPageOf, parseAddress } from './address.ts';
import { outside } from './navigation-policy.ts';
import type { PageOwner } from './page-owner.ts';

export type DownloadVerdict =
  | { readonly kind: 'save'; readonly name: string }
  | { readonly kind: 'external'; readonly address: string }
  | { readonly kind: 'refuse' };

/**
 * Decides a download. `save` asks the person where to; an address of another server goes to the system's browser.
 * @param chain every address that led to the bytes, the last one first asked by `addresses.at(-1)`.
 */
export function decideDownload(
  owner: PageOwner,
  addresses: readonly string[],
  name: string,
): DownloadVerdict {
  if (owner.kind === 'nobody') return { kind: 'refuse' };
  const isOwn = (address: string) =>
    isPageOf(address, owner.origin) ||
    isBlobOf(address, owner.origin) ||
    (owner.kind === 'service' && parseAddress(address)?.protocol === 'data:');
  if (addresses.length > 0 && addresses.every(isOwn)) return { kind: 'save', name: safeFileName(name) };
  const verdict = outside(addresses.at(-1) ?? '');
  return verdict.kind === 'external' ? verdict : { kind: 'refuse' };
}

/** Names that Windows keeps for devices, with any ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name that stays in its folder and looks like what it is: no separators, no control or text-direction signs
 * (`gpj.exe` shown as `exe.jpg`), no device names, at most 150 characters with its ending kept.
 */
export function safeFileName(name: string): string {
  const clean = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  if (clean === '') return 'download';
  const named = devices.test(clean) ? `_${clean}` : clean;
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(named)?.[0] ?? '';
  return named.length <= 150 ? named : named.slice(0, 150 - ending.length) + ending;
}
