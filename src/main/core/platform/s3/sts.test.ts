import { expect, test } from 'vitest';
import { stsFailure } from './sts.ts';

const error = (code: string, message: string) =>
  `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

test.each([
  [400, 'InvalidParameterValue', 'Token is expired', 'signed-out', 'session-expired'],
  [400, 'ExpiredTokenException', 'x', 'signed-out', 'session-expired'],
  [
    400,
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration',
    'unsupported',
    'sts-duration',
  ],
  [
    403,
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    'forbidden',
    'sts-refused',
  ],
  [500, 'InternalError', 'x', 'unreachable', 'sts-error'],
])('an answer %i %s: %s is %s', (status, code, message, kind, reason) => {
  expect(stsFailure(status, error(code, message), 's3.example').data).toMatchObject({
    code: kind,
    reason,
    words: `${code}: ${message}`,
  });
});

test('entities in the words are read, and an answer that is no XML is kept as it is', () => {
  expect(stsFailure(403, error('A', 'x &lt;y&gt; &#233; &amp;lt;'), 'h').data.words).toBe('A: x <y> é &lt;');
  expect(stsFailure(403, 'forbidden by the proxy', 'h').data.words).toBe('forbidden by the proxy');
});
