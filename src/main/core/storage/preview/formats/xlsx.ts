/** Workbooks of Excel (ECMA-376): one sheet is read, as far as the page needs, by ranges of the archive. */
import type { Cell } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RowsPage } from '../jobs.ts';
import { columnLimit, cutCell } from './cells.ts';
import { isDateFormat, serialText } from './excel-dates.ts';
import { previewSheet, sheetRows, type SheetRow } from './sheet.ts';
import { unreadable, type Source } from './source.ts';
import { local, readWholeXml, readXml } from './xml.ts';
import { entryBytes, type ZipDirectory } from './zip.ts';

const partLimit = 16 * 1024 * 1024;
const stringsLimit = 256 * 1024 * 1024;
const sheetLimit = 1024 * 1024 * 1024;
const lastColumn = 16_384;
const lastRow = 1_048_576;

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly from1904: boolean;
}

function part(
  source: Source,
  directory: ZipDirectory,
  name: string,
  limit: number,
): AsyncIterable<Uint8Array> | undefined {
  const entry = directory.entries.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return entry && entryBytes(source, entry, limit);
}

async function readWorkbook(source: Source, directory: ZipDirectory): Promise<Workbook> {
  const targets = new Map<string, string>();
  const relations = part(source, directory, 'xl/_rels/workbook.xml.rels', partLimit);
  if (relations)
    await readWholeXml(
      relations,
      {
        open: (name, { Id, Target }) => {
          if (local(name) !== 'Relationship' || Id === undefined || Target === undefined) return;
          targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`);
        },
      },
      source.name,
    );
  const sheets: { name: string; part: string }[] = [];
  let from1904 = false;
  const book = part(source, directory, 'xl/workbook.xml', partLimit);
  if (!book)
    throw unreadable('preview-broken', 'The workbook has no list of its sheets', { name: source.name });
  await readWholeXml(
    book,
    {
      open: (tag, attributes) => {
        const name = local(tag);
        if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
        if (name !== 'sheet') return;
        const id =
          Object.entries(attributes).find(([key]) => local(key) === 'id' && key.includes(':'))?.[1] ?? '';
        const target = targets.get(id) ?? `xl/worksheets/sheet${sheets.length + 1}.xml`;
        sheets.push({ name: attributes['name'] ?? `${sheets.length + 1}`, part: target });
      },
    },
    source.name,
  );
  return {
    sheets: sheets.filter(({ part: file }) => !/chartsheets|dialogsheets/.test(file)).slice(0, 500),
    from1904,
  };
}

/** For each style of a cell: whether it is one of dates. */
async function readDateStyles(source: Source, directory: ZipDirectory): Promise<boolean[]> {
  const custom = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  const bytes = part(source, directory, 'xl/styles.xml', partLimit);
  if (!bytes) return styles;
  await readWholeXml(
    bytes,
    {
      open: (tag, attributes) => {
        const name = local(tag);
        if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
        if (name === 'cellXfs') inCells = true;
        if (name === 'xf' && inCells) {
          const id = Number(attributes['numFmtId'] ?? 0);
          styles.push(isDateFormat(id, custom.get(id)));
        }
      },
      close: (tag) => {
        if (local(tag) === 'cellXfs') inCells = false;
      },
    },
    source.name,
  );
  return styles;
}

/** Texts that cells share; phonetic ones are left out. */
async function readStrings(source: Source, directory: ZipDirectory): Promise<string[]> {
  const strings: string[] = [];
  const bytes = part(source, directory, 'xl/sharedStrings.xml', stringsLimit);
  if (!bytes) return strings;
  let text = '';
  let inText = false;
  let phonetic = false;
  await readWholeXml(
    bytes,
    {
      open: (tag) => {
        const name = local(tag);
        if (name === 'si') text = '';
        else if (name === 'rPh') phonetic = true;
        else if (name === 't') inText = !phonetic;
      },
      close: (tag) => {
        const name = local(tag);
        if (name === 't') inText = false;
        else if (name === 'rPh') phonetic = false;
        else if (name === 'si') strings.push(cutCell(escaped(text)));
      },
      text: (more) => {
        if (inText && text.length < 40_000) text += more;
      },
    },
    source.name,
  );
  return strings;
}

/** `_x000D_` stands for a sign that XML cannot hold (ECMA-376, 22.9.2.19). */
const escaped = (text: string) =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Column of `BC12`, from 0; undefined where there is no reference. */
function columnOf(reference: string | undefined, name: string): number | undefined {
  const found = /^([A-Za-z]+)\d*$/.exec(reference ?? '')?.[1]?.toUpperCase();
  if (found === undefined) return undefined;
  let column = 0;
  for (const letter of found.slice(0, 8)) column = column * 26 + letter.charCodeAt(0) - 64;
  if (column > lastColumn) throw unreadable('preview-lying', 'A cell claims an impossible place', { name });
  return column - 1;
}

async function* readRows(
  source: Source,
  directory: ZipDirectory,
  book: Workbook,
  file: string,
): AsyncGenerator<SheetRow> {
  const bytes = part(source, directory, file, sheetLimit);
  if (!bytes) throw unreadable('preview-broken', 'A sheet is missing in the workbook', { name: source.name });
  const dates = await readDateStyles(source, directory);
  const strings = await readStrings(source, directory);
  let found: SheetRow[] = [];
  let row = -1;
  let column = -1;
  let cells: Cell[] = [];
  let type = 'n';
  let isDate = false;
  let value: string | undefined;
  let reading = false;

  const handlers = {
    open: (tag: string, attributes: Readonly<Record<string, string>>) => {
      switch (local(tag)) {
        case 'row': {
          const claimed = Number(attributes['r'] ?? row + 2) - 1;
          if (!Number.isInteger(claimed) || claimed >= lastRow || claimed < 0)
            throw unreadable('preview-lying', 'A row claims an impossible place', { name: source.name });
          row = Math.max(row + 1, claimed);
          column = -1;
          cells = [];
          break;
        }
        case 'c':
          column = columnOf(attributes['r'], source.name) ?? column + 1;
          type = attributes['t'] ?? 'n';
          isDate = dates[Number(attributes['s'] ?? 0)] ?? false;
          value = undefined;
          break;
        case 'v':
        case 't':
          reading = true;
          value ??= '';
          break;
        case 'rPh':
        case 'f':
          reading = false;
          break;
      }
    },
    close: (tag: string) => {
      switch (local(tag)) {
        case 'v':
        case 't':
          reading = false;
          break;
        case 'c':
          if (value !== undefined && column < columnLimit) {
            while (cells.length < column) cells.push(null);
            cells[column] = cellOf(type, value, isDate, strings, book.from1904);
          }
          break;
        case 'row':
          found.push({ row, repeat: 1, cells });
          break;
      }
    },
    text: (more: string) => {
      if (reading && value !== undefined && value.length < 40_000) value += more;
    },
  };
  for await (const _ of readXml(bytes, handlers, source.name)) {
    const ready = found;
    found = [];
    yield* ready;
  }
}

function cellOf(
  type: string,
  value: string,
  isDate: boolean,
  strings: readonly string[],
  from1904: boolean,
): Cell {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? null;
    case 'b':
      return value === '1' || value === 'true';
    case 'str':
    case 'inlineStr':
      return cutCell(escaped(value));
    case 'e':
    case 'd':
      return cutCell(value);
    default: {
      const number = Number(value);
      if (value.trim() === '' || Number.isNaN(number)) return value === '' ? null : cutCell(value);
      return isDate ? serialText(number, from1904) : number;
    }
  }
}

/** The first sheet; the names of all. @throws Failure */
export async function previewXlsx(source: Source, directory: ZipDirectory): Promise<PreviewBody> {
  const book = await readWorkbook(source, directory);
  const [first] = book.sheets;
  if (!first) throw unreadable('preview-broken', 'The workbook has no sheet', { name: source.name });
  const names = book.sheets.map(({ name }) => name);
  return previewSheet('xlsx', names, readRows(source, directory, book, first.part));
}

/** A page of a sheet; of the first where none is named. @throws Failure `preview-no-sheet`. */
export async function xlsxRows(
  source: Source,
  directory: ZipDirectory,
  asked: { sheet?: string | undefined; from: number; count: number; columns?: readonly string[] | undefined },
): Promise<RowsPage> {
  const book = await readWorkbook(source, directory);
  const sheet =
    asked.sheet === undefined ? book.sheets[0] : book.sheets.find(({ name }) => name === asked.sheet);
  if (!sheet)
    throw unreadable('preview-no-sheet', 'There is no such sheet', {
      name: source.name,
      sheet: asked.sheet ?? '',
    });
  return sheetRows(readRows(source, directory, book, sheet.part), asked);
}
