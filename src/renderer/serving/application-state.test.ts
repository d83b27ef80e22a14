import { expect, test } from 'vitest';
import { sampleApplications } from '../testing/sample-serving.ts';
import { inOrder, isAlias, isTroubled, shortImage, toneOf } from './application-state.ts';

test('what differs from what is asked for warns even while it answers', () => {
  expect(toneOf({ health: 'healthy', sync: 'synced' })).toBe('good');
  expect(toneOf({ health: 'healthy', sync: 'out-of-sync' })).toBe('warn');
  expect(toneOf({ health: 'degraded', sync: 'out-of-sync' })).toBe('bad');
  expect(isTroubled({ health: 'progressing', sync: 'out-of-sync' })).toBe(false);
});

test('what needs somebody stands first', () => {
  const names = inOrder(sampleApplications).map(({ name }) => name);
  expect(names[0]).toBe('codification-essai');
});

test('an image is told by its last part', () => {
  expect(shortImage('registry.example.org/insee/api:2.1')).toBe('api:2.1');
  expect(shortImage('api')).toBe('api');
});

test('a version that is no number is an alias', () => {
  expect(isAlias({ version: '3' })).toBe(false);
  expect(isAlias({ version: 'champion' })).toBe(true);
  expect(isAlias({})).toBe(false);
});
