import { expect, test } from 'vitest';
import { chooseContext, readKubeconfig, readPastedKubeconfig } from './kubeconfig.ts';

const yaml = `
apiVersion: v1
current-context: lab
clusters:
- name: lab
  cluster: {server: https://k8s.example:6443, certificate-authority-data: ${Buffer.from('PEM').toString('base64')}}
- name: other
  cluster: {server: https://other.example}
contexts:
- name: lab
  context: {cluster: lab, user: alice, namespace: user-alice}
- name: other
  context: {cluster: other, user: bob}
- name: dangling
  context: {cluster: gone, user: alice}
users:
- name: alice
  user:
    auth-provider: {name: oidc, config: {idp-issuer-url: https://id.example, client-id: k8s, id-token: i, refresh-token: r}}
- name: bob
  user: {token: t}
`;

test('the program that a user runs for credentials is shown, for a person to allow it or not', () => {
  const plugin =
    '  user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: kubelogin, args: [get-token, --pkce]}}';
  const { contexts } = readKubeconfig(yaml.replace('  user: {token: t}', plugin));
  expect(contexts.map(({ program }) => program)).toEqual([undefined, 'kubelogin get-token --pkce']);
});

test('contexts are listed with what a person recognises, the dangling ones left out', () => {
  const { current, contexts } = readKubeconfig(yaml);
  expect(current).toBe('lab');
  expect(contexts).toMatchObject([
    {
      name: 'lab',
      server: 'https://k8s.example:6443',
      namespace: 'user-alice',
      user: 'alice',
      certificateAuthority: 'PEM',
      oidc: { issuer: 'https://id.example', refreshToken: 'r' },
    },
    { name: 'other', server: 'https://other.example', user: 'bob', token: 't' },
  ]);
});

test('the named context is taken, else the current one', () => {
  expect(chooseContext(yaml).name).toBe('lab');
  expect(chooseContext(yaml, 'other').name).toBe('other');
  expect(() => chooseContext(yaml, 'dangling')).toThrow('no context dangling');
});

test.each(['', 'just words', '{', 'clusters: 3', 'kind: Config'])('%j is no kubeconfig', (text) => {
  expect(() => readKubeconfig(text)).toThrow('not a kubeconfig');
});

test('the lines of the account page are read like a kubeconfig', () => {
  const script = `kubectl config set-cluster k --server=https://k8s.example --insecure-skip-tls-verify=true
kubectl config set-credentials alice --auth-provider=oidc \\
  --auth-provider-arg=idp-issuer-url=https://id.example/realms/lab --auth-provider-arg=client-id="onyxia" \\
  --auth-provider-arg=refresh-token=r.r.r --auth-provider-arg=id-token=i.i.i
kubectl config set-context k --user=alice --cluster=k --namespace=user-alice`;
  expect(readPastedKubeconfig(script)).toEqual({
    name: 'k',
    server: 'https://k8s.example',
    user: 'alice',
    namespace: 'user-alice',
    oidc: {
      issuer: 'https://id.example/realms/lab',
      clientId: 'onyxia',
      idToken: 'i.i.i',
      refreshToken: 'r.r.r',
    },
  });
  expect(() => readPastedKubeconfig('kubectl config set-context x')).toThrow('not a kubeconfig');
  expect(readPastedKubeconfig(yaml).name).toBe('lab');
});
