/** The items of the sample campaign as a Parquet file. Source: DESIGN of the campaign's files; INSEE's names where they have some. */
import type { DecodedArray, SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { sampleModel } from '../coding/sample-model.ts';
import { cleaned } from '../coding/text-features.ts';
import { batches, batchSize, seed, type Draw, type DrawnItem } from './campaign-draw.ts';
import { campaignId } from './campaign-file.ts';
import { indexOf, shownOf } from './requests.ts';

type Kind = 'text' | 'integer' | 'long' | 'number';

interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly valueOf: (item: DrawnItem, place: number) => unknown;
}

const leaves: Readonly<Record<Kind, Partial<SchemaElement>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  number: { type: 'DOUBLE' },
};

const leaf = (name: string, kind: Kind): SchemaElement => ({
  name,
  repetition_type: 'OPTIONAL',
  ...leaves[kind],
});

/** One row group, batch after batch; codes without dots, as the file's metadata say. */
export function campaignItems(draw: Draw): Uint8Array {
  const columns = [...before(draw), ...after];
  const list: SchemaElement[] = [
    { name: 'suggestions', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', num_children: 3 },
    leaf('rank', 'integer'),
    leaf('code', 'text'),
    leaf('prob', 'number'),
  ];
  const elements = (all: readonly Column[]) => all.map(({ name, kind }) => leaf(name, kind));
  const suggested = { name: 'suggestions', data: draw.items.map(suggestionsOf) as DecodedArray };
  const data = ({ name, valueOf }: Column) => ({
    name,
    data: draw.items.map(valueOf) as DecodedArray,
    statistics: true,
  });
  const bytes = parquetWriteBuffer({
    columnData: [...before(draw).map(data), suggested, ...after.map(data)],
    schema: [
      { name: 'schema', num_children: columns.length + 1 },
      ...elements(before(draw)),
      ...list,
      ...elements(after),
    ],
    rowGroupSize: batches.length * batchSize,
    createdBy: 'Sardonyx sandbox',
    kvMetadata: [
      { key: 'sardonyx.part', value: 'items/1' },
      { key: 'sardonyx.codes', value: 'dotless' },
    ],
  });
  return new Uint8Array(bytes);
}

function suggestionsOf({ request }: DrawnItem) {
  return shownOf(request).map(({ code, probability }, at) => ({
    rank: at + 1,
    code: code.replace('.', ''),
    prob: probability,
  }));
}

const text = (name: string, valueOf: Column['valueOf']): Column => ({ name, kind: 'text', valueOf });

function before({ frameId, distinctTexts }: Draw): Column[] {
  return [
    text('task_id', (_, place) => `${campaignId}-${String(place + 1).padStart(6, '0')}`),
    text('source_id', ({ request }) => request.id),
    text('batch', ({ batch }) => batch),
    text('text_description', ({ request }) => request.text),
    text('text_clean', ({ request }) => cleaned(request.text)),
    text('type_', ({ request }) => request.type),
    text('nature', ({ request }) => request.nature),
    text('surface', ({ request }) => request.surface),
    text('event', ({ request }) => request.event),
    text('date', ({ request }) => request.at.toISOString().slice(0, 10)),
    { name: 'multiplicity', kind: 'integer', valueOf: ({ multiplicity }) => multiplicity },
    text('nomenclature', () => 'naf-rev2'),
    text('frame_id', () => frameId),
    text('stratum', () => ''),
    { name: 'N_h', kind: 'long', valueOf: () => BigInt(distinctTexts) },
    { name: 'incl_prob', kind: 'number', valueOf: ({ inclusionProbability }) => inclusionProbability },
    { name: 'weight', kind: 'number', valueOf: ({ weight }) => weight },
    { name: 'seed', kind: 'long', valueOf: () => BigInt(seed) },
    text('purpose', () => 'gold'),
    text('mode', () => 'reveal'),
  ];
}

const after: readonly Column[] = [
  { name: 'IC', kind: 'number', valueOf: ({ request }) => indexOf(request) },
  text('model', () => sampleModel().name),
  text('model_version', () => sampleModel().version),
  text('suggestions_from', () => 'file'),
];
