import { describe, expect, test } from 'vitest';
import { manifestObjects, ownedClaims, publicAddresses, workloads } from './manifest.ts';
import type { Pod } from './objects.ts';
import { openTarget, releaseAddresses } from './open-target.ts';
import { readRelease } from './release.ts';
import type { Release } from './release.ts';

const manifest = `---
# Source: jupyter/templates/service.yaml
apiVersion: v1
kind: Service
metadata: {name: jupyter-1}
spec: {clusterIP: None, ports: [{name: user-5000, port: 5000}, {name: main, port: 80, targetPort: web}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: jupyter-1}
spec:
  replicas: 1
  template: {spec: {containers: [{command: [jupyter, lab]}]}}
---
kind: Ingress
apiVersion: networking.k8s.io/v1
metadata: {name: jupyter-1-user}
spec: {rules: [{host: user.lab.test, http: {paths: [{path: /, backend: {service: {name: jupyter-1, port: {number: 5000}}}}]}}]}
---
kind: Ingress
metadata: {name: jupyter-1-ui}
spec: {rules: [{host: ui.lab.test, http: {paths: [{path: /, backend: {service: {name: jupyter-1, port: {name: main}}}}]}}]}
---
kind: PersistentVolumeClaim
metadata: {name: jupyter-1}
spec: {resources: {requests: {storage: 1Gi}}}
---
kind: PersistentVolumeClaim
metadata: {name: kept, annotations: {helm.sh/resource-policy: keep}}
---
kind: ConfigMap
metadata: {name: [this, is, not, wanted
`;

function release(
  text: string,
  notes = '',
  config: object = { security: { password: 'pw' } },
  chart = 'jupyter-python',
): Release {
  return readRelease({
    name: 'jupyter-1',
    version: 1,
    info: { status: 'deployed', notes },
    chart: { metadata: { name: chart, version: '1' } },
    config,
    manifest: text,
  });
}

const pod: Pod = {
  spec: {
    containers: [
      {
        ports: [
          { name: 'web', containerPort: 8888 },
          { name: 'user', containerPort: 5000 },
        ],
      },
    ],
  },
};

describe('a manifest', () => {
  const objects = manifestObjects(manifest);
  test('gives workloads, addresses and the claims that go with the release', () => {
    expect(workloads(objects)).toEqual([{ kind: 'StatefulSet', name: 'jupyter-1', replicas: 1 }]);
    expect(publicAddresses(objects).map((one) => one.url)).toEqual([
      'https://user.lab.test',
      'https://ui.lab.test',
    ]);
    expect(ownedClaims(objects)).toEqual(['jupyter-1']);
  });

  test('gives the addresses of Routes and VirtualServices too', () => {
    const other = manifestObjects(
      'kind: Route\nmetadata: {name: r}\nspec: {host: r.lab.test, to: {name: s}}\n---\nkind: VirtualService\nmetadata: {name: v}\nspec: {hosts: [v.lab.test, internal]}\n',
    );
    expect(publicAddresses(other).map((one) => one.url)).toEqual([
      'https://r.lab.test',
      'https://v.lab.test',
    ]);
  });

  test('that is no YAML is passed over', () => {
    expect(
      manifestObjects('---\nkind: Service\nmetadata: [\n---\nkind: Service\nmetadata: {name: s}\n'),
    ).toHaveLength(1);
  });
});

describe('opening', () => {
  const objects = manifestObjects(manifest);
  test('goes to the port behind the address of the notes', () => {
    const one = release(manifest, 'Open [this link](https://ui.lab.test).');
    expect(releaseAddresses(one, objects)[0]?.url).toBe('https://ui.lab.test');
    expect(openTarget(one, objects, [pod])).toEqual({
      port: 8888,
      web: true,
      signIn: 'token',
      password: 'pw',
    });
  });

  test('without an address goes to the port that the notes forward', () => {
    const plain = manifestObjects(manifest).filter((one) => one.kind !== 'Ingress');
    expect(
      openTarget(release(manifest, 'kubectl port-forward service/jupyter-1 <local-port>:80'), plain, [pod]),
    ).toMatchObject({ port: 8888, web: true });
  });

  test('without notes prefers a port that is named like a page', () => {
    const plain = manifestObjects(manifest).filter((one) => one.kind === 'Service');
    expect(openTarget(release(manifest), plain, [pod])).toMatchObject({ port: 8888 });
  });

  test('a database has a port but is no page', () => {
    const text = 'kind: Service\nmetadata: {name: pg}\nspec: {ports: [{name: tcp-postgresql, port: 5432}]}\n';
    expect(openTarget(release(text, '', {}, 'postgresql'), manifestObjects(text), [])).toEqual({
      port: 5432,
      web: false,
      signIn: 'none',
    });
  });

  test('knows the forms of code-server and RStudio', () => {
    const text = (command: string): string =>
      `kind: Service\nmetadata: {name: s}\nspec: {ports: [{name: main, port: 8080}]}\n# ${command}\n`;
    expect(
      openTarget(
        release(text('/usr/bin/code-server'), '', undefined, 'vscode-python'),
        manifestObjects(text('')),
        [],
      )?.signIn,
    ).toBe('code-server');
    expect(
      openTarget(
        release(text('/init'), 'Your user name: **onyxia**', undefined, 'rstudio'),
        manifestObjects(text('')),
        [],
      ),
    ).toMatchObject({ signIn: 'rstudio', user: 'onyxia' });
  });

  test('a release without any port cannot be opened', () => {
    expect(openTarget(release(''), [], [])).toBeUndefined();
  });
});
