import { expect, test } from 'vitest';
import type { KubernetesObject } from './model.ts';
import { labelSelector } from './selectors.ts';
import { StatusError } from './status.ts';

test('label selectors know every operator', () => {
  const object = { metadata: { labels: { app: 'ide', tier: 'front' } } } as unknown as KubernetesObject;
  const holds = [
    'app=ide',
    'app==ide',
    'app!=x',
    'app in (ide, y)',
    'app notin (x)',
    'tier',
    '!none',
    'app=ide,tier=front',
    'none!=a',
  ];
  const fails = [
    'app=x',
    'app!=ide',
    'app in (x)',
    'app notin (ide)',
    '!tier',
    'none',
    'app=ide,tier=back',
    'none=a',
  ];
  for (const selector of holds) expect([selector, labelSelector(selector)(object)]).toEqual([selector, true]);
  for (const selector of fails)
    expect([selector, labelSelector(selector)(object)]).toEqual([selector, false]);
  expect(() => labelSelector('a=b=c d')).toThrow(StatusError);
});
