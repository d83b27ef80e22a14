/** The way to a cluster through the one network of the core: its proxy, its authorities, its pools. */
import type { Network } from './network/network.ts';
import type { TlsIdentity, Transport } from './platform/kubernetes/transport.ts';

/** A transport that opens every connection by the network. */
export function clusterTransport(network: Network): Transport {
  const trust = (identity: TlsIdentity) => ({
    certificateAuthority: identity.certificateAuthority,
    serverName: identity.serverName,
    clientCertificate: identity.clientCertificate,
  });
  return {
    dispatcher: (server, identity) => network.dispatcher(server.href, trust(identity)),
    agent: (server, identity) => network.agent(server.href, trust(identity)),
    explain: (error, server, identity) => network.explain(error, server.href, trust(identity)),
  };
}
