/** Which statement of a text a person means. Pure; the quoting of DuckDB's SQL. */

export interface Statement {
  readonly sql: string;
  /** Where it begins in the text. */
  readonly offset: number;
}

/** The statements of a text, parted by semicolons outside of quotes and comments; blank ones left out. */
export function statements(text: string): Statement[] {
  const found: Statement[] = [];
  let start = 0;
  const add = (end: number) => {
    const raw = text.slice(start, end);
    const sql = raw.trim();
    if (sql !== '' && !isComment(sql)) found.push({ sql, offset: start + raw.indexOf(sql[0] ?? '') });
    start = end + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const end = skip(text, at);
    if (end > at) at = end - 1;
    else if (text[at] === ';') add(at);
  }
  add(text.length);
  return found;
}

/** Only comments and blanks: nothing to run. */
function isComment(sql: string): boolean {
  let at = 0;
  while (at < sql.length) {
    if (/\s/.test(sql[at] ?? '')) at += 1;
    else if (sql.startsWith('--', at) || sql.startsWith('/*', at)) at = skip(sql, at);
    else return false;
  }
  return true;
}

/** The end of the quote or comment that begins here; the same place where none does. */
function skip(text: string, at: number): number {
  const sign = text[at];
  if (sign === "'" || sign === '"') {
    let end = at + 1;
    while (end < text.length) {
      if (text[end] !== sign) end += 1;
      else if (text[end + 1] === sign) end += 2;
      else return end + 1;
    }
    return text.length;
  }
  const until = (mark: string, from: number) => {
    const end = text.indexOf(mark, from);
    return end < 0 ? text.length : end + mark.length;
  };
  if (text.startsWith('--', at)) return until('\n', at);
  if (text.startsWith('/*', at)) return until('*/', at + 2);
  if (sign === '$') {
    const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(at, at + 64))?.[0];
    if (tag) return until(tag, at + tag.length);
  }
  return at;
}

/** What to run: the selection, or the statement in which the cursor stands (or the one before it); undefined: nothing. */
export function statementAt(text: string, from: number, to: number): Statement | undefined {
  if (to > from && text.slice(from, to).trim() !== '') {
    const raw = text.slice(from, to);
    const sql = raw.trim().replace(/;\s*$/, '');
    return sql === '' ? undefined : { sql, offset: from + raw.indexOf(sql[0] ?? '') };
  }
  const all = statements(text);
  return all.findLast((one) => one.offset <= from) ?? all[0];
}
