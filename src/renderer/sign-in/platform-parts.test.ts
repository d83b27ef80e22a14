import { expect, test } from 'vitest';
import { describedParts } from './platform-parts.ts';

test('a file that names little has few parts', () => {
  const parts = describedParts({
    schemaVersion: 1,
    id: 'x',
    name: 'X',
    onyxia: { url: 'https://x.example.org' },
  });
  expect(parts.filter((part) => part.address).map((part) => part.name)).toEqual(['onyxia', 'catalogs']);
});

test('a bare cluster takes its catalogs from its own list', () => {
  const parts = describedParts({
    schemaVersion: 1,
    id: 'x',
    name: 'X',
    kubernetes: { server: 'https://k.example.org' },
    catalogs: [{ id: 'ide', name: 'IDE', url: 'https://charts.example.org' }],
  });
  expect(parts.find((part) => part.name === 'catalogs')?.address).toBe('https://charts.example.org');
});
