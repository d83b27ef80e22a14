/** What a person types about an MLflow server, and what is made of it. Pure. */
import type { ModelServer, ServerDraft, ServerSignIn } from '../../../shared/contract/models/servers.ts';

export interface TypedServer {
  readonly name: string;
  readonly reach: 'address' | 'service';
  readonly url: string;
  readonly service: string;
  /** Empty: as the service says. */
  readonly port: string;
  readonly signIn: ServerSignIn['kind'];
  readonly user: string;
  readonly header: string;
  /** Empty: as before, or none. */
  readonly secret: string;
  readonly workspace: string;
}

export type ServerField = 'name' | 'url' | 'service' | 'port' | 'user' | 'header' | 'secret';

export const waysToSignIn = ['none', 'basic', 'bearer', 'kubernetes', 'header'] as const;
const withSecret: ReadonlySet<string> = new Set(['basic', 'bearer', 'header']);

/** Whether a way to sign in has something to keep secret. */
export const wantsSecret = (kind: ServerSignIn['kind']): boolean => withSecret.has(kind);

/** The fields as they stand for a server, or for a new one. */
export function typedOf(server: ModelServer | undefined): TypedServer {
  const reach = server?.reach;
  const signIn = server?.signIn;
  return {
    name: server?.name ?? '',
    reach: reach?.kind ?? 'address',
    url: reach?.kind === 'address' ? reach.url : '',
    service: reach?.kind === 'service' ? reach.service : '',
    port: reach?.kind === 'service' && reach.port !== undefined ? String(reach.port) : '',
    signIn: signIn?.kind ?? 'none',
    user: signIn?.kind === 'basic' ? signIn.user : '',
    header: signIn?.kind === 'header' ? signIn.name : '',
    secret: '',
    workspace: server?.workspace ?? '',
  };
}

const isWebAddress = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:';
};

/** Fields at fault. `hasSecret`: one is kept already, and an empty field leaves it. */
export function faultsOf(typed: TypedServer, hasSecret: boolean): ServerField[] {
  const faults: ServerField[] = [];
  if (typed.name.trim() === '') faults.push('name');
  if (typed.reach === 'address' && !isWebAddress(typed.url.trim())) faults.push('url');
  if (typed.reach === 'service') {
    if (typed.service.trim() === '') faults.push('service');
    const port = Number(typed.port);
    if (typed.port.trim() !== '' && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
      faults.push('port');
  }
  if (typed.signIn === 'basic' && typed.user.trim() === '') faults.push('user');
  if (typed.signIn === 'header' && !/^[\w-]+$/.test(typed.header.trim())) faults.push('header');
  if (wantsSecret(typed.signIn) && typed.secret === '' && !hasSecret) faults.push('secret');
  return faults;
}

/** What is sent; only of fields without fault. */
export function draftOf(typed: TypedServer): ServerDraft & { secret?: string } {
  const port = typed.port.trim();
  return {
    name: typed.name.trim(),
    reach:
      typed.reach === 'address'
        ? { kind: 'address', url: typed.url.trim() }
        : { kind: 'service', service: typed.service.trim(), ...(port !== '' && { port: Number(port) }) },
    signIn: signInOf(typed),
    ...(typed.workspace.trim() !== '' && { workspace: typed.workspace.trim() }),
    ...(wantsSecret(typed.signIn) && typed.secret !== '' && { secret: typed.secret }),
  };
}

function signInOf({ signIn, user, header }: TypedServer): ServerSignIn {
  if (signIn === 'basic') return { kind: 'basic', user: user.trim() };
  if (signIn === 'header') return { kind: 'header', name: header.trim() };
  return { kind: signIn };
}
