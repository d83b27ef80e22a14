/** How to reach a cluster: its address, whom to trust, who one is. */

export interface ClientCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

export interface KubernetesAccess {
  /** Address of the API server; a path prefix (a proxy's) is kept. */
  readonly server: string;
  /** PEM; without it the system's authorities hold. */
  readonly certificateAuthority?: string;
  /** Name to ask for and to check instead of the address's host. */
  readonly tlsServerName?: string;
  /** There is no way to switch the check of certificates off. */
  readonly insecure?: never;
  readonly clientCertificate?: ClientCertificate;
  /** The bearer token of this moment. */
  readonly token?: () => Promise<string | undefined>;
  /** Asked when the server refused the token; afterwards `token` gives another one, or it throws a Failure. */
  readonly renewToken?: () => Promise<void>;
}
