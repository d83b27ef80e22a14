/** Where in a text of JSON something is: the first fault, or the value at a path. Pure. */
import { jsonFault } from '../sources/json-fault.ts';

/** Line and column, from 1; columns count UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

type Path = readonly PropertyKey[];

/** Deeper ones are not followed: a text of a million brackets must not end the process. */
const deepest = 200;

const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- RFC 8259, 7: these may not stand in a string
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Ends a scan. */
const stop = new Error('Not JSON any more');

/** Where the text stops being JSON (RFC 8259); undefined where it never does. */
export function faultIn(text: string): TextPlace | undefined {
  const fault = jsonFault(text);
  return fault < 0 ? undefined : placeOf(text, fault);
}

/** Where the value at a path begins, or the nearest value above it that is there. */
export function placeAt(text: string, path: Path): TextPlace {
  let best = { depth: -1, offset: 0 };
  scan(text, (here, offset) => {
    const fits = here.length <= path.length && here.every((segment, index) => segment === path[index]);
    if (fits && here.length > best.depth) best = { depth: here.length, offset };
  });
  return placeOf(text, best.offset);
}

function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** Walks the text as far as it is JSON and calls back for each value. */
function scan(text: string, visit: (path: Path, offset: number) => void): void {
  let at = 0;

  const space = () => {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  };
  const expect = (char: string) => {
    space();
    if (text[at] !== char) throw stop;
    at += 1;
  };
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) throw stop;
    at += found.length;
    return found;
  };
  const value = (path: Path): void => {
    space();
    if (path.length > deepest) throw stop;
    visit(path, at);
    if (text[at] === '{') members(path, '}');
    else if (text[at] === '[') members(path, ']');
    else take(text[at] === '"' ? string : literal);
  };
  const members = (path: Path, close: '}' | ']'): void => {
    at += 1;
    space();
    if (text[at] === close) {
      at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      let key: PropertyKey = index;
      if (close === '}') {
        space();
        key = JSON.parse(take(string)) as string;
        expect(':');
      }
      value([...path, key]);
      space();
      if (text[at] === close) break;
      expect(',');
    }
    at += 1;
  };

  try {
    value([]);
  } catch (error) {
    if (error !== stop) throw error;
  }
}
