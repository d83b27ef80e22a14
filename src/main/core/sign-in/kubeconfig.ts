/** Reading kubeconfigs: what a person may choose from, and the tokens that Onyxia's account page shows. Pure. */
import { parse } from 'yaml';
import { z } from 'zod';
import { failure } from '../../../shared/contract/errors.ts';

const text = z.string().nullish();

const Cluster = z.object({
  server: z.string(),
  'certificate-authority-data': text,
  'certificate-authority': text,
});
const Context = z.object({ cluster: z.string(), user: z.string(), namespace: text });
const User = z.object({
  token: text,
  exec: z.object({ command: z.string(), args: z.array(z.string()).nullish() }).nullish(),
  'auth-provider': z.object({ name: text, config: z.record(z.string(), z.string()).nullish() }).nullish(),
});
const Kubeconfig = z.object({
  'current-context': text,
  clusters: z.array(z.object({ name: z.string(), cluster: Cluster })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context: Context })).nullish(),
  users: z.array(z.object({ name: z.string(), user: User.nullish() })).nullish(),
});

export interface KubeconfigContext {
  readonly name: string;
  readonly server: string;
  readonly namespace?: string | undefined;
  readonly user: string;
  /** PEM. */
  readonly certificateAuthority?: string | undefined;
  readonly certificateAuthorityFile?: string | undefined;
  readonly token?: string | undefined;
  /** Command line of the program that the user runs for credentials. */
  readonly program?: string | undefined;
  /** Of the old `oidc` authentication provider. */
  readonly oidc?:
    | {
        readonly issuer?: string | undefined;
        readonly clientId?: string | undefined;
        readonly idToken?: string | undefined;
        readonly refreshToken?: string | undefined;
      }
    | undefined;
}

/**
 * The contexts of a kubeconfig whose cluster is known.
 * @throws Failure `invalid-input` (`not-a-kubeconfig`).
 */
export function readKubeconfig(yaml: string): { current?: string; contexts: KubeconfigContext[] } {
  let value: unknown;
  try {
    value = parse(yaml, { maxAliasCount: 100 });
  } catch (error) {
    throw notOne(error instanceof Error ? error.message : String(error));
  }
  const read = Kubeconfig.safeParse(value);
  if (!read.success || !read.data.clusters)
    throw notOne(read.error ? z.prettifyError(read.error) : 'clusters: missing');
  const { clusters, contexts, users } = read.data;
  const found = (contexts ?? []).flatMap(({ name, context }): KubeconfigContext[] => {
    const cluster = clusters.find((one) => one.name === context.cluster)?.cluster;
    if (!cluster || !URL.canParse(cluster.server)) return [];
    const user = users?.find((one) => one.name === context.user)?.user;
    const config = user?.['auth-provider']?.config;
    const authority = cluster['certificate-authority-data'];
    return [
      {
        name,
        server: cluster.server,
        user: context.user,
        ...(context.namespace && { namespace: context.namespace }),
        ...(authority && { certificateAuthority: Buffer.from(authority, 'base64').toString() }),
        ...(cluster['certificate-authority'] && {
          certificateAuthorityFile: cluster['certificate-authority'],
        }),
        ...(user?.token && { token: user.token }),
        ...(user?.exec && { program: [user.exec.command, ...(user.exec.args ?? [])].join(' ') }),
        ...(config && {
          oidc: {
            issuer: config['idp-issuer-url'],
            clientId: config['client-id'],
            idToken: config['id-token'],
            refreshToken: config['refresh-token'],
          },
        }),
      },
    ];
  });
  const current = read.data['current-context'] ?? undefined;
  return { ...(current && { current }), contexts: found };
}

/** The chosen context, else the current, else the only one. @throws Failure `not-found` or `invalid-input`. */
export function chooseContext(yaml: string, name?: string): KubeconfigContext {
  const { current, contexts } = readKubeconfig(yaml);
  const wanted = name ?? current;
  const found = contexts.find((one) => one.name === wanted) ?? (name === undefined ? contexts[0] : undefined);
  if (!found)
    throw failure('not-found', `The kubeconfig has no context ${wanted}`, {
      reason: 'context-unknown',
      field: 'context',
      values: { name: wanted ?? '' },
    });
  return found;
}

/**
 * What a person pastes for Kubernetes: a kubeconfig, or the `kubectl config set-...` lines of Onyxia's account page.
 * @throws Failure `invalid-input` (`not-a-kubeconfig`).
 */
export function readPastedKubeconfig(pasted: string): KubeconfigContext {
  if (!/\bkubectl\s+config\s+set-/.test(pasted)) return chooseContext(pasted);
  const joined = pasted.replace(/\\\r?\n/g, ' ');
  const option = (name: string) => new RegExp(`--${name}[= ]["']?([^"'\\s]+)`).exec(joined)?.[1];
  const argument = (name: string) =>
    new RegExp(`--auth-provider-arg[= ]["']?${name}=["']?([^"'\\s]+)`).exec(joined)?.[1];
  const server = option('server');
  if (!server || !URL.canParse(server)) throw notOne('--server');
  return {
    name: /set-context\s+["']?([^"'\s-][^"'\s]*)/.exec(joined)?.[1] ?? 'pasted',
    server,
    user: /set-credentials\s+["']?([^"'\s]+)/.exec(joined)?.[1] ?? '',
    ...(option('namespace') && { namespace: option('namespace') }),
    ...(option('token') && { token: option('token') }),
    ...(argument('id-token') && {
      oidc: {
        issuer: argument('idp-issuer-url'),
        clientId: argument('client-id'),
        idToken: argument('id-token'),
        refreshToken: argument('refresh-token'),
      },
    }),
  };
}

function notOne(words: string): Error {
  return failure('invalid-input', 'This is not a kubeconfig', {
    reason: 'not-a-kubeconfig',
    field: 'kubeconfig',
    words,
  });
}
