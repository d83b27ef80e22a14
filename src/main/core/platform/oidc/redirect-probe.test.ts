import { expect, test } from 'vitest';
import { readProbe } from './redirect-probe.ts';

const ours = 'http://127.0.0.1:5000/callback';

test('who comes back with login_required accepts our address', () => {
  expect(readProbe(302, `${ours}?error=login_required&state=x`, '', ours)).toEqual({ kind: 'accepted' });
  expect(readProbe(303, `${ours}?code=c`, '', ours)).toEqual({ kind: 'accepted' });
});

test('who comes back with another error tells it', () => {
  expect(readProbe(302, `${ours}?error=invalid_scope&error_description=no+such`, '', ours)).toEqual({
    kind: 'error',
    error: 'invalid_scope',
    words: 'invalid_scope: no such',
  });
});

test('an error page means that the address or the client is not registered', () => {
  const page = '<html><style>p{}</style><p id="x">Invalid parameter: redirect_uri</p></html>';
  expect(readProbe(400, null, page, ours)).toEqual({
    kind: 'refused',
    words: 'Invalid parameter: redirect_uri',
    clientUnknown: false,
  });
  expect(readProbe(400, null, '<p>Client not found.</p>', ours)).toMatchObject({
    kind: 'refused',
    clientUnknown: true,
  });
});

test.each([200, 302, 401, 403, 429, 503])(
  'an answer %i to a program says nothing about a browser',
  (status) => {
    expect(readProbe(status, status === 302 ? 'https://portal.example.org/' : null, 'a page', ours)).toEqual({
      kind: 'accepted',
    });
  },
);
