/** `withItems`, `withParam` and `withSequence`: one task or step becomes one for each item. Source: `processItem` of Argo Workflows 3.7. */
import { fieldsOf, isFields, type Fields } from '../kubernetes/shape.ts';
import { replaceIn, textOfValue, unresolvedIn, type Scope } from './substitution.ts';

/** Whether a task or step stands for a list of them. */
export function isExpanded(task: Fields): boolean {
  return (
    (Array.isArray(task['withItems']) && task['withItems'].length > 0) ||
    (typeof task['withParam'] === 'string' && task['withParam'] !== '') ||
    isFields(task['withSequence'])
  );
}

function itemsOf(task: Fields): unknown[] {
  const given = task['withItems'];
  if (Array.isArray(given) && given.length > 0) return given as unknown[];
  const text = task['withParam'];
  if (typeof text === 'string' && text !== '') {
    try {
      const read: unknown = JSON.parse(text);
      if (Array.isArray(read)) return read as unknown[];
      const kind = isFields(read) ? 'object' : typeof read === 'boolean' ? 'bool' : typeof read;
      throw new TypeError(`json: cannot unmarshal ${kind} into Go value of type []v1alpha1.Item`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`withParam value could not be parsed as a JSON list: ${text.trim()}: ${why}`, {
        cause: error,
      });
    }
  }
  return sequenceOf(fieldsOf(task['withSequence']));
}

function sequenceOf(sequence: Fields): string[] {
  const whole = (name: string) => {
    const text = textOfValue(sequence[name]);
    if (text !== undefined && !/^-?\d+$/.test(text))
      throw new Error(`withSequence.${name}: "${text}" is no whole number`);
    return text === undefined ? undefined : Number(text);
  };
  const start = whole('start') ?? 0;
  const count = whole('count');
  const end = whole('end') ?? (count === undefined ? undefined : start + count - 1);
  if (end === undefined) throw new Error('neither end nor count was specified in withSequence');
  if (count === 0) return [];
  const format = textOfValue(sequence['format']) ?? '%d';
  const step = start <= end ? 1 : -1;
  return Array.from({ length: Math.abs(end - start) + 1 }, (_, index) =>
    formatted(format, start + index * step),
  );
}

/** `%d`, `%03d`, `%x` of Go's formats. */
function formatted(format: string, value: number): string {
  return format.replace(/%(0?)(\d*)([dxX])/g, (_, zero: string, width: string, kind: string) => {
    const text = value.toString(kind === 'd' ? 10 : 16);
    return (kind === 'X' ? text.toUpperCase() : text).padStart(Number(width), zero === '' ? ' ' : '0');
  });
}

/** What is told of an item in a name: a map with its keys in alphabetical order, without parentheses. */
function described(item: unknown): string {
  const text = isFields(item)
    ? Object.entries(item)
        .map(([key, value]) => `${key}:${textOfValue(value) ?? ''}`)
        .sort()
        .join(',')
    : (textOfValue(item) ?? '');
  return text.replaceAll(/[()]/g, '');
}

function itemScope(item: unknown): Record<string, string> {
  const scope: Record<string, string> = { item: textOfValue(item) ?? '' };
  if (isFields(item))
    for (const [key, value] of Object.entries(item)) scope[`item.${key}`] = textOfValue(value) ?? '';
  return scope;
}

/**
 * The tasks or steps that one stands for, named `train(0:DIM:50,LR:0.1)`; the same alone when it has no list. `scope` are the
 * references that were known before. @throws Error when the list cannot be read or a reference cannot be resolved
 */
export function expandItems(task: Fields, scope: Scope): Fields[] {
  if (!isExpanded(task)) return [task];
  const { withItems: _items, withParam: _param, withSequence: _sequence, ...rest } = task;
  return itemsOf(task).map((item, index) => {
    const each = replaceIn(rest, { ...scope, ...itemScope(item) });
    const open = unresolvedIn(each);
    if (open !== undefined) throw new Error(`failed to resolve {{${open}}}`);
    return { ...each, name: `${String(task['name'])}(${index}:${described(item)})` };
  });
}
