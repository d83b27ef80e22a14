/** Our own JSON: the file that a team shares. */
import { Correspondence, Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { placeAt } from './decode.ts';
import { mostCodes, problem, unread, type Read } from './reading.ts';

/** Reads a nomenclature or a correspondence; what is not as it must be is named by its path in the file. */
export function readOwn(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'json';
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
    return unread(
      problem(
        'unreadable',
        message.slice(0, 200),
        Number.isNaN(at) ? placeAt(text, text.length) : placeAt(text, at),
      ),
    );
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version !== 1)
    return unread(problem('unreadable', `schemaVersion ${version}`, undefined, '1'));
  const isCorrespondence = typeof value === 'object' && value !== null && 'pairs' in value;
  const parsed = (isCorrespondence ? Correspondence : Nomenclature).safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 200);
    return unread(
      ...issues.map(({ path, message }) =>
        problem('unreadable', path.map(String).join('.') || 'file', undefined, message),
      ),
    );
  }
  const { data } = parsed;
  if ('pairs' in data) return { found: { kind: 'correspondence', correspondence: data }, findings: [] };
  if (data.nodes.length > mostCodes)
    return unread(problem('unreadable', String(data.nodes.length), undefined, String(mostCodes)));
  return { found: { kind: 'nomenclature', nomenclature: data }, findings: [] };
}
