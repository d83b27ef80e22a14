/** The examples that come with a model: MLflow's `input_example.json`, or a test set beside it. Pure. */
import Papa from 'papaparse';

export interface Example {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The code that is right, where it is told. */
  readonly expected?: string | undefined;
}

export interface Examples {
  readonly from: 'input-example' | 'test-set' | 'none';
  readonly rows: readonly Example[];
}

/** Rows that are looked at. */
const most = 200;
const textName = /(^text|_text$|lib|desc|activit)/i;
const codeName = /^(code|y|label|expected|prediction|apet?(_|$).*|naf.*|nace.*)$/i;

/** A test set says more, as it has codes. */
export function examplesOf(texts: ReadonlyMap<string, string>): Examples {
  for (const [path, text] of texts) {
    if (!/(^|\/)test[^/]*\.csv$/i.test(path)) continue;
    const { data } = Papa.parse<Record<string, string>>(text, {
      header: true,
      skipEmptyLines: true,
      preview: most,
    });
    const rows = rowsOf(data);
    if (rows.length > 0) return { from: 'test-set', rows };
  }
  for (const [path, text] of texts) {
    const rows = /(^|\/)input_example\.json$/.test(path) ? exampleRows(text) : [];
    if (rows.length > 0) return { from: 'input-example', rows };
  }
  return { from: 'none', rows: [] };
}

/** The rows of an `input_example.json` in any of its forms (MLflow, "Model signatures and input examples"); none of what is no such file. */
export function exampleRows(text: string): Example[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return rowsOf(recordsIn(value).slice(0, most));
}

type Fields = Readonly<Record<string, unknown>>;

function recordsIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.map((one: unknown) => fieldsOf(one) ?? { text: one });
  const fields = fieldsOf(value);
  if (!fields) return [];
  for (const name of ['dataframe_split', 'dataframe_records', 'inputs', 'instances'])
    if (fields[name] !== undefined) return recordsIn(fields[name]);
  const { columns, data } = fields;
  if (Array.isArray(columns) && Array.isArray(data))
    return data.map((row: unknown) =>
      Object.fromEntries(columns.map((name, at) => [String(name), Array.isArray(row) ? row[at] : row])),
    );
  const lengths = Object.values(fields).map((column) => (Array.isArray(column) ? column.length : 0));
  const rows = Math.max(0, ...lengths);
  if (rows === 0) return Object.keys(fields).length > 0 ? [fields] : [];
  // A column each.
  return Array.from({ length: Math.min(rows, most) }, (_, row) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, column]) => [name, Array.isArray(column) ? column[row] : column]),
    ),
  );
}

function rowsOf(records: readonly Fields[]): Example[] {
  const names = Object.keys(records[0] ?? {});
  const isText = (name: string) => typeof records[0]?.[name] === 'string';
  const text = names.find((name) => textName.test(name) && isText(name)) ?? names.find(isText);
  const code = names.find((name) => name !== text && codeName.test(name));
  if (text === undefined) return [];
  return records.map((record) => ({
    text: wordOf(record[text]) ?? '',
    expected: code === undefined ? undefined : wordOf(record[code]),
    variables: Object.fromEntries(
      names.flatMap((name) => {
        const value = name === text || name === code ? undefined : wordOf(record[name]);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  }));
}

/** Null and what is no single value are missing; a variable that is always missing is one all the same. */
function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? '' : undefined;
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
