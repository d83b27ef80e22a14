/** The person's statement with the names of objects replaced by those of their copies; places in it can be told back. Pure. */
import type { CachedObject } from './object-cache.ts';
import type { Table } from './groups.ts';
import type { Mirror } from './mirror.ts';
import type { ReadStatement } from './sources.ts';
import { applyEdits, sqlName, sqlText, type Edit, type Statement } from './sql-text.ts';
import { isPattern } from './glob.ts';

export interface ReadyStatement {
  /** Without `EXPLAIN` and semicolon. */
  readonly sql: string;
  /** Byte offset in the person's text of a byte offset in `sql`. */
  toOriginal(offset: number): number;
}

/** Writes the statement anew. `body` is the part of the text that was read, `statement` says where it stands. */
export function writeStatement(
  body: Buffer,
  statement: Statement,
  read: ReadStatement,
  tables: readonly Table[],
  mirror: Mirror,
): ReadyStatement {
  const edits: Edit[] = [];
  for (const { source, objects } of tables) {
    const { call, filenameColumn } = source;
    if (filenameColumn && call) {
      const column = sqlName(filenameColumn);
      const opened = `(SELECT * REPLACE (${mirror.addressSql(column)} AS ${column}) FROM `;
      edits.push({ start: call.start, end: call.start, text: opened });
      edits.push({
        start: call.end,
        end: call.end,
        text: source.hasAlias ? ')' : `) AS ${sqlName(source.reader)}`,
      });
    }
    source.names.forEach((name, index) => {
      const list = objects[index] ?? [];
      const paths = list.map(({ identity }: CachedObject) => sqlText(mirror.pathOf(identity)));
      const one = paths.length === 1 && !isPattern(name.pattern);
      const text = source.inList || one ? paths.join(', ') : `[${paths.join(', ')}]`;
      edits.push({
        start: name.start,
        end: name.end,
        text: call || source.alias === undefined ? text : `${source.reader}(${text})${source.alias}`,
      });
    });
  }
  if (tables.length > 0)
    for (const { start, end, output } of read.filenames) {
      const text = mirror.addressSql(body.toString('utf8', start, end));
      edits.push({ start, end, text: output ? `${text} AS filename` : text });
    }
  const edited = applyEdits(body, edits);
  return { sql: edited.text, toOriginal: (offset) => edited.toOriginal(offset) + statement.start };
}
