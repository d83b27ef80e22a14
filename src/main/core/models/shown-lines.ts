/** The lines that would do the same by hand. Pure. MLflow's own command knows runs and artifacts; the registry is asked by curl. */
import { quoteWord } from '../platform/helm/equivalent.ts';
import { curlSignIn } from '../platform/mlflow/sign-in.ts';
import type { ReachedServer } from './servers/servers.ts';

/** A request to MLflow's REST as a line of curl; secrets are named by variables. @param body sent as JSON */
export function curlLine(
  { server, requests }: Pick<ReachedServer, 'server' | 'requests'>,
  method: 'POST' | 'PATCH' | 'DELETE',
  operation: string,
  body: object,
): string {
  return [
    'curl',
    '-X',
    method,
    ...curlSignIn(server.signIn),
    ...(server.workspace ? ['-H', quoteWord(`X-MLFLOW-WORKSPACE: ${server.workspace}`)] : []),
    '-H',
    quoteWord('Content-Type: application/json'),
    '-d',
    quoteWord(JSON.stringify(body)),
    quoteWord(`${requests.address}/api/2.0/mlflow/${operation}`),
  ].join(' ');
}
