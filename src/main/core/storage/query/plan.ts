/** What DuckDB's plan of a statement (`EXPLAIN (FORMAT json)`) tells of the columns and files that it reads. Pure. */

interface Operator {
  readonly name: string;
  readonly children: readonly Operator[];
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
}

export interface Scan {
  /** As DuckDB prints them: names of columns, and of fields with dots. */
  readonly columns: readonly string[];
  /** Conditions on hive columns, as SQL; undefined: every file is read. */
  readonly fileFilters?: string | undefined;
  /** Files that it reads, and of how many; only where there are conditions. */
  readonly files?: { readonly read: number; readonly of: number } | undefined;
}

export interface Plan {
  readonly scans: readonly Scan[];
  /** Only limits and projections over one scan: the first rows are enough. */
  readonly isFirstRows: boolean;
}

/** Reads the plan. @throws SyntaxError when it is no JSON. */
export function readPlan(json: string): Plan {
  const roots = JSON.parse(json) as Operator[];
  const scans: Scan[] = [];
  const others = new Set<string>();
  const visit = (operator: Operator) => {
    const name = operator.name.trim();
    if (name === 'READ_PARQUET' || name === 'PARQUET_SCAN') scans.push(scanOf(operator));
    else others.add(name);
    for (const one of operator.children) visit(one);
  };
  for (const root of roots) visit(root);
  const isFirstRows =
    scans.length === 1 &&
    [...others].every((name) => ['STREAMING_LIMIT', 'LIMIT', 'PROJECTION'].includes(name));
  return { scans, isFirstRows };
}

function scanOf({ extra_info: info }: Operator): Scan {
  const projections = info['Projections'] ?? [];
  const filters = info['File Filters'];
  const [, read, of] = /^(\d+)\/(\d+)$/.exec(String(info['Scanning Files'] ?? '')) ?? [];
  return {
    columns: (typeof projections === 'string' ? [projections] : projections).filter(Boolean),
    ...(filters && { fileFilters: typeof filters === 'string' ? filters : filters.join(' AND ') }),
    ...(read && of && { files: { read: Number(read), of: Number(of) } }),
  };
}

/** Columns of the first level that printed projections mean; undefined where one is not understood. */
export function meantColumns(printed: readonly string[], known: readonly string[]): Set<string> | undefined {
  const meant = new Set<string>();
  for (const text of printed) {
    const fits = known.filter((name) => text === name || text.startsWith(`${name}.`));
    if (fits.length === 0) return undefined;
    for (const name of fits) meant.add(name);
  }
  return meant;
}

/** The hive columns of an object's name: `annee` and `mois` of `a/annee=2024/mois=01/x.parquet`. */
export function hiveColumns(key: string): string[] {
  return key
    .split('/')
    .slice(0, -1)
    .flatMap((level) => /^([^=]+)=/.exec(level)?.[1] ?? []);
}
