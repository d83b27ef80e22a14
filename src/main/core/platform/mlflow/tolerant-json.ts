/** JSON as MLflow servers really write it. Pure. */

/** Texts, which are passed over, and what Python writes for floats that JSON does not have. */
const bare = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

/**
 * Parses JSON; bare `NaN`, `Infinity` and `-Infinity` (Python's json.dumps) become texts, as protobuf writes them.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = text.replace(bare, (found) => (found.startsWith('"') ? found : `"${found}"`));
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}

export type Json = Readonly<Record<string, unknown>>;

/** An object, or an empty one for whatever else came. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The members of a list; none for whatever else came: MLflow leaves empty lists out. */
export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** A text; numbers become texts, since ids are the one or the other. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A text that says something. */
export function someText(value: unknown): string | undefined {
  return text(value) || undefined;
}

/** A number, also written as text (int64 of protobuf, `NaN`, `-Infinity`); undefined where there is none. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = Number(value);
  return Number.isNaN(read) && value !== 'NaN' ? undefined : read;
}

/** A time in milliseconds since 1970; 0 is how protobuf says that there is none. */
export function time(value: unknown): number | undefined {
  return number(value) || undefined;
}
