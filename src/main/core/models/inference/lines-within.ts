/** Lines of texts within a time: a rule that a person wrote may take for ever, and nothing but this ends it. */
import { createContext, Script } from 'node:vm';
import { failure } from '../../../../shared/contract/errors.ts';
import type { PreprocessingProfile } from '../../../../shared/contract/models/inference.ts';
import { modelLines, type LineQuestion } from '../../../../shared/text/model-line.ts';

/** Milliseconds that the lines of one call may take; they take one or two. */
const usualTime = 2000;
const script = new Script('run()');

export type LinesWithin = (questions: readonly LineQuestion[]) => string[];

/**
 * Blocks its thread, at most so long. Node's `vm` ends whatever runs below it, also our own functions and a regular expression that
 * tries without end.
 * @throws Failure `invalid-input` with `profile-pattern` (at once) or `profile-slow`
 */
export function linesWithin(profile: PreprocessingProfile, time = usualTime): LinesWithin {
  const line = made(profile);
  return (questions) => {
    const lines: string[] = [];
    const context = createContext({
      run() {
        for (const question of questions) lines.push(line(question));
      },
    });
    try {
      script.runInContext(context, { timeout: time });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      const { text = '' } = questions[lines.length] ?? {};
      throw failure('invalid-input', 'A rule of the preprocessing takes too long', {
        reason: 'profile-slow',
        values: { text: text.slice(0, 80), seconds: time / 1000 },
      });
    }
    return lines;
  };
}

/** The error is of the other context, and so no `Error` of ours (Node, vm.Script.runInContext, `timeout`). */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

function made(profile: PreprocessingProfile) {
  try {
    return modelLines(profile);
  } catch (error) {
    throw failure('invalid-input', 'A rule of the preprocessing is no regular expression', {
      reason: 'profile-pattern',
      words: String(error),
    });
  }
}
