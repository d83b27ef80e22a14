import { describe, expect, test } from 'vitest';
import { decide, type AskedBy } from './gate.ts';

const page: AskedBy = {
  method: 'GET',
  upgrade: false,
  host: 'app.sardonyx.localhost:4000',
  origin: undefined,
  fetchSite: 'same-origin',
};
const asked = (change: Partial<AskedBy>) => decide({ ...page, ...change }, 4000);

describe('the gate of the web host', () => {
  test.each<[string, Partial<AskedBy>]>([
    ['the app itself', {}],
    ['an address typed into the browser', { fetchSite: 'none' }],
    ['a browser that does not send Sec-Fetch-Site', { fetchSite: undefined }],
    ['plain localhost, where names below it do not resolve', { host: 'localhost:4000' }],
    ['a WebSocket of the app', { upgrade: true, origin: 'http://app.sardonyx.localhost:4000' }],
    ['a POST of the app', { method: 'POST', origin: 'http://app.sardonyx.localhost:4000' }],
  ])('lets in %s', (_, change) => {
    expect(asked(change)).toEqual({ kind: 'app' });
  });

  test.each<[string, Partial<AskedBy>, number]>([
    ['a name that was rebound to this machine', { host: 'evil.example:4000' }, 421],
    ['a name that only begins like ours', { host: 'app.sardonyx.localhost.evil.example:4000' }, 421],
    ['another port', { host: 'app.sardonyx.localhost:4001' }, 421],
    ['no Host at all', { host: undefined }, 421],
    ['a bare address', { host: '127.0.0.1:4000' }, 421],
    ['a page of another site', { fetchSite: 'cross-site' }, 403],
    ['an IDE in a frame, which is same-site', { fetchSite: 'same-site' }, 403],
    [
      'a WebSocket of an IDE',
      { upgrade: true, origin: 'http://jupyter-1.sardonyx.localhost:4000', fetchSite: undefined },
      403,
    ],
    ['a WebSocket without Origin', { upgrade: true, origin: undefined, fetchSite: undefined }, 403],
    ['a POST from elsewhere', { method: 'POST', origin: 'https://evil.example', fetchSite: undefined }, 403],
    ['a POST with an opaque origin', { method: 'POST', origin: 'null', fetchSite: undefined }, 403],
  ])('refuses %s', (_, change, status) => {
    expect(asked(change)).toMatchObject({ kind: 'refused', status });
  });

  test('knows the services by their names, and no others', () => {
    expect(asked({ host: 'jupyter-1.sardonyx.localhost:4000', fetchSite: 'cross-site' })).toEqual({
      kind: 'service',
      id: 'jupyter-1',
    });
    expect(asked({ host: 'a.b.sardonyx.localhost:4000' })).toMatchObject({ kind: 'refused', status: 421 });
    expect(asked({ host: '-x.sardonyx.localhost:4000' })).toMatchObject({ kind: 'refused', status: 421 });
  });
});
