import { expect, test } from 'vitest';
import { logText } from './log-text.ts';

test.each([
  ['a token of an identity provider', 'GET /x failed: eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl'],
  ['a header', 'Authorization: Bearer c2lnbmF0dXJl-c2lnbmF0dXJl'],
  ['a token of Jupyter', 'authorization: token c2lnbmF0dXJl'],
  ['a token of Vault', 'X: hvs.c2lnbmF0dXJlc2lnbmF0dXJl'],
  ['a password in an address', 'connect http://proxy:c2lnbmF0dXJl@proxy.example:3128'],
  ['a parameter', 'POST /login?password=c2lnbmF0dXJl&x=1'],
  ['a field of JSON', '{"secretAccessKey": "c2lnbmF0dXJl", "n": 1}'],
])('%s does not reach the log', (_, text) => {
  expect(logText(new Error(text))).not.toContain('c2lnbmF0dXJl');
});

test('the rest of a message stays readable', () => {
  expect(logText(new Error('pods "a-0" not found in user-alice'))).toContain(
    'pods "a-0" not found in user-alice',
  );
});
