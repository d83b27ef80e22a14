/** Where a coding API is, as people write it. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';

const isLoopback = ({ hostname }: URL) =>
  /^(localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

/**
 * The address below which `predict` is; the page of its documentation and `predict` itself mean the same.
 * @throws Failure `coding-api-address` for what is no http address or holds a password, `coding-api-insecure` for a password over plain http
 */
export function apiAddress(text: string, hasPassword: boolean): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw failure('invalid-input', 'It is no address of a coding API', {
      reason: 'coding-api-address',
      field: 'source.address',
    });
  if (hasPassword && url.protocol === 'http:' && !isLoopback(url))
    throw failure('invalid-input', 'A password would travel unencrypted', {
      reason: 'coding-api-insecure',
      field: 'source.address',
      values: { host: url.host },
    });
  url.search = '';
  url.hash = '';
  url.pathname = `${url.pathname.replace(/\/+(?:predict(?:-batch)?|docs|redoc|openapi\.json)?\/*$/, '')}/`;
  return url;
}
