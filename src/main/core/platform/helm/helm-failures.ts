/** From what helm wrote to the closed set of failures. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { Failure, FailureCode } from '../../../../shared/contract/errors.ts';
import { isQuotaRefusal } from '../kubernetes/failures.ts';

/** What helm's and the API's words mean, the more exact first. */
const MEANINGS: readonly (readonly [RegExp, FailureCode, string])[] = [
  [/cannot re-?use a name that is still in use/i, 'conflict', 'release-exists'],
  [/another operation .* is in progress/i, 'busy', 'release-busy'],
  [
    /x509|certificate signed by unknown authority|certificate has expired/i,
    'untrusted',
    'certificate-unknown-authority',
  ],
  [/Unauthorized|must be logged in|provide credentials|getting credentials/i, 'signed-out', 'token-refused'],
  [/values don't meet the specifications of the schema/i, 'invalid-input', 'values-against-schema'],
  [/release: not found|release not loaded/i, 'not-found', 'release-gone'],
  [
    /chart .* not found|no chart (name|version) found|chart "[^"]*" (matching .*)?not found|404 Not Found/i,
    'not-found',
    'chart-gone',
  ],
  [/is forbidden|forbidden:/i, 'forbidden', 'cluster-refused'],
  [
    /connection refused|no such host|i\/o timeout|network is unreachable|context deadline exceeded|EOF$|server misbehaving/i,
    'unreachable',
    'connection-lost',
  ],
  [
    / is invalid: |admission webhook .* denied|error validating|failed to create resource|failed to convert/i,
    'invalid-input',
    'refused-by-cluster',
  ],
  [/execution error at|template: |YAML parse error|error converting YAML/i, 'invalid-input', 'chart-error'],
  [/no space left on device/i, 'no-space', 'no-space'],
];

/** Replaces every secret of at least four characters in a text by bullets, also where JSON or YAML escaped it. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text.replace(/\b(Bearer|token)\s+[\w.~+/=-]{16,}/gi, '$1 ••••');
  const forms = secrets
    .filter((one) => one.length >= 4)
    .flatMap((one) => [one, JSON.stringify(one).slice(1, -1), Buffer.from(one).toString('base64')]);
  for (const form of [...new Set(forms)].sort((a, b) => b.length - a.length))
    clean = clean.replaceAll(form, '••••');
  return clean;
}

/** The Failure for helm's error output, already redacted; its own words are kept. */
export function helmFailure(words: string, what: string): Failure {
  const bare = words
    .split('\n')
    .filter((line) => !/^(WARNING|level=|time=\S+ level=)/.test(line))
    .join('\n')
    .replace(/^Error: /, '')
    .trim()
    .slice(0, 4_000);
  if (isQuotaRefusal(bare))
    return failure('over-quota', `helm ${what}: the quota is used up`, { words: bare });
  const meaning = MEANINGS.find(([pattern]) => pattern.test(bare));
  const retryAfter = meaning?.[1] === 'busy' ? { retryAfter: 5 } : {};
  return failure(meaning?.[1] ?? 'internal', `helm ${what} failed`, {
    words: bare,
    reason: meaning?.[2] ?? 'helm-failed',
    ...retryAfter,
  });
}
