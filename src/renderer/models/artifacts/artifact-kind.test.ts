import { expect, test } from 'vitest';
import { artifactKind, nameOf } from './artifact-kind.ts';

test('what is read is told from what is looked at and from what is never opened', () => {
  expect(artifactKind('model/MLmodel')).toBe('text');
  expect(artifactKind('config.YAML')).toBe('text');
  expect(artifactKind('report.md')).toBe('markdown');
  expect(artifactKind('plots/roc.png')).toBe('image');
  expect(artifactKind('model/python_model.pkl')).toBe('pickle');
  expect(artifactKind('model/data/model.pth')).toBe('pickle');
  expect(artifactKind('model/artifacts/model.bin')).toBe('other');
});

test('the name of a path is its last part', () => {
  expect(nameOf('model/artifacts/model.bin')).toBe('model.bin');
  expect(nameOf('MLmodel')).toBe('MLmodel');
});
