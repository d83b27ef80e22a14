/** How each part of a platform is asked whether it works. */
import { failure, isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Network } from '../network/network.ts';
import { clockFailure } from '../platform/oidc/oidc-failure.ts';
import { clientFor } from './clients.ts';
import type { Known } from './known.ts';
import { checkCluster } from './check-cluster.ts';
import type { Checks } from './parts.ts';
import type { KeptKubeconfig, Pasted } from './pasted.ts';
import type { Resources } from './resources.ts';

/** A clock that is off by more breaks signatures and tokens. */
const toleratedSkew = 60_000;

export interface Asked {
  readonly file: PlatformFile;
  readonly network: Network;
  readonly resources: Resources;
  readonly known: Known;
  readonly pasted: Pasted;
  readonly kubeconfig: KeptKubeconfig | undefined;
  /** What failed while signing in, by client. */
  readonly refused: ReadonlyMap<string, FailureData>;
  /** Learns from Onyxia who the person is and where they may work. */
  learn(signal: AbortSignal): Promise<void>;
  /** The namespace of the project that is shown. */
  namespace(): string;
  /** Has the namespace prepared, where an Onyxia does that. */
  prepare(signal: AbortSignal): Promise<void>;
  rememberToken(kind: Known['kubernetesToken']): Promise<void>;
}

/** The checks of the parts that the platform has. */
export function checksOf(asked: Asked): Checks {
  const { file, network, resources, refused } = asked;
  const { main, onyxia, vault, storage } = resources;
  const refusal = (identity: Parameters<Resources['sessionFor']>[0]) => {
    const client = resources.clients.find(
      (one) => one.identity.issuer === identity?.issuer && one.identity.clientId === identity.clientId,
    );
    const data = client && refused.get(client.key);
    if (data) throw failure(data.code, data.message, data);
  };

  return {
    ...(file.oidc && {
      identity: async () => {
        await main?.provider.configuration();
        if (main?.state() !== 'signed-out' || !hasPasted(asked.pasted)) await main?.accessToken();
        const skew = network.clockSkew(file.oidc?.issuer ?? '') ?? 0;
        return Math.abs(skew) > toleratedSkew ? clockFailure(file.oidc?.issuer ?? '', skew).data : undefined;
      },
    }),
    ...(onyxia && { onyxia: (signal) => asked.learn(signal) }),
    ...((onyxia || file.catalogs?.length) && {
      catalogs: async (signal) => {
        // Through Onyxia they come with it; `/public/healthcheck` would be cheaper but tells nothing.
        if (onyxia)
          await network
            .fetch(`${onyxia.base}/public/ip`, { signal })
            .then((response) => response.body?.cancel());
        const failures: FailureData[] = [];
        for (const { url } of file.catalogs ?? []) {
          const response = await network
            .fetch(`${url.replace(/\/+$/, '')}/index.yaml`, { method: 'HEAD', signal })
            .catch((error: unknown) => (isFailure(error) ? error : Promise.reject(error as Error)));
          if (isFailure(response)) failures.push(response.data);
          else if (!response.ok && response.status !== 405) {
            failures.push({
              code: 'not-found',
              message: `${url} has no index.yaml`,
              reason: 'not-a-repository',
              values: { url },
            });
          }
        }
        if (failures[0] && !onyxia && failures.length === file.catalogs?.length)
          throw failure(failures[0].code, failures[0].message, failures[0]);
        return failures[0];
      },
    }),
    ...(file.kubernetes && { kubernetes: (signal) => checkCluster(asked, refusal, signal) }),
    ...(storage.length > 0 && {
      storage: async (signal) => {
        const answers = await Promise.all(
          storage
            .map(async (one) => {
              const identity = one.profile.sts && clientFor(file, one.profile.oidc);
              if (resources.sessionFor(identity)?.state() === 'signed-out') refusal(identity);
              return one.credentials({ signal });
            })
            .map((answer) =>
              answer.then(
                () => undefined,
                (error: unknown) => (isFailure(error) ? error : Promise.reject(error as Error)),
              ),
            ),
        );
        const failed = answers.filter((answer) => answer !== undefined);
        if (failed[0] && failed.length === storage.length) throw failed[0];
        return failed[0]?.data;
      },
    }),
    ...(vault && {
      vault: async () => {
        const identity = file.vault && clientFor(file, file.vault.oidc);
        if (resources.sessionFor(identity)?.state() === 'signed-out' && !asked.pasted.vault)
          refusal(identity);
        await vault.token();
      },
    }),
  };
}

export function hasPasted(pasted: Pasted): boolean {
  return pasted.storage !== undefined || pasted.vault !== undefined || pasted.kubernetes !== undefined;
}
