import { describe, expect, test } from 'vitest';
import { fieldsIn, fromFieldsV1, toFieldsV1 } from './field-set.ts';
import { applyConfiguration, ownChanges } from './managed-fields.ts';

describe('ownership of fields', () => {
  const writer = (manager: string) => ({ manager, apiVersion: 'apps/v1' });
  const configuration = (containers: unknown[]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', namespace: 'n', labels: { a: 'b' } },
    spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: { spec: { containers } } },
  });

  test('the set of an object goes to managedFields and back unchanged', () => {
    const containers = [
      {
        name: 'c',
        ports: [{ containerPort: 80 }],
        env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
      },
    ];
    const set = fieldsIn(configuration(containers));
    expect(fromFieldsV1(toFieldsV1(set))).toEqual(set);
    expect(toFieldsV1(set)).toMatchObject({
      'f:spec': {
        'f:selector': {},
        'f:template': {
          'f:spec': {
            'f:containers': {
              'k:{"name":"c"}': {
                '.': {},
                'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
                'f:env': { 'k:{"name":"E"}': { 'f:valueFrom': { 'f:secretKeyRef': {} } } },
              },
            },
          },
        },
      },
    });
  });

  test('what is no longer stated goes, unless someone else owns it', () => {
    const first = applyConfiguration(
      undefined,
      configuration([
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:1' },
      ]),
      writer('helm'),
      false,
    );
    const second = applyConfiguration(
      first,
      configuration([
        { name: 'a', image: 'a:1' },
        { name: 'c', image: 'c:1' },
      ]),
      writer('other'),
      false,
    );
    const third = applyConfiguration(
      second,
      configuration([{ name: 'b', image: 'b:2' }]),
      writer('helm'),
      false,
    );
    expect(third['spec']).toMatchObject({
      template: { spec: { containers: [{ name: 'b', image: 'b:2' }, { name: 'a' }, { name: 'c' }] } },
    });
    const fourth = applyConfiguration(
      third,
      configuration([{ name: 'c', image: 'c:1' }]),
      writer('helm'),
      false,
    );
    const names = (fourth['spec'] as { template: { spec: { containers: { name: string }[] } } }).template.spec
      .containers;
    expect(names.map((container) => container.name)).toEqual(['c', 'a']);
  });

  test('a field of another manager is a conflict, and is taken over by force', () => {
    const live = applyConfiguration(
      undefined,
      configuration([{ name: 'a', image: 'a:1' }]),
      writer('helm'),
      false,
    );
    const changed = { ...live, spec: { ...(live['spec'] as object), replicas: 3 } };
    const managedFields = ownChanges(live, changed, { ...writer('kubectl'), subresource: 'scale' });
    const scaled = { ...changed, metadata: { ...changed.metadata, managedFields } };
    expect(() =>
      applyConfiguration(scaled, configuration([{ name: 'a', image: 'a:1' }]), writer('helm'), false),
    ).toThrow(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
    const forced = applyConfiguration(
      scaled,
      configuration([{ name: 'a', image: 'a:1' }]),
      writer('helm'),
      true,
    );
    expect(forced['spec']).toMatchObject({ replicas: 1 });
    expect(forced.metadata.managedFields?.map((entry) => (entry as { manager: string }).manager)).toEqual([
      'helm',
    ]);
  });
});
