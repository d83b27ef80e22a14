/** What the parts of the fake core share: a list of calls, and failures on demand. */
import type { FailureData } from '../../shared/contract/errors.ts';

export interface FakeCalls {
  /** Notes a call; throws what a test set for its name in `failing`. */
  note(name: string, input: unknown): void;
  /** A handler that notes and answers with nothing. */
  done(name: string): (input: unknown) => Promise<Record<string, never>>;
  readonly failing: Map<string, FailureData>;
}
