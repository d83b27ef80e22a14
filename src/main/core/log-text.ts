/** What may be written to a log of an exception that nobody expected. */

const blanked = '••••';

/** Shapes of secrets that could stand in somebody else's message: tokens, keys and passwords by name, in a URL or a header. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, blanked],
  [/\b(hvs|s)\.[A-Za-z0-9_-]{20,}/g, blanked],
  [/(\/\/[^/\s:@]+:)[^/\s@]+@/g, `$1${blanked}@`],
  [/\b((?:bearer|token|dpop|basic)\s+)[\w.~+/=-]{8,}/gi, `$1${blanked}`],
  [
    /\b([\w-]*(?:password|passwd|secret|token|ticket|api[_-]?key|credential|code_verifier)[\w-]*["']?\s*[=:]\s*["']?)[^\s"'&,;)}]+/gi,
    `$1${blanked}`,
  ],
];

/** The text of an error with its stack, without what looks like a secret. */
export function logText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return secrets.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
