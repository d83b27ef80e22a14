/**
 * Rows as the Parquet files of the existing pipeline: `test_data_NAF2008`, `training_data_NAF2025` and what was skipped or could not be
 * classified beside; codes without dots, and, where there are suggestions, the `Response.*` columns of its dashboard. Pure.
 * Source: InseeFrLab/codif-ape-API and codif-ape-annotation, `extract_test_data.py`.
 */
import type { DecodedArray } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { columns, schemaOf, written, type Column, type Row } from '../files/columns.ts';
import { codingForm } from '../suggestions/item-variables.ts';
import type { ExportRow, Material } from './export-rows.ts';
import { unclassifiable } from './label-studio-task.ts';

const goldColumns = columns(
  'text',
  ...['liasse_numero', 'text_description', 'event', 'type_', 'surface', 'nature', 'other_nature_text', 'cj'],
  ...['permanence', 'date', 'mode_calcul_ape', 'apet_manual'],
);
const trainingColumns = [
  ...columns(
    'text',
    ...['liasse_numero', 'libelle', 'evenement_type', 'liasse_type', 'activ_surf_et', 'activ_nat_et'],
    ...[
      'activ_nat_lib_et',
      'activ_sec_agri_et',
      'cj',
      'date',
      'NAF2008_code',
      'mode_calcul_ape',
      'apet_manual',
    ],
  ),
  ...columns('integer', 'rating'),
];
/** Of several codings of an item. */
const codingColumns = [
  ...columns('text', 'task_id'),
  ...columns('integer', 'rating'),
  ...columns('text', 'annotator'),
];
const ranks = [1, 2, 3, 4, 5];
const responseColumns: readonly Column[] = [
  ...ranks.flatMap((rank) => [
    ...columns('text', `Response.${rank}.code`),
    ...columns('number', `Response.${rank}.probabilite`),
    ...columns('text', `Response.${rank}.libelle`),
  ]),
  ...columns('number', 'Response.IC'),
];

/** The file; the same rows give the same bytes. */
export function writeEtlParquet(rows: readonly ExportRow[], material: Material, isResolved: boolean): Buffer {
  const { campaign } = material;
  const own = campaign.purpose === 'gold' ? goldColumns : trainingColumns;
  const hasResponses = rows.some(({ item, decision }) => item.suggestions ?? decision?.suggestions);
  const all = [...own, ...(isResolved ? [] : codingColumns), ...(hasResponses ? responseColumns : [])];
  const wanted = all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index);
  const values = rows.map((row) => valuesOf(row, material));
  const columnData = wanted.map(({ name, kind }) => ({
    name,
    data: values.map((row) => written(row[name], kind)) as DecodedArray,
  }));
  const bytes = parquetWriteBuffer({
    columnData,
    schema: schemaOf(wanted),
    rowGroupSize: [Math.max(1, rows.length)],
    createdBy: 'Sardonyx',
  });
  return Buffer.from(bytes);
}

/** All columns of both files; missing values are null. */
function valuesOf(row: ExportRow, { tree }: Material): Row {
  const { item, status, code, decision } = row;
  const { fields } = item;
  const form = codingForm(item);
  const apet =
    status === 'unclassifiable' ? unclassifiable : status === 'done' ? dotless(code ?? '') : undefined;
  const suggestions = item.suggestions?.suggestions ?? decision?.suggestions ?? [];
  return {
    liasse_numero: item.sourceId,
    text_description: item.text,
    libelle: item.text,
    event: form.event,
    evenement_type: form.event,
    type_: form.type,
    liasse_type: form.type,
    surface: form.surface,
    activ_surf_et: form.surface,
    nature: form.nature,
    activ_nat_et: form.nature,
    other_nature_text: form.otherNature,
    activ_nat_lib_et: form.otherNature,
    activ_sec_agri_et: form.farming,
    cj: form.legalCategory,
    permanence: form.permanence,
    date: dayOf(fields['date'] ?? fields['date_modification']),
    NAF2008_code: item.knownCode === undefined ? fields['NAF2008_code'] : dotless(item.knownCode),
    mode_calcul_ape: fields['mode_calcul_ape'],
    apet_manual: apet,
    rating: decision?.difficulty,
    task_id: item.id,
    annotator: decision?.annotator,
    ...Object.fromEntries(
      suggestions.flatMap(({ rank, code: suggested, probability }) => [
        [`Response.${rank}.code`, dotless(suggested)],
        [`Response.${rank}.probabilite`, probability],
        [`Response.${rank}.libelle`, titleOf(tree.node(suggested)?.titles)],
      ]),
    ),
    'Response.IC': item.suggestions?.confidenceIndex ?? decision?.confidenceIndex,
  };
}

const titleOf = (titles: { fr?: string | undefined; en?: string | undefined } | undefined) =>
  titles?.fr ?? titles?.en;

/** `2024-03-09` of a time in ISO 8601; anything else as it is. */
const dayOf = (text: string | undefined) =>
  /^\d{4}-\d{2}-\d{2}[T ]/.test(text ?? '') ? text?.slice(0, 10) : text;
