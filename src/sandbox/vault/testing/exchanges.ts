/** An answer of a Vault server; `json` undefined where there was no body. */
export interface VaultReply {
  readonly status: number;
  readonly json: unknown;
}

/** Sends one request below `/v1/`. `body` may be a text that is no JSON. */
export type VaultSender = (
  who: 'root' | 'alice' | 'nobody' | 'stranger',
  method: string,
  path: string,
  body?: unknown,
  contentType?: string,
) => Promise<VaultReply>;

/** Sends to a server with the tokens of its people. */
export const vaultSender =
  (url: string, tokens: { readonly root: string; readonly alice: string }): VaultSender =>
  async (who, method, path, body, contentType = 'application/json') => {
    const token = { ...tokens, nobody: undefined, stranger: 'hvs.stranger' }[who];
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { ...(token ? { 'x-vault-token': token } : {}), 'content-type': contentType },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };

const changing = new Set([
  'request_id',
  'client_token',
  'accessor',
  'entity_id',
  'client_id',
  'created_time',
  'deletion_time',
  'updated_time',
  'expire_time',
  'issue_time',
  'creation_time',
  'id',
  'uuid',
  'ttl',
]);

/** The same answer with what differs from run to run replaced by whether it is there. */
export const settled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, changing.has(name) ? Boolean(one) : settled(one)]),
  );
};

