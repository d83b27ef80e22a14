import { pathText, type Path } from './json.ts';

/** The one error of this folder: a chart whose values or form cannot be computed, and where. */
export class LaunchFormError extends Error {
  override readonly name = 'LaunchFormError';
  readonly path: Path;

  constructor(path: Path, problem: string) {
    super(`${pathText(path)}: ${problem}`);
    this.path = path;
  }
}

/**
 * Runs a computation and turns what a chart can provoke into a message: a LaunchFormError, a nesting too deep
 * for the stack. Any other error is a defect of ours and is thrown on.
 */
export function orError<Result>(compute: () => Result): Result | { error: string } {
  try {
    return compute();
  } catch (error) {
    if (error instanceof LaunchFormError) return { error: error.message };
    if (error instanceof RangeError) return { error: '(root): nested too deeply' };
    throw error;
  }
}
