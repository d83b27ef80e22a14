/** Where JSON breaks: `JSON.parse` says that it does, this says at which character (RFC 8259). Pure. */

const space = /[\t\n\r ]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- RFC 8259 forbids them unescaped
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const word = /true|false|null/y;

/** Index of the first character at which a text stops being one JSON value; its length when the text ends too early; -1 for JSON. */
export function jsonFault(text: string): number {
  const open: ('}' | ']')[] = [];
  let at = 0;
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found !== null && found[0].length > 0;
  };
  const scalar = () => skip(string) || skip(number) || skip(word);
  /** Takes a name and its colon; where one of them breaks, else -1. */
  const name = (): number => {
    if (!skip(string)) return insideString(text, at);
    skip(space);
    if (text[at] !== ':') return at;
    at++;
    return -1;
  };

  for (let wantsValue = true; ;) {
    skip(space);
    const close = open.at(-1);
    if (wantsValue) {
      const begins = text[at];
      if (begins === '{' || begins === '[') {
        at++;
        open.push(begins === '{' ? '}' : ']');
        skip(space);
        if (text[at] === open.at(-1)) wantsValue = false;
        else if (begins === '{') {
          const fault = name();
          if (fault >= 0) return fault;
        }
        continue;
      }
      if (!scalar()) return insideString(text, at);
      wantsValue = false;
      continue;
    }
    if (close === undefined) return at === text.length ? -1 : at;
    if (text[at] === close) {
      at++;
      open.pop();
      continue;
    }
    if (text[at] !== ',') return at;
    at++;
    skip(space);
    const fault = close === '}' ? name() : -1;
    if (fault >= 0) return fault;
    wantsValue = true;
  }
}

/** A string that does not end breaks where its first forbidden character is. */
function insideString(text: string, at: number): number {
  if (text[at] !== '"') return at;
  // eslint-disable-next-line no-control-regex -- RFC 8259 forbids them unescaped
  const good = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*/y;
  good.lastIndex = at + 1;
  const end = at + 1 + (good.exec(text)?.[0].length ?? 0);
  if (text[end] !== '"') return end;
  // The string is whole: what comes after it is wrong.
  const after = /[\t\n\r ]*/y;
  after.lastIndex = end + 1;
  return end + 1 + (after.exec(text)?.[0].length ?? 0);
}
