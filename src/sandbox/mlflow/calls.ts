/** All calls of the API, found by method and address. */
import { artifactCalls } from './artifacts.ts';
import type { Calls, Handler } from './context.ts';
import { PageError } from './errors.ts';
import { experimentCalls } from './experiments.ts';
import { loggedModelSearchCalls } from './logged-model-search.ts';
import { loggedModelCalls } from './logged-models.ts';
import { loggingCalls } from './logging.ts';
import { metricHistoryCalls } from './metric-history.ts';
import { modelVersionCalls } from './model-versions.ts';
import { registeredModelCalls } from './registered-models.ts';
import { registrySearchCalls } from './registry-search.ts';
import { runLinkCalls } from './run-links.ts';
import { runSearchCalls } from './run-search.ts';
import { runCalls } from './runs.ts';

const calls: Calls = {
  ...experimentCalls,
  ...runCalls,
  ...runSearchCalls,
  ...loggingCalls,
  ...runLinkCalls,
  ...metricHistoryCalls,
  ...artifactCalls,
  ...registeredModelCalls,
  ...modelVersionCalls,
  ...registrySearchCalls,
  ...loggedModelSearchCalls,
  ...loggedModelCalls,
};

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

const routes: readonly Route[] = Object.entries(calls).map(([name, handler]) => {
  const [method = '', address = ''] = name.split(' ');
  const pattern = address.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
  return { method, pattern: new RegExp(`^${pattern}$`), handler };
});

export interface FoundCall {
  readonly handler: Handler;
  readonly path: Readonly<Record<string, string>>;
}

/** The methods that an address below `/api/2.0/mlflow/` knows, as a header tells them. @throws PageError 404 */
export function methodsOf(address: string): string {
  const here = routes.filter(({ pattern }) => pattern.test(address));
  if (here.length === 0) throw new PageError(404);
  const methods = here.flatMap(({ method }) => (method === 'GET' ? ['HEAD', 'GET'] : [method]));
  return [...new Set([...methods, 'OPTIONS'])].join(', ');
}

/** The call of a method and an address below `/api/2.0/mlflow/`. @throws PageError 404, 405 */
export function findCall(method: string, address: string): FoundCall {
  const here = routes.flatMap((route) => {
    const found = route.pattern.exec(address);
    return found ? [{ route, groups: found.groups ?? {} }] : [];
  });
  const fitting = here.find(({ route }) => route.method === method);
  if (fitting) {
    const path = Object.entries(fitting.groups).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { handler: fitting.route.handler, path: Object.fromEntries(path) as Record<string, string> };
  }
  throw new PageError(405, { allow: methodsOf(address) });
}