/** The same requests for any Vault server, each answer told whole. `folder` is a name below alice's own folder. */
export const exchange = async (
  send: VaultSender,
  mount: string,
  folder: string,
): Promise<Record<string, unknown>> => {
  const told: Record<string, unknown> = {};
  const tell = async (name: string, ...request: Parameters<VaultSender>): Promise<void> => {
    const { status, json } = await send(...request);
    told[name] = { status, json: settled(json) };
  };
  const at = (kind: string, path = `${folder}/one`): string => `${mount}/${kind}/alice/${path}`;
  const merge = 'application/merge-patch+json';

  await tell('read none', 'alice', 'GET', at('data'));
  await tell('list none', 'alice', 'GET', `${at('metadata', folder)}?list=true`);
  await tell('write', 'alice', 'PUT', at('data'), { data: { a: '1', n: { x: [1] } } });
  await tell('write again', 'alice', 'POST', at('data'), { data: { a: '2' }, options: { cas: 1 } });
  await tell('stale', 'alice', 'POST', at('data'), { data: { a: '2' }, options: { cas: 1 } });
  await tell('create what is there', 'alice', 'POST', at('data'), { data: {}, options: { cas: 0 } });
  await tell('cas of words', 'alice', 'POST', at('data'), { data: {}, options: { cas: 'x' } });
  await tell('a long text', 'alice', 'POST', at('data', 'long'), { data: { a: 'é'.repeat(1 << 19) } });
  await tell('too long a text', 'alice', 'POST', at('data', 'long'), {
    data: { a: ['é'.repeat(1 << 19) + 'x'] },
  });
  await tell('too long a key', 'alice', 'POST', at('data', 'long'), {
    data: { ['x'.repeat((1 << 20) + 1)]: 'a' },
  });
  await tell('remove the long one', 'alice', 'DELETE', at('metadata', 'long'));
  await tell('no data', 'alice', 'POST', at('data'), { foo: 1 });
  await tell('form', 'alice', 'POST', at('data'), 'nonsense', 'application/x-www-form-urlencoded');
  await tell('read', 'alice', 'GET', at('data'));
  await tell('read first', 'alice', 'GET', `${at('data')}?version=1`);
  await tell('read later', 'alice', 'GET', `${at('data')}?version=9`);
  await tell('read words', 'alice', 'GET', `${at('data')}?version=x`);
  await tell('metadata', 'alice', 'GET', at('metadata'));
  await tell('metadata of none', 'alice', 'GET', at('metadata', 'none'));
  await tell('list', 'alice', 'GET', `${at('metadata', folder)}?list=true`);
  await tell('list with a slash', 'alice', 'GET', `${at('metadata', folder)}/?list=true`);
  await tell('list by verb', 'alice', 'LIST', at('metadata', folder));
  await tell('patch', 'alice', 'PATCH', at('data'), { data: { b: '3', a: null } }, merge);
  await tell('patched', 'alice', 'GET', at('data'));
  await tell('patch, other type', 'alice', 'PATCH', at('data'), { data: { b: '3' } });
  await tell('patch none', 'alice', 'PATCH', at('data', 'none'), { data: { b: '3' } }, merge);
  await tell('patch stale', 'alice', 'PATCH', at('data'), { data: { b: '4' }, options: { cas: 1 } }, merge);
  await tell('subkeys', 'root', 'GET', at('subkeys'));
  await tell('subkeys, one level', 'root', 'GET', `${at('subkeys')}?version=1&depth=1`);
  await tell('delete', 'alice', 'DELETE', at('data'));
  await tell('read deleted', 'alice', 'GET', at('data'));
  await tell('patch deleted', 'alice', 'PATCH', at('data'), { data: { b: '4' } }, merge);
  await tell('subkeys deleted', 'root', 'GET', at('subkeys'));
  await tell('undelete', 'alice', 'POST', at('undelete'), { versions: [3] });
  await tell('read undeleted', 'alice', 'GET', at('data'));
  await tell('delete versions', 'alice', 'POST', at('delete'), { versions: [1, '2', 99] });
  await tell('destroy', 'alice', 'PUT', at('destroy'), { versions: [1] });
  await tell('read destroyed', 'alice', 'GET', `${at('data')}?version=1`);
  await tell('read second', 'alice', 'GET', `${at('data')}?version=2`);
  await tell('no versions', 'alice', 'POST', at('delete'), {});
  await tell('versions of words', 'alice', 'POST', at('destroy'), { versions: 'x' });
  await tell('undelete none', 'alice', 'POST', at('undelete', 'none'), { versions: [1] });
  await tell('metadata after all', 'alice', 'GET', at('metadata'));
  const settings = { max_versions: 2, custom_metadata: { owner: 'a' }, delete_version_after: '3h25m19s' };
  await tell('settings', 'alice', 'POST', at('metadata'), settings);
  await tell('write fourth', 'alice', 'POST', at('data'), { data: { z: '1' } });
  await tell('write fifth', 'alice', 'POST', at('data'), { data: { z: '2' } });
  await tell('metadata after pruning', 'alice', 'GET', at('metadata'));
  await tell('cas demanded', 'alice', 'POST', at('metadata'), { cas_required: true });
  await tell('write without', 'alice', 'POST', at('data'), { data: {} });
  await tell(
    'patch metadata',
    'alice',
    'PATCH',
    at('metadata'),
    { custom_metadata: { k: '1', owner: null } },
    merge,
  );
  await tell('patch metadata of none', 'alice', 'PATCH', at('metadata', 'none'), { max_versions: 1 }, merge);
  await tell('metadata after patch', 'alice', 'GET', at('metadata'));
  await tell('settings of words', 'alice', 'POST', at('metadata'), { max_versions: 'x' });
  await tell('duration of words', 'alice', 'POST', at('metadata'), { delete_version_after: 'x' });
  await tell('remove', 'alice', 'DELETE', at('metadata'));
  await tell('removed', 'alice', 'GET', at('metadata'));
  await tell('remove again', 'alice', 'DELETE', at('metadata'));
  await tell('delete none', 'alice', 'DELETE', at('data', 'none'));

  await tell('another folder', 'alice', 'GET', `${mount}/data/bob/x`);
  await tell('write to another', 'alice', 'POST', `${mount}/data/bob/x`, { data: {} });
  await tell('list another', 'alice', 'GET', `${mount}/metadata/bob?list=true`);
  await tell('the folder itself', 'alice', 'GET', `${mount}/data/alice`);
  await tell('list all', 'alice', 'GET', `${mount}/metadata?list=true`);
  await tell('the configuration', 'alice', 'GET', `${mount}/config`);
  await tell('another engine', 'alice', 'GET', 'nope/x');
  await tell('another engine, by root', 'root', 'GET', 'nope/x');
  await tell('a path that is none', 'root', 'GET', `${mount}/nope/x`);
  await tell('the configuration, by root', 'root', 'GET', `${mount}/config`);
  await tell('mounts', 'alice', 'GET', 'sys/mounts');
  await tell('without a token', 'nobody', 'GET', at('data'));
  await tell('with another', 'stranger', 'GET', at('data'));
  await tell('look up', 'alice', 'GET', 'auth/token/lookup-self');
  await tell('look up a stranger', 'stranger', 'GET', 'auth/token/lookup-self');
  await tell('renew', 'alice', 'POST', 'auth/token/renew-self', {});
  await tell('renew for less', 'alice', 'POST', 'auth/token/renew-self', { increment: '10m' });
  await tell('renew root', 'root', 'POST', 'auth/token/renew-self', {});
  await tell('log in without a token', 'nobody', 'POST', 'auth/jwt/login', {});
  await tell('log in to no role', 'nobody', 'POST', 'auth/jwt/login', { role: 'nope', jwt: 'a.b.c' });
  await tell('log in by GET', 'nobody', 'GET', 'auth/jwt/login');
  await tell('mounts for nobody', 'nobody', 'GET', 'sys/internal/ui/mounts');
  await tell('revoke', 'alice', 'POST', 'auth/token/revoke-self');
  await tell('after it', 'alice', 'GET', at('data'));
  return told;
};
