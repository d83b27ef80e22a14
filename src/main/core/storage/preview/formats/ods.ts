/** Spreadsheets of OpenDocument (ODF 1.3, part 3): `content.xml` read as it streams. */
import type { Cell } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RowsPage } from '../jobs.ts';
import { columnLimit, cutCell } from './cells.ts';
import { previewSheet, sheetRows, type SheetRow } from './sheet.ts';
import { unreadable, type Source } from './source.ts';
import { readXml } from './xml.ts';
import { entryBytes, type ZipDirectory } from './zip.ts';

const contentLimit = 1024 * 1024 * 1024;
const lastRow = 1_048_576;

interface Reading {
  /** Names of the sheets met so far. */
  readonly sheets: string[];
  /** Reads on to the end, for the names of all sheets. */
  rows(wanted: string | undefined): AsyncGenerator<SheetRow>;
}

const count = (text: string | undefined, most: number) =>
  Math.min(most, Math.max(1, Math.trunc(Number(text ?? 1)) || 1));

function open(source: Source, directory: ZipDirectory, toTheEnd: boolean): Reading {
  const sheets: string[] = [];
  async function* rows(wanted: string | undefined): AsyncGenerator<SheetRow> {
    const entry = directory.entries.find(({ name }) => name === 'content.xml');
    if (!entry) throw unreadable('preview-broken', 'The spreadsheet has no content', { name: source.name });
    let found: SheetRow[] = [];
    let isWanted = false;
    let depth = 0;
    let row = 0;
    let repeat = 1;
    let cells: Cell[] = [];
    let cell:
      | { type: string; value: string | undefined; repeat: number; text: string; paragraphs: number }
      | undefined;
    let hidden = 0;
    let inParagraph = 0;
    const handlers = {
      open: (name: string, attributes: Readonly<Record<string, string>>) => {
        switch (name) {
          case 'table:table':
            depth++;
            if (depth > 1) break;
            sheets.push(attributes['table:name'] ?? `${sheets.length + 1}`);
            isWanted = wanted === undefined ? sheets.length === 1 : sheets.at(-1) === wanted;
            row = 0;
            break;
          case 'table:table-row':
            repeat = count(attributes['table:number-rows-repeated'], lastRow);
            cells = [];
            break;
          case 'table:table-cell':
          case 'table:covered-table-cell': {
            const type = attributes['office:value-type'] ?? attributes['calcext:value-type'] ?? '';
            const value =
              attributes['office:value'] ??
              attributes['office:date-value'] ??
              attributes['office:time-value'];
            cell = {
              type,
              value: value ?? attributes['office:boolean-value'] ?? attributes['office:string-value'],
              repeat: count(attributes['table:number-columns-repeated'], columnLimit),
              text: '',
              paragraphs: 0,
            };
            break;
          }
          case 'office:annotation':
            hidden++;
            break;
          case 'text:p':
            inParagraph++;
            if (cell && hidden === 0 && cell.paragraphs++ > 0) cell.text += '\n';
            break;
          case 'text:s':
            if (cell && hidden === 0) cell.text += ' '.repeat(count(attributes['text:c'], 1_000));
            break;
          case 'text:tab':
            if (cell && hidden === 0) cell.text += '\t';
            break;
        }
      },
      close: (name: string) => {
        switch (name) {
          case 'table:table':
            depth--;
            if (depth === 0) isWanted = false;
            break;
          case 'table:table-row':
            if (isWanted && depth === 1) found.push({ row, repeat, cells });
            row += repeat;
            break;
          case 'table:table-cell':
          case 'table:covered-table-cell':
            if (cell && isWanted) {
              const value = cellOf(cell);
              for (let times = 0; times < cell.repeat && cells.length < columnLimit; times++)
                cells.push(value);
            }
            cell = undefined;
            break;
          case 'office:annotation':
            hidden--;
            break;
          case 'text:p':
            inParagraph--;
            break;
        }
      },
      text: (more: string) => {
        if (cell && inParagraph > 0 && hidden === 0 && cell.text.length < 40_000) cell.text += more;
      },
    };
    for await (const _ of readXml(entryBytes(source, entry, contentLimit), handlers, source.name)) {
      const ready = found;
      found = [];
      yield* ready;
      if (!toTheEnd && wanted !== undefined && !isWanted && sheets.includes(wanted)) return;
    }
  }
  return { sheets, rows };
}

function cellOf(cell: { type: string; value: string | undefined; text: string }): Cell {
  const { type, value, text } = cell;
  if ((type === 'float' || type === 'percentage' || type === 'currency') && value !== undefined) {
    const number = Number(value);
    return Number.isNaN(number) ? cutCell(value) : number;
  }
  if (type === 'boolean' && value !== undefined) return value === 'true';
  if (type === 'date' && value !== undefined) return cutCell(value.replace(/T00:00:00(\.0+)?$/, ''));
  if (type === 'time' && value !== undefined)
    return cutCell(value.replace(/^PT(\d+)H(\d+)M(\d+)([.,]\d+)?S$/, '$1:$2:$3'));
  return text === '' ? (value === undefined ? null : cutCell(value)) : cutCell(text);
}

/** The first sheet; the names of all. @throws Failure */
export async function previewOds(source: Source, directory: ZipDirectory): Promise<PreviewBody> {
  const names = open(source, directory, true);
  for await (const _ of names.rows('')) void _;
  if (names.sheets.length === 0)
    throw unreadable('preview-broken', 'The spreadsheet has no sheet', { name: source.name });
  return previewSheet('ods', names.sheets.slice(0, 500), open(source, directory, false).rows(undefined));
}

/** A page of a sheet; of the first where none is named. @throws Failure `preview-no-sheet`. */
export async function odsRows(
  source: Source,
  directory: ZipDirectory,
  asked: { sheet?: string | undefined; from: number; count: number; columns?: readonly string[] | undefined },
): Promise<RowsPage> {
  const reading = open(source, directory, false);
  const page = await sheetRows(reading.rows(asked.sheet), asked);
  if (asked.sheet !== undefined && !reading.sheets.includes(asked.sheet))
    throw unreadable('preview-no-sheet', 'There is no such sheet', { name: source.name, sheet: asked.sheet });
  return page;
}
