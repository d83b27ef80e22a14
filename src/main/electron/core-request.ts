/** Which requests the core process answers on its loopback port, decided from their headers alone. */
import { timingSafeEqual } from 'node:crypto';
import { serviceDomain } from './names.ts';

export interface Asked {
  readonly host: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

export type RequestVerdict =
  | { readonly kind: 'service'; readonly id: string }
  | { readonly kind: 'bytes'; readonly path: string }
  | { readonly kind: 'refused'; readonly status: 403 | 405 | 421 };

/**
 * A service by its name below `sardonyx.localhost`; bytes by the plain address, for the main process alone, which holds
 * the key. Every other Host is refused, also one that was rebound to this machine.
 * @param port where the core process listens.
 */
export function decideRequest(asked: Asked, port: number, key: string): RequestVerdict {
  const match = /^([a-z0-9.-]+):(\d+)$/.exec(asked.host?.toLowerCase() ?? '');
  const name = match && Number(match[2]) === port ? (match[1] ?? '') : '';
  if (name === '127.0.0.1') {
    if (!same(asked.authorization ?? '', `Bearer ${key}`)) return { kind: 'refused', status: 403 };
    if (!['GET', 'HEAD', 'PUT'].includes(asked.method)) return { kind: 'refused', status: 405 };
    return { kind: 'bytes', path: asked.path.replace(/^\//, '') };
  }
  const id = name.endsWith(`.${serviceDomain}`) ? name.slice(0, -serviceDomain.length - 1) : '';
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(id)
    ? { kind: 'service', id }
    : { kind: 'refused', status: 421 };
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
