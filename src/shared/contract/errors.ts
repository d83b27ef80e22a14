/** The closed set of failures that cross from the core to the renderer. */
import { z } from 'zod';

/** Each code names what a person can do about it; the renderer's table turns it into words and an action. */
export const FailureCode = z.enum([
  'signed-out',
  'forbidden',
  'not-found',
  'conflict',
  'invalid-input',
  'unreachable',
  'untrusted',
  'busy',
  'over-quota',
  'no-space',
  'unsupported',
  'cancelled',
  'internal',
]);
export type FailureCode = z.infer<typeof FailureCode>;

/** The values that a translated sentence is filled with. */
export const Values = z.record(z.string(), z.union([z.string(), z.number()]));
export type Values = z.infer<typeof Values>;

/** A certificate of the chain that a server showed, from the server's own upwards. */
export const CertificateSummary = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  /** SHA-256 of the certificate, upper-case hexadecimal with colons. */
  fingerprint: z.string(),
});
export type CertificateSummary = z.infer<typeof CertificateSummary>;

export const FailureData = z.object({
  code: FailureCode,
  /** What happened, in English, for logs and reports; never holds a secret. */
  message: z.string(),
  /** Key below `failures` in the translations, when there is a more exact sentence than the code's own. */
  reason: z.string().optional(),
  values: Values.optional(),
  /** The server's own words, shown one click away. */
  words: z.string().optional(),
  /** Dotted path of the input field at fault. */
  field: z.string().optional(),
  /** Seconds to wait before trying again. */
  retryAfter: z.number().nonnegative().optional(),
  chain: z.array(CertificateSummary).optional(),
});
export type FailureData = z.infer<typeof FailureData>;

/** What handlers throw and clients catch. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly data: FailureData;

  constructor(data: FailureData, options?: ErrorOptions) {
    super(data.message, options);
    this.data = data;
  }

  get code(): FailureCode {
    return this.data.code;
  }
}

/** Makes a Failure in one line: `failure('not-found', 'No service of that name', { reason: 'service-gone', values: { name } })`. */
export function failure(
  code: FailureCode,
  message: string,
  rest: Omit<FailureData, 'code' | 'message'> = {},
): Failure {
  return new Failure({ code, message, ...rest });
}

/** True for a Failure, also one made by another copy of this module. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'data' in error;
}

/** Ends a switch over a closed set; throws when a value outside it came in. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
