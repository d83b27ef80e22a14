/** How a request says who asks. Pure. Source: mlflow/tracking/request_header, RFC 7617, RFC 6750. */
import type { ServerSignIn } from '../../../../shared/contract/models/servers.ts';

/**
 * The headers of a sign-in; none where the secret is missing.
 * @param secret password, token or the header's value
 * @param token of the cluster, for `kubernetes`
 */
export function signInHeaders(
  signIn: ServerSignIn,
  secret: string | undefined,
  token: string | undefined,
): Record<string, string> {
  switch (signIn.kind) {
    case 'none':
      return {};
    case 'basic':
      return {
        authorization: `Basic ${Buffer.from(`${signIn.user}:${secret ?? ''}`).toString('base64')}`,
      };
    case 'bearer':
      return secret === undefined ? {} : { authorization: `Bearer ${secret}` };
    case 'kubernetes':
      return token === undefined ? {} : { authorization: `Bearer ${token}` };
    case 'header':
      return secret === undefined ? {} : { [signIn.name.toLowerCase()]: secret };
  }
}

/** The words of a `curl` line that do the same; secrets are named by MLflow's own variables, never written. */
export function curlSignIn(signIn: ServerSignIn): string[] {
  switch (signIn.kind) {
    case 'none':
      return [];
    case 'basic':
      return ['-u "$MLFLOW_TRACKING_USERNAME:$MLFLOW_TRACKING_PASSWORD"'];
    case 'bearer':
    case 'kubernetes':
      return ['-H "Authorization: Bearer $MLFLOW_TRACKING_TOKEN"'];
    case 'header':
      return [`-H "${signIn.name}: $MLFLOW_HEADER"`];
  }
}
