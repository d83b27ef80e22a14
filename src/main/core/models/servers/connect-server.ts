/** From a server's description to requests that reach it and sign in. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { ServerDraft } from '../../../../shared/contract/models/servers.ts';
import { serverAddress } from '../../platform/mlflow/address.ts';
import { mlflowRequests, type MlflowRequests } from '../../platform/mlflow/requests.ts';
import { signInHeaders } from '../../platform/mlflow/sign-in.ts';
import { connectedTransport, networkTransport } from '../../platform/mlflow/transport.ts';
import type { ProjectContext } from '../../project-context.ts';
import type { ServiceForwards } from './service-forwards.ts';

/**
 * Nothing is asked of anybody before the first request.
 * @throws Failure `mlflow-address`, `mlflow-insecure`, `mlflow-no-cluster`
 */
export function connectServer(
  context: ProjectContext,
  forwards: Pick<ServiceForwards, 'agent'>,
  server: ServerDraft,
  secret: string | undefined,
): MlflowRequests {
  const { reach, signIn, workspace } = server;
  const isByToken = signIn.kind === 'kubernetes';
  const { cluster } = context;
  if (isByToken && !cluster)
    throw failure('unsupported', 'The platform has no cluster whose token could be sent', {
      reason: 'mlflow-no-cluster',
      values: { service: server.name },
    });
  const transport =
    reach.kind === 'address'
      ? networkTransport(context.network, serverAddress(reach.url, signIn.kind !== 'none'))
      : connectedTransport(reach.service, forwards.agent(context, reach.service, reach.port));
  return mlflowRequests({
    transport,
    headers: async () => {
      const token = isByToken ? (await cluster?.headers())?.['authorization'] : undefined;
      return {
        ...signInHeaders(signIn, secret, token?.replace(/^Bearer /, '')),
        ...(workspace && { 'x-mlflow-workspace': workspace }),
      };
    },
    renew: isByToken ? (refused) => cluster?.renew(refused) ?? Promise.resolve() : undefined,
  });
}
