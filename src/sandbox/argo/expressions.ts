/** The small languages of `when` (govaluate) and `depends`: comparisons of texts and numbers, joined by `&&`, `||`, `!` and parentheses. */

type Value = string | number | boolean;

interface Token {
  readonly kind: 'operator' | 'text' | 'word';
  readonly text: string;
}

const pattern =
  /\s*(?:(&&|\|\||==|!=|>=|<=|=~|!~|[!()<>])|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s!()<>=&|'"]+))/y;

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  const text = source.trimEnd();
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new Error(`Invalid token: '${text.slice(at).trim()}'`);
    const [, operator, single, double, word] = match;
    const quoted = single ?? double;
    if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function compare(operator: string, left: Value, right: Value): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '=~' || operator === '!~')
    return new RegExp(String(right)).test(String(left)) === (operator === '=~');
  if (typeof left !== typeof right)
    throw new Error(`Value '${String(left)}' cannot be used with the comparator '${operator}'`);
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left >= right;
}

/** Evaluates an expression; `valueOf` gives the value of a word that is neither number nor `true` nor `false`. @throws Error */
function evaluate(source: string, valueOf: (word: string) => Value): Value {
  const tokens = tokensOf(source);
  let next = 0;
  const peek = () => (tokens[next]?.kind === 'operator' ? tokens[next]?.text : undefined);
  const truth = (value: Value) => {
    if (typeof value !== 'boolean') throw new Error(`Value '${value}' is neither true nor false`);
    return value;
  };
  const either = (): Value => {
    let value = both();
    while (peek() === '||') {
      next += 1;
      const right = truth(both());
      value = truth(value) || right;
    }
    return value;
  };
  const both = (): Value => {
    let value = comparison();
    while (peek() === '&&') {
      next += 1;
      const right = truth(comparison());
      value = truth(value) && right;
    }
    return value;
  };
  const comparison = (): Value => {
    const left = unary();
    const operator = peek();
    if (operator === undefined || ['&&', '||', ')', '(', '!'].includes(operator)) return left;
    next += 1;
    return compare(operator, left, unary());
  };
  const unary = (): Value => {
    if (peek() === '!') {
      next += 1;
      return !truth(unary());
    }
    if (peek() === '(') {
      next += 1;
      const value = either();
      if (peek() !== ')') throw new Error('Unbalanced parenthesis');
      next += 1;
      return value;
    }
    const token = tokens[next];
    if (token === undefined || token.kind === 'operator')
      throw new Error(token === undefined ? 'Unexpected end of expression' : `Unexpected '${token.text}'`);
    next += 1;
    if (token.kind === 'text') return token.text;
    if (token.text === 'true' || token.text === 'false') return token.text === 'true';
    return /^-?\d+(\.\d+)?$/.test(token.text) ? Number(token.text) : valueOf(token.text);
  };
  const value = either();
  if (next < tokens.length) throw new Error(`Unexpected '${tokens[next]?.text ?? ''}'`);
  return value;
}

/** Whether a `when`, its references replaced, lets a step run; a word without quotes is a text. @throws Error in the words of Argo */
export function holds(when: unknown): boolean {
  if (typeof when !== 'string' || when === '') return true;
  let value: Value;
  try {
    value = evaluate(when, (word) => word);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const hint = why.includes('Invalid token')
      ? ' (hint: try wrapping the affected expression in quotes ("))'
      : '';
    throw new Error(`Invalid 'when' expression '${when}': ${why}${hint}`, { cause: error });
  }
  if (typeof value !== 'boolean') throw new Error(`Expected boolean evaluation for '${when}'. Got ${value}`);
  return value;
}

/** Evaluates `depends`: every word is `task.Result`, of which `result` tells whether it came. @throws Error */
export function dependsHolds(depends: string, result: (task: string, outcome: string) => boolean): boolean {
  const value = evaluate(depends, (word) => {
    const dot = word.lastIndexOf('.');
    return result(word.slice(0, dot), word.slice(dot + 1));
  });
  if (typeof value !== 'boolean') throw new Error(`unable to evaluate expression '${depends}'`);
  return value;
}
