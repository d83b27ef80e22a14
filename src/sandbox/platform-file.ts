/** The platform file of the sandbox: what a person would be given to add it, addresses only. */
import type { SandboxFacts } from './facts.ts';

/** Everything else is discovered from the Onyxia API, but its authority must be known beforehand. */
export function platformFile(facts: SandboxFacts): unknown {
  return {
    schemaVersion: 1,
    id: 'sandbox',
    name: 'Sandbox',
    onyxia: { url: `${facts.onyxia.url}/api` },
    oidc: {
      issuer: facts.oidc.issuer,
      clientId: facts.oidc.clientId,
      // Whoever has this file started the sandbox: the sign-in form comes filled in.
      extraQuery: { login_hint: facts.oidc.welcome },
    },
    kubernetes: {
      server: facts.kubernetes.server,
      certificateAuthority: facts.kubernetes.certificateAuthority,
    },
    storage: [
      {
        name: 'sandbox',
        endpoint: facts.s3.endpoint,
        region: facts.s3.region,
        pathStyle: facts.s3.pathStyle,
        sts: { endpoint: facts.s3.stsEndpoint },
      },
    ],
    vault: facts.vault,
    mlflow: { url: facts.mlflow.url },
    codingApi: { url: facts.coding.url },
    argo: { server: facts.argo.server, serviceAccount: facts.argo.serviceAccount },
    training: {
      image: facts.argo.image,
      s3: facts.s3.fromPods,
      s3Secret: facts.argo.s3Secret,
      mlflow: facts.mlflow.fromPods,
    },
    argoCd: facts.argoCd,
    certificateAuthorities: [facts.kubernetes.certificateAuthority],
  };
}
