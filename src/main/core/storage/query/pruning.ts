/** Which objects a condition on their names (hive partitions) leaves out: told by DuckDB itself, over files that hold nothing. */
import path from 'node:path';
import { DuckError } from './duck.ts';
import type { Engine } from './engine.ts';
import { fileConditions, type Group } from './groups.ts';
import type { Mirror } from './mirror.ts';
import type { CachedObject } from './object-cache.ts';
import { readPlan } from './plan.ts';
import { sqlName, sqlText } from './sql-text.ts';
import type { ReadyStatement } from './statement.ts';

/**
 * The objects that need not be looked at. When anything is uncertain: none. Should DuckDB later look at one all the same, it meets something
 * that is no Parquet file, and everything is fetched.
 */
export async function prunedObjects(asked: {
  engine: Engine;
  mirror: Mirror;
  /** For a file of one empty row that has the columns of the others. */
  folder: string;
  known: ReadonlyMap<Group, readonly string[]>;
  write: () => ReadyStatement;
}): Promise<ReadonlySet<CachedObject>> {
  const { engine, mirror, known } = asked;
  const groups = [...known.keys()];
  const many = groups.filter(({ objects, unionByName }) => objects.length > 1 && !unionByName);
  if (many.length === 0) return new Set();
  try {
    for (const [index, group] of groups.entries()) {
      const [first] = group.objects;
      if (!first) continue;
      if (!many.includes(group)) {
        for (const object of group.objects) await mirror.put(object.identity, object.file);
        continue;
      }
      const template = path.join(asked.folder, `template-${index}.parquet`).replaceAll('\\', '/');
      await mirror.put(first.identity, first.file);
      await writeTemplate(engine, mirror.pathOf(first.identity), template);
      for (const object of group.objects) await mirror.put(object.identity, template);
    }
    const [[, json = '[]'] = []] = await engine.plan(
      'files',
      `EXPLAIN (FORMAT json) SELECT * FROM (\n${asked.write().sql}\n)`,
    );
    const pruned = new Set<CachedObject>();
    for (const [group, scans] of fileConditions(readPlan(json), known)) {
      if (!many.includes(group)) continue;
      const paths = group.objects.map(({ identity }) => mirror.pathOf(identity));
      const left = new Set<string>();
      for (const { fileFilters, files } of scans) {
        const rows = await engine.plan(
          'files',
          `SELECT DISTINCT filename FROM read_parquet([${paths.map(sqlText).join(', ')}], hive_partitioning = true) WHERE ${fileFilters}`,
        );
        const isSame = rows.length === files?.read && paths.length === files.of;
        for (const one of isSame ? rows.flat() : paths) left.add(one);
      }
      group.objects.forEach((object, index) => {
        if (!left.has(paths[index] ?? '')) pruned.add(object);
      });
    }
    return pruned;
  } catch (error) {
    if (error instanceof DuckError || error instanceof SyntaxError) return new Set();
    throw error;
  }
}

async function writeTemplate(engine: Engine, file: string, template: string): Promise<void> {
  const columns = await engine.plan(
    'files',
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${sqlText(file)}, hive_partitioning = false))`,
  );
  const values = columns.map(([name = '', type = '']) => `CAST(NULL AS ${type}) AS ${sqlName(name)}`);
  await engine.plan(
    'files',
    `COPY (SELECT ${values.join(', ')}) TO ${sqlText(template)} (FORMAT parquet, COMPRESSION uncompressed)`,
  );
}
