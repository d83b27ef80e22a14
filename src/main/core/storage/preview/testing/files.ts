/** Small real files, made by hand or by a library that nobody here reads with. */
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A workbook of the given sheets; each is the XML inside `sheetData`. */
export function workbook(
  sheets: Readonly<Record<string, string>>,
  parts: {
    strings?: readonly string[];
    formats?: readonly string[];
    from1904?: boolean;
    sheetHead?: string;
  } = {},
): Uint8Array {
  const names = Object.keys(sheets);
  const { strings = [], formats = [], from1904 = false, sheetHead = xml } = parts;
  const list = names.map(
    (name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const relations = names.map(
    (_, index) => `<Relationship Id="rId${index + 1}" Type="x" Target="worksheets/s${index}.xml"/>`,
  );
  const custom = formats
    .map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`)
    .join('');
  const styles = formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`).join('');
  return zipSync({
    '[Content_Types].xml': strToU8(`${xml}<Types/>`),
    'xl/workbook.xml': strToU8(
      `${xml}<workbook xmlns:r="r"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(`${xml}<Relationships>${relations.join('')}</Relationships>`),
    'xl/styles.xml': strToU8(
      `${xml}<styleSheet><numFmts>${custom}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>${styles}</cellXfs></styleSheet>`,
    ),
    'xl/sharedStrings.xml': strToU8(`${xml}<sst>${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`),
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/s${index}.xml`,
        strToU8(`${sheetHead}<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`),
      ]),
    ),
  });
}

/** A spreadsheet of OpenDocument; `tables` is what stands inside `office:spreadsheet`. */
export function openDocument(tables: string, manifest = '<manifest/>'): Uint8Array {
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }],
    'content.xml': strToU8(
      `${xml}<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ),
    'META-INF/manifest.xml': strToU8(manifest),
  });
}

/** A tar (ustar) of the given files. */
export function tarOf(
  files: readonly { name: string; size: number; type?: string; body?: Buffer }[],
): Buffer {
  const blocks = files.flatMap(({ name, size, type = '0', body }) => {
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0);
    header.write('0000644\0', 100);
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    header.write(`${(1_700_000_000).toString(8).padStart(11, '0')}\0`, 136);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const content = Buffer.alloc(Math.ceil(size / 512) * 512);
    body?.copy(content);
    return [header, content];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export interface SavField {
  readonly name: string;
  readonly width: number;
  readonly label?: string;
  /** Type of the print format: 5 is F, 20 DATE. */
  readonly format?: number;
}

/** An SPSS file, as the format is documented by GNU PSPP. */
export function savOf(
  fields: readonly SavField[],
  cases: readonly (readonly (number | string | null)[])[],
  options: {
    compression?: 0 | 1 | 2;
    encoding?: string;
    labels?: Readonly<Record<number, string>>;
    long?: string;
  } = {},
): Buffer {
  const { compression = 0, encoding = 'UTF-8', labels, long } = options;
  const parts: Buffer[] = [];
  const int = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => bytes.writeInt32LE(value, index * 4));
    parts.push(bytes);
  };
  const text = (value: string, length: number, fill = ' ') => {
    const bytes = Buffer.alloc(length, fill);
    Buffer.from(value).copy(bytes);
    return bytes;
  };
  const double = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return bytes;
  };
  const units = (width: number) => Math.max(1, Math.ceil(width / 8));
  const caseUnits = fields.reduce((sum, { width }) => sum + units(width), 0);
  parts.push(Buffer.from(compression === 2 ? '$FL3' : '$FL2'), text('@(#) SPSS DATA FILE test', 60));
  int(2, caseUnits, compression, 0, cases.length);
  parts.push(double(100), text('01 Jan 25', 9), text('10:00:00', 8), text('A file', 64), Buffer.alloc(3));
  for (const { name, width, label, format = 5 } of fields) {
    const written = (format << 16) | (8 << 8) | 2;
    int(2, width, label ? 1 : 0, 0, written, written);
    parts.push(text(name, 8));
    if (label) {
      const bytes = Buffer.from(label);
      int(bytes.length);
      parts.push(text(label, Math.ceil(bytes.length / 4) * 4));
    }
    for (let more = 1; more < units(width); more++) {
      int(2, -1, 0, 0, 0, 0);
      parts.push(text('', 8));
    }
  }
  if (labels) {
    const entries = Object.entries(labels);
    int(3, entries.length);
    for (const [value, label] of entries) {
      const bytes = Buffer.from(label);
      const padded = Math.ceil((bytes.length + 1) / 8) * 8;
      parts.push(double(Number(value)), Buffer.from([bytes.length]), text(label, padded - 1));
    }
    int(4, 1, 1);
  }
  if (long !== undefined) {
    int(7, 13, 1, Buffer.byteLength(long));
    parts.push(Buffer.from(long));
  }
  int(7, 20, 1, encoding.length);
  parts.push(Buffer.from(encoding));
  int(999, 0);
  const values = cases.flatMap((row) =>
    fields.flatMap(({ width }, index): Buffer[] => {
      const value = row[index];
      if (width === 0) return [double(typeof value === 'number' ? value : -Number.MAX_VALUE)];
      const bytes = text(String(value ?? ''), units(width) * 8);
      return Array.from({ length: units(width) }, (_, unit) => bytes.subarray(unit * 8, unit * 8 + 8));
    }),
  );
  if (compression === 0) return Buffer.concat([...parts, ...values]);
  const packed: Buffer[] = [];
  for (let at = 0; at < values.length; at += 8) {
    const codes = Buffer.alloc(8);
    const raw: Buffer[] = [];
    values.slice(at, at + 8).forEach((unit, index) => {
      const number = unit.readDoubleLE();
      if (unit.equals(Buffer.alloc(8, ' '))) codes[index] = 254;
      else if (number === -Number.MAX_VALUE) codes[index] = 255;
      else if (Number.isInteger(number) && number > -100 && number <= 151) codes[index] = number + 100;
      else {
        codes[index] = 253;
        raw.push(unit);
      }
    });
    packed.push(codes, ...raw);
  }
  if (compression === 1) return Buffer.concat([...parts, ...packed]);
  const plain = Buffer.concat(packed);
  const block = deflateSync(plain);
  const dataAt = parts.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(24);
  head.writeBigInt64LE(BigInt(dataAt), 0);
  head.writeBigInt64LE(BigInt(dataAt + 24 + block.length), 8);
  head.writeBigInt64LE(48n, 16);
  const trailer = Buffer.alloc(48);
  trailer.writeBigInt64LE(-100n, 0);
  trailer.writeInt32LE(0x3ff000, 16);
  trailer.writeInt32LE(1, 20);
  trailer.writeBigInt64LE(BigInt(dataAt), 24);
  trailer.writeBigInt64LE(BigInt(dataAt + 24), 32);
  trailer.writeInt32LE(plain.length, 40);
  trailer.writeInt32LE(block.length, 44);
  return Buffer.concat([...parts, head, block, trailer]);
}
