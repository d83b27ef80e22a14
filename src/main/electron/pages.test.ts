import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, decidePage, typeOf } from './pages.ts';

const folder = path.resolve('/app/renderer');
const decide = (address: string, method = 'GET') => decidePage(folder, method, address);
const file = (name: string) => ({ kind: 'file', file: path.join(folder, name) });

describe('an address of the app', () => {
  test.each([
    ['sardonyx-app://app/', 'index.html'],
    ['sardonyx-app://app/index.html#/services?id=x', 'index.html'],
    ['sardonyx-app://app/assets/main-abc.js?v=1', 'assets/main-abc.js'],
    ['sardonyx-app://app/assets/na%C3%AFve.svg', 'assets/naïve.svg'],
    ['sardonyx-app://app/../../etc/passwd', 'etc/passwd'],
    ['sardonyx-app://app/%2e%2e/%2e%2e/etc/passwd', 'etc/passwd'],
    ['sardonyx-app://app/..%2f..%2fetc/passwd', 'etc/passwd'],
    ['sardonyx-app://app//etc/passwd', 'etc/passwd'],
  ])('%s stays in the folder', (address, name) => {
    expect(decide(address)).toEqual(file(name));
  });
  test.each([
    'sardonyx-app://other/index.html',
    'sardonyx-app://app.evil/index.html',
    'sardonyx-app://user@app/index.html',
    'https://app/index.html',
    'sardonyx-app://app/..%5c..%5cetc',
    'sardonyx-app://app/a%00.html',
    'sardonyx-app://app/%E0%A4%A',
    'not an address',
  ])('%s is none', (address) => {
    expect(decide(address)).toEqual({ kind: 'refused', status: 404 });
  });
  test('leads to bytes of the core below /blobs/', () => {
    expect(decide('sardonyx-app://app/blobs/icons/abc?size=2')).toEqual({
      kind: 'bytes',
      path: 'icons/abc?size=2',
    });
  });
  test('is only read', () => {
    expect(decide('sardonyx-app://app/index.html', 'POST')).toEqual({ kind: 'refused', status: 405 });
    expect(decide('sardonyx-app://app/index.html', 'HEAD')).toEqual(file('index.html'));
  });
});

test('the policy lets nothing in from elsewhere and runs no text', () => {
  expect(contentSecurityPolicy).toContain(`default-src 'none'`);
  expect(contentSecurityPolicy).toContain(`require-trusted-types-for 'script'`);
  expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|https?:|\*|script-src[^;]*unsafe/);
});

test('types are told by endings', () => {
  expect(typeOf('/a/index.HTML')).toBe('text/html; charset=utf-8');
  expect(typeOf('/a/thing.unknown')).toBe('application/octet-stream');
});
