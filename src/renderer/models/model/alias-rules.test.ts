import { expect, test } from 'vitest';
import { isAlias, offeredAliases } from './alias-rules.ts';

test('an alias is a word of MLflow', () => {
  for (const name of ['champion', 'prod-2026', 'a_b', 'v1b']) expect(isAlias(name)).toBe(true);
  for (const name of ['', 'à-tester', 'a b', 'latest', 'Latest', 'v12', 'x'.repeat(256)])
    expect(isAlias(name)).toBe(false);
});

test('what the model has is offered first, each once', () => {
  expect(offeredAliases([{ alias: 'staging' }, { alias: 'champion' }])).toEqual([
    'staging',
    'champion',
    'challenger',
  ]);
});
