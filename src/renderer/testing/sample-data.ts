/** Objects to look at and a result to arrange, for the in-memory core. */
import type { Cell, Column, Preview } from '../../shared/contract/storage/preview.ts';

const mebibyte = 2 ** 20;
const seen = (size: number, bytesFetched = Math.min(size, mebibyte)) => ({
  size,
  etag: '"e1"',
  bytesFetched,
});

export const totalRows = 1_234_567;
const sections = ['A', 'C', 'F', 'G', 'H', 'I', 'J', 'M', 'Q', 'S'];
const labels = [
  'Coiffure à domicile et vente de produits capillaires',
  'Commerce de détail de fleurs',
  'Programmation informatique',
  'Restauration rapide, plats à emporter, et livraison de repas préparés à domicile dans toute la métropole',
  'Travaux de maçonnerie générale',
];

/** Row `index` of the sample file: the same each time. */
export function sampleRow(index: number): Cell[] {
  return [
    index + 1,
    labels[index % labels.length] ?? '',
    sections[(index * 7) % sections.length] ?? '',
    index % 11 === 3 ? null : 18 + ((index * 13) % 60),
    ((index * 7_919) % 100_000) / 100,
    `2026-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`,
    index % 3 === 0,
    index % 17 === 0 ? null : `FR${String((index * 104_729) % 100_000_000).padStart(8, '0')}`,
  ];
}

export const sampleColumns: readonly Column[] = [
  { name: 'id', type: 'INT64', kind: 'number', nulls: 0, min: 1, max: totalRows, bytes: 4_900_000 },
  {
    name: 'libellé',
    type: 'BYTE_ARRAY (string)',
    kind: 'text',
    nulls: 0,
    min: 'Abattage',
    max: 'Voyance',
    bytes: 61_000_000,
  },
  {
    name: 'section',
    type: 'BYTE_ARRAY (string)',
    kind: 'text',
    nulls: 0,
    min: 'A',
    max: 'S',
    bytes: 400_000,
  },
  { name: 'age', type: 'INT32', kind: 'number', nulls: 112_233, min: 18, max: 77, bytes: 1_200_000 },
  { name: 'turnover', type: 'DOUBLE', kind: 'number', nulls: 0, min: 0, max: 999.99, bytes: 9_800_000 },
  {
    name: 'created',
    type: 'INT32 (date)',
    kind: 'time',
    nulls: 0,
    min: '2026-01-01',
    max: '2026-12-28',
    bytes: 700_000,
  },
  { name: 'active', type: 'BOOLEAN', kind: 'boolean', nulls: 0, bytes: 150_000 },
  { name: 'siret', type: 'BYTE_ARRAY (string)', kind: 'text', nulls: 72_621, bytes: 12_000_000 },
];

const group = (index: number) => ({
  rows: index === 9 ? totalRows - 9 * 125_000 : 125_000,
  bytes: 31_000_000,
  columns: sampleColumns.map((column) => ({
    name: column.name,
    bytes: Math.round((column.bytes ?? 0) / 10),
    compression: 'ZSTD',
    ...(column.nulls === undefined ? {} : { nulls: Math.round(column.nulls / 10) }),
    ...(column.name === 'id'
      ? { min: index * 125_000 + 1, max: Math.min(totalRows, (index + 1) * 125_000) }
      : column.min === undefined || column.max === undefined
        ? {}
        : { min: column.min, max: column.max }),
  })),
});

const rows = (count: number) => Array.from({ length: count }, (_, index) => sampleRow(index));
const csvColumns: readonly Column[] = sampleColumns.map(({ name, kind }) => ({
  name,
  type: kind === 'number' ? 'number' : 'text',
  kind,
}));

const python = `"""Trains the model again on what was coded last month."""
import duckdb
import polars as pl


def training_set(path: str) -> pl.DataFrame:
    """One line a decision; the newest wins."""
    query = f"SELECT * FROM '{path}' QUALIFY row_number() OVER (PARTITION BY id ORDER BY at DESC) = 1"
    return duckdb.sql(query).pl()


if __name__ == "__main__":
    print(training_set("s3://alice/campaigns/2026/decisions/*.parquet").head(10))
`;

