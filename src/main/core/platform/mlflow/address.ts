/** Where an MLflow server is, as people write it, and where its artifacts are. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import { isLoopback } from '../../network/proxy-decision.ts';

/**
 * The address below which `api/2.0` is, with a slash at its end; a page of MLflow's own interface means its server, a static
 * prefix stays.
 * @param hasSecret a secret is sent along, which must not travel unencrypted
 * @throws Failure `mlflow-address`, `mlflow-insecure`
 */
export function serverAddress(written: string, hasSecret: boolean): URL {
  const url = URL.canParse(written.trim()) ? new URL(written.trim()) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw failure('invalid-input', 'It is no address of an MLflow server', {
      reason: 'mlflow-address',
      field: 'reach.url',
    });
  if (hasSecret && url.protocol === 'http:' && !isLoopback(url.hostname))
    throw failure('invalid-input', 'A secret would travel unencrypted', {
      reason: 'mlflow-insecure',
      field: 'reach.url',
      values: { host: url.host },
    });
  url.search = '';
  url.hash = '';
  url.pathname = `${url.pathname.replace(/\/(?:ajax-)?api(?:\/.*)?$/, '').replace(/\/+$/, '')}/`;
  return url;
}

/** The path at the artifact proxy of `mlflow-artifacts:/1/run/artifacts` or `mlflow-artifacts://host/1/run/artifacts`. */
export function proxiedPath(address: string): string | undefined {
  const found = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/.exec(address);
  return found?.[1]?.replace(/\/+$/, '');
}

/** A path in an address: each name on its own. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
