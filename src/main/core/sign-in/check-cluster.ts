/** Whether the cluster answers, and takes which of the tokens. */
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import type { IdentityProvider } from '../../../shared/contract/platform.ts';
import type { Network } from '../network/network.ts';
import type { Asked } from './checks.ts';
import { clientFor } from './clients.ts';

interface Cluster {
  readonly server: string;
  readonly certificateAuthority?: string | undefined;
}

/**
 * Asks the cluster as the person would. A cluster takes ID tokens (as kubectl sends them) or, set up otherwise, access
 * tokens: which one is tried once and remembered. A namespace that is refused is prepared first, where Onyxia does that.
 * @param refusal throws what the sign-in of a client failed with, if it did.
 * @throws Failure `signed-out`, `forbidden`, `unreachable`, `untrusted`...
 */
export async function checkCluster(
  asked: Asked,
  refusal: (identity: IdentityProvider | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  const { file, network, resources, pasted } = asked;
  if (!file.kubernetes) return;
  const cluster: Cluster = file.kubernetes;
  if (asked.kubeconfig && !pasted.kubernetes) {
    // Who one is may be known to a program only; whether the cluster answers is seen without it.
    const address = `${cluster.server.replace(/\/+$/, '')}/version`;
    const { certificateAuthority } = cluster;
    const response = await network.fetch(address, { certificateAuthority, signal });
    await response.body?.cancel();
    return;
  }
  const identity = clientFor(file, file.kubernetes.oidc);
  const session = resources.sessionFor(identity);
  const ask = async (token: string) => {
    try {
      await askCluster(network, cluster, asked.namespace(), token, signal);
    } catch (error) {
      if (!isFailure(error) || error.code !== 'forbidden' || !resources.onyxia) throw error;
      await asked.prepare(signal);
      await askCluster(network, cluster, asked.namespace(), token, signal);
    }
  };
  if (pasted.kubernetes && session?.state() !== 'signed-in') return ask(pasted.kubernetes.token);
  if (!session) throw failure('signed-out', 'Nothing opens the cluster', { reason: 'no-cluster-sign-in' });
  if (session.state() === 'signed-out') refusal(identity);
  const first = asked.known.kubernetesToken;
  try {
    await ask(first === 'id' ? await session.idToken() : await session.accessToken());
  } catch (error) {
    if (!isFailure(error) || error.data.reason !== 'cluster-refuses-token') throw error;
    const other = first === 'id' ? 'access' : 'id';
    const token = other === 'id' ? await session.idToken() : await session.accessToken();
    try {
      await ask(token);
      await asked.rememberToken(other);
    } catch (again) {
      // Taken, although not for this namespace: it is still the right one.
      if (isFailure(again) && again.code === 'forbidden') await asked.rememberToken(other);
      throw again;
    }
  }
}

/** What answers at a cluster with this token; a 401 is a Failure `signed-out`. */
async function askCluster(
  network: Network,
  cluster: Cluster,
  namespace: string,
  token: string,
  signal: AbortSignal,
): Promise<void> {
  const base = cluster.server.replace(/\/+$/, '');
  const response = await network.fetch(
    `${base}/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?limit=1`,
    {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      certificateAuthority: cluster.certificateAuthority,
      signal,
    },
  );
  const text = await response.text();
  if (response.ok || response.status === 404) return;
  const words =
    /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll('\\"', '"') ?? text.slice(0, 300);
  const rest = {
    values: { host: new URL(base).host, namespace, status: response.status },
    ...(words && { words }),
  };
  if (response.status === 401)
    throw failure('signed-out', 'The cluster refuses the token', {
      reason: 'cluster-refuses-token',
      ...rest,
    });
  if (response.status === 403)
    throw failure('forbidden', 'The cluster refuses access', { reason: 'cluster-forbidden', ...rest });
  throw failure(response.status >= 500 ? 'busy' : 'unreachable', `The cluster answered ${response.status}`, {
    reason: 'cluster-error',
    ...rest,
  });
}
