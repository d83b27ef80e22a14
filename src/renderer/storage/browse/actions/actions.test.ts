import { expect, test } from 'vitest';
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import { isEditable, isOffered, obstacleTo, type ActionWorld } from './actions.ts';

const object: Row = { kind: 'object', name: 'notes.md', key: 'd/notes.md', size: 100 };
const folder: Row = { kind: 'folder', name: 'f/', key: 'd/f/' };
const world = (change: Partial<ActionWorld>): ActionWorld => ({
  count: 1,
  single: object,
  hasFolders: false,
  hasVersions: false,
  isOffline: false,
  forbidsLocalCopies: false,
  forbidsExports: false,
  clipboard: 0,
  isBookmarked: false,
  ...change,
});

test('an action asks for what it is about', () => {
  expect(obstacleTo('rename', world({ count: 2, single: undefined }))).toBe('one');
  expect(obstacleTo('share', world({ single: folder }))).toBe('object');
  expect(obstacleTo('publish', world({}))).toBe('folder');
  expect(obstacleTo('publish', world({ count: 0, single: undefined }))).toBeUndefined();
  expect(obstacleTo('download', world({ count: 0, single: undefined }))).toBe('some');
  expect(obstacleTo('paste', world({}))).toBe('clipboard');
  expect(obstacleTo('edit', world({ hasVersions: true }))).toBe('newest');
});

test('without a network uploads go on, for they are queued, and the rest says why not', () => {
  const offline = world({ isOffline: true });
  expect(obstacleTo('upload', offline)).toBeUndefined();
  expect(obstacleTo('open', offline)).toBeUndefined();
  expect(['remove', 'rename', 'download'].map((name) => obstacleTo(name as 'remove', offline))).toEqual([
    'offline',
    'offline',
    'offline',
  ]);
  expect(isOffered('offline')).toBe(true);
  expect(isOffered('object')).toBe(false);
});

test('a platform may forbid copies and exports', () => {
  expect(obstacleTo('openLocally', world({ forbidsLocalCopies: true }))).toBe('copies');
  expect(obstacleTo('download', world({ forbidsExports: true }))).toBe('exports');
});

test('SQL asks tables and folders of them, and sizes are counted of folders', () => {
  const table: Row = { kind: 'object', name: 'a.parquet', key: 'd/a.parquet' };
  expect(obstacleTo('query', world({}))).toBe('table');
  expect(obstacleTo('query', world({ single: table }))).toBeUndefined();
  expect(obstacleTo('query', world({ single: folder }))).toBeUndefined();
  expect(obstacleTo('size', world({ single: table }))).toBe('folder');
  expect(obstacleTo('size', world({ single: folder }))).toBeUndefined();
});

test('text is edited here up to 5 MiB, other things are not', () => {
  expect(isEditable('a/script.R', 10)).toBe(true);
  expect(isEditable('a/Dockerfile', 10)).toBe(true);
  expect(isEditable('a/data.parquet', 10)).toBe(false);
  expect(isEditable('a/big.csv', 6 * 2 ** 20)).toBe(false);
});
