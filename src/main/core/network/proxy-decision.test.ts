import { describe, expect, test } from 'vitest';
import { bypasses, decideProxy, normalizeProxy, proxyFromPac } from './proxy-decision.ts';

const system = { mode: 'system' } as const;
const ask = (address: string, more: Partial<Parameters<typeof decideProxy>[0]> = {}) => {
  const decision = decideProxy({ address, settings: system, environment: {}, ...more });
  return decision.kind === 'direct' ? 'direct' : decision.url;
};

describe('a proxy is chosen', () => {
  test('from the environment by scheme, lower case first, ALL_PROXY last', () => {
    const environment = {
      HTTPS_PROXY: 'secure:3128',
      https_proxy: 'lower:1',
      HTTP_PROXY: 'http://plain:8080',
      ALL_PROXY: 'socks5h://all',
    };
    expect(ask('https://a.org', { environment })).toBe('http://lower:1');
    expect(ask('wss://a.org', { environment })).toBe('http://lower:1');
    expect(ask('http://a.org', { environment })).toBe('http://plain:8080');
    expect(ask('https://a.org', { environment: { ALL_PROXY: 'socks5h://all' } })).toBe('socks5://all:1080');
  });

  test('from the environment before the system, and NO_PROXY ends the search', () => {
    const environment = { HTTPS_PROXY: 'http://environment:1', NO_PROXY: '.inside.org' };
    expect(ask('https://a.org', { environment, systemProxy: 'PROXY system:2' })).toBe('http://environment:1');
    expect(ask('https://x.inside.org', { environment, systemProxy: 'PROXY system:2' })).toBe('direct');
  });

  test('from the system where the environment has none', () => {
    expect(ask('https://a.org', { systemProxy: 'PROXY system:2; DIRECT' })).toBe('http://system:2');
    expect(ask('https://a.org', { systemProxy: 'DIRECT' })).toBe('direct');
    expect(ask('https://a.org')).toBe('direct');
  });

  test('from the settings in manual mode, whatever else there is', () => {
    const settings = { mode: 'manual', url: 'proxy.org:3128', except: '10.0.0.0/8 intra.org' } as const;
    const more = { settings, environment: { HTTPS_PROXY: 'http://environment:1' } };
    expect(ask('https://a.org', more)).toBe('http://proxy.org:3128');
    expect(ask('https://10.2.3.4', more)).toBe('direct');
    expect(ask('https://a.intra.org', more)).toBe('direct');
    expect(ask('https://a.org', { ...more, settings: { mode: 'none' } })).toBe('direct');
  });

  test('never for this machine', () => {
    const environment = { ALL_PROXY: 'http://p:1' };
    for (const host of ['localhost', 'x.sardonyx.localhost:80', '127.0.0.1:9', '[::1]:8']) {
      expect(ask(`http://${host}`, { environment })).toBe('direct');
    }
  });
});

test.each([
  ['*', 'a.org', 443, true],
  ['example.org', 'example.org', 443, true],
  ['example.org', 'a.example.org', 443, true],
  ['example.org', 'badexample.org', 443, false],
  ['.example.org', 'a.b.example.org', 443, true],
  ['*.example.org', 'a.example.org', 443, true],
  ['EXAMPLE.org', 'example.ORG.', 443, true],
  ['example.org:8443', 'example.org', 443, false],
  ['example.org:8443', 'example.org', 8443, true],
  ['10.0.0.0/8', '10.200.1.1', 443, true],
  ['10.0.0.0/8', '11.0.0.1', 443, false],
  ['10.0.0.0/8', 'ten.org', 443, false],
  ['10.0.0.0/99', '10.0.0.1', 443, false],
  ['fd00::/8', 'fd12::1', 443, true],
  ['[fd12::1]:443', 'fd12::1', 443, true],
  ['fd12::1', 'fd12::1', 80, true],
  ['192.168.1.1', '192.168.1.10', 443, false],
  ['a.org, b.org;c.org  d.org', 'd.org', 443, true],
  ['', 'a.org', 443, false],
])('the list %j and the host %s:%i: %s', (list, host, port, expected) => {
  expect(bypasses(list, host, port)).toBe(expected);
});

test.each([
  ['proxy', 'http://proxy:80'],
  ['proxy:3128', 'http://proxy:3128'],
  ['http://proxy:80', 'http://proxy:80'],
  ['http://user:p%40ss@proxy:3128/', 'http://user:p%40ss@proxy:3128'],
  ['https://proxy', 'https://proxy:443'],
  ['socks://proxy', 'socks5://proxy:1080'],
  ['socks5h://u@proxy:9', 'socks5://u@proxy:9'],
  ['http://[fd00::1]:3128', 'http://[fd00::1]:3128'],
  ['ftp://proxy', undefined],
  ['', undefined],
  ['http://', undefined],
])('the proxy written %j is %s', (written, expected) => {
  expect(normalizeProxy(written)).toBe(expected);
});

test('a PAC answer is read entry by entry', () => {
  expect(proxyFromPac('SOCKS5 s:1; PROXY p:2')).toBe('socks5://s:1');
  expect(proxyFromPac('HTTPS h:1')).toBe('https://h:1');
  expect(proxyFromPac('UNKNOWN x; PROXY p:2')).toBe('http://p:2');
  expect(proxyFromPac('')).toBeUndefined();
});
