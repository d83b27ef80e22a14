/** Where in a text a message of DuckDB points to. Pure. */
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { CodeProblem } from '../../ui/code-editor-loaded.tsx';
import type { Statement } from './statement-at.ts';

/** `LINE 2: select a fro b` and below it a caret; a long line is shown from its middle, between dots. */
const pointer = /LINE (\d+): (.*)\r?\n([^\n]*)\^/;

/** Line and column (both from 1) in the statement; undefined where the message names none. */
export function errorPosition(
  message: string,
  sql: string,
): { readonly line: number; readonly column: number } | undefined {
  const found = pointer.exec(message);
  if (!found) {
    const line = /\bline (\d+)\b/i.exec(message)?.[1];
    return line ? { line: Number(line), column: 1 } : undefined;
  }
  const line = Number(found[1]);
  const shown = found[2] ?? '';
  const caret = (found[3] ?? '').length - `LINE ${found[1] ?? ''}: `.length;
  const whole = sql.split('\n')[line - 1] ?? '';
  const isCut = shown.startsWith('...');
  const piece = shown.replace(/^\.\.\./, '').replace(/\.\.\.$/, '');
  const start = isCut ? Math.max(0, whole.indexOf(piece)) - 3 : 0;
  return { line, column: Math.max(1, Math.min(whole.length + 1, start + caret + 1)) };
}

/** The failure as a mark in the whole text, of which the statement is a part. */
export function problemIn(text: string, ran: Statement, failure: FailureData): CodeProblem | undefined {
  const at = [failure.words, failure.message]
    .map((words) => (words === undefined ? undefined : errorPosition(words, ran.sql)))
    .find((position) => position !== undefined);
  if (!at || text.slice(ran.offset, ran.offset + ran.sql.length) !== ran.sql) return undefined;
  const before = text.slice(0, ran.offset).split('\n');
  const [first = ''] = (failure.words ?? failure.message).split('\n');
  return {
    message: first,
    line: before.length - 1 + at.line,
    column: at.column + (at.line === 1 ? (before.at(-1)?.length ?? 0) : 0),
  };
}