// One pixel by one, red.
const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const drawing = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><circle cx="180" cy="180" r="120" fill="#0072B2"/><rect x="340" y="60" width="240" height="240" fill="#E69F00" fill-opacity=".7"/></svg>',
)}`;

/** Previews by key. */
export const samplePreviews: Readonly<Record<string, Preview>> = {
  'sirene/items.parquet': {
    ...seen(300 * mebibyte, 12_288),
    kind: 'table',
    format: 'parquet',
    columns: [...sampleColumns],
    rows: totalRows,
    rowGroups: Array.from({ length: 10 }, (_, index) => group(index)),
    metadata: {
      'ARROW:schema': '/////8gCAAAQAAAAAAAKAA4ABgAFAAgACgAAAAABBAAQAAAAAAAKAAwAAAAEAAgACgAAAI',
      author: 'Insee',
    },
    createdBy: 'parquet-cpp-arrow version 21.0.0',
    canQuery: true,
    first: rows(50),
    truncated: false,
  },
  'sirene/items.csv': {
    ...seen(48 * mebibyte),
    kind: 'table',
    format: 'csv',
    columns: [...csvColumns],
    dialect: { delimiter: ';', quote: '"', header: 'true', encoding: 'cp1252', newline: '\\r\\n' },
    canQuery: true,
    first: rows(100),
    truncated: true,
  },
  'survey.xlsx': {
    ...seen(80_000, 80_000),
    kind: 'table',
    format: 'xlsx',
    columns: csvColumns.slice(0, 4),
    rows: 40,
    sheets: ['Réponses', 'Codes'],
    canQuery: false,
    first: rows(40).map((row) => row.slice(0, 4)),
    truncated: false,
  },
  'train.py': {
    ...seen(612, 612),
    kind: 'text',
    text: python,
    language: 'python',
    encoding: 'utf-8',
    truncated: false,
    canEdit: true,
  },
  'server.log': {
    ...seen(90 * mebibyte),
    kind: 'text',
    text: Array.from(
      { length: 4_000 },
      (_, index) => `2026-11-20 10:00:${index % 60} request ${index} answered in ${index % 97} ms`,
    ).join('\n'),
    language: 'plaintext',
    encoding: 'latin1',
    truncated: true,
    canEdit: false,
  },
  'README.md': {
    ...seen(300, 300),
    kind: 'markdown',
    text: '# Campaign 2026\n\nTexts of **January** to *June*, coded blind.\n\n| file | rows |\n|---|---:|\n| `items.parquet` | 1,234,567 |\n\n- stratified by section\n- drawn with seed 42\n',
    truncated: false,
  },
  'chart.svg': { ...seen(20_480, 0), kind: 'image', address: drawing },
  'dot.png': { ...seen(70, 0), kind: 'image', address: picture },
  'torn.png': { ...seen(1_000_000, 0), kind: 'image', address: 'data:image/png;base64,iVBORw0KGgo=' },
  'report.pdf': { ...seen(3_000, 0), kind: 'pdf', address: './object/report.pdf' },
  'torn.pdf': { ...seen(3_000, 0), kind: 'pdf', address: './object/torn.pdf' },
  'interview.mp3': {
    ...seen(4 * mebibyte, 0),
    kind: 'audio',
    address: './object/interview.mp3',
    type: 'audio/mpeg',
  },
  'analysis.ipynb': {
    ...seen(52_000, 52_000),
    kind: 'notebook',
    language: 'python',
    cells: [
      {
        kind: 'markdown',
        source: '# How sure is the model?\n\nThe confidence index is *p1 - p2*.',
        outputs: [],
      },
      {
        kind: 'code',
        source:
          'import polars as pl\nframe = pl.read_parquet("s3://alice/predictions.parquet")\nframe.describe()',
        execution: 3,
        outputs: [
          {
            kind: 'text',
            stream: 'out',
            text: 'shape: (1_234_567, 8)\n┌────────────┬────────┐\n│ statistic  ┆ ic     │\n│ mean       ┆ 0.7312 │\n└────────────┴────────┘',
          },
          { kind: 'image', address: drawing },
          { kind: 'hidden', type: 'text/html' },
        ],
      },
      {
        kind: 'code',
        source: '1 / 0',
        execution: 4,
        outputs: [
          {
            kind: 'text',
            stream: 'error',
            text: 'ZeroDivisionError                         Traceback (most recent call last)\nCell In[4], line 1\n----> 1 1 / 0\n\nZeroDivisionError: division by zero',
          },
        ],
      },
      { kind: 'code', source: 'frame.filter(pl.col("ic") < 0.1)', outputs: [] },
    ],
    truncated: false,
  },
  'sources.zip': {
    ...seen(5 * mebibyte, 66_000),
    kind: 'archive',
    entries: [
      { name: 'src/', size: 0 },
      ...Array.from({ length: 300 }, (_, index) => ({
        name: `src/part-${String(index).padStart(4, '0')}/données très longues à lire.csv`,
        size: index * 1_731,
        modified: Date.UTC(2026, 9, 1 + (index % 28), 12),
      })),
    ],
    truncated: false,
  },
  'model.pkl': { ...seen(40 * mebibyte, 512), kind: 'named', format: 'pickle', reason: 'code' },
  'core.dump': {
    ...seen(2 ** 31, 512),
    kind: 'bytes',
    hex: Array.from({ length: 512 }, (_, index) => ((index * 37) % 256).toString(16).padStart(2, '0')).join(
      '',
    ),
  },
  'torn.parquet': {
    ...seen(12_000_000, 65_536),
    kind: 'broken',
    format: 'Parquet',
    problem: {
      code: 'invalid-input',
      message: 'The footer of the file says that it is 4 GiB long.',
      words: 'parquet metadata length 4294967295 exceeds available buffer 12000000',
    },
  },
  'nothing.csv': {
    ...seen(0, 0),
    kind: 'text',
    text: '',
    language: 'plaintext',
    encoding: 'utf-8',
    truncated: false,
    canEdit: true,
  },
};
