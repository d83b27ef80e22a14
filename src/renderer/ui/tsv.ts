/** Cells as a spreadsheet takes them from the clipboard. Pure. */

/** One value of tab-separated text: quoted where it holds a tab, a line end or a quote, as spreadsheets do. */
function field(value: string): string {
  return /[\t\n\r"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Rows of values as tab-separated text; a null is nothing between two tabs. */
export function toTsv(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return rows
    .map((row) => row.map((value) => field(value === null ? '' : String(value))).join('\t'))
    .join('\n');
}
