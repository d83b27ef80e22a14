/** Finds the item that a task of Label Studio is about: by our id, by the source's, by its text. Pure. */
import { normalisedText } from '../../../../shared/text/normalise.ts';
import type { ItemRecord } from '../files/campaign-files.ts';
import { metaKey } from './label-studio-task.ts';
import type { Annotation } from './read-annotations.ts';

type Task = Pick<Annotation, 'data' | 'meta'>;

/** The first that is filled says what the text is (the order of the existing pipeline). */
const textNames = [
  'activ_pr_lib_et',
  'activ_ex_lib_et',
  'activ_pr_lib',
  'libelle',
  'text_description',
  'text',
];
const sourceNames = ['liasse_numero', 'source_id', 'id'];

export function createKnownItems(items: readonly ItemRecord[]): (task: Task) => ItemRecord | undefined {
  const byId = new Map(items.map((item) => [item.id, item]));
  const bySource = alone(items, ({ sourceId }) => sourceId);
  const byText = alone(items, ({ text }) => normalisedText(text));

  return ({ data, meta }) => {
    const own = meta[metaKey];
    const ids = [
      typeof own === 'object' && own !== null && 'item' in own ? own.item : undefined,
      data['task_id'],
    ];
    for (const id of ids) {
      const item = typeof id === 'string' ? byId.get(id) : undefined;
      if (item) return item;
    }
    for (const name of sourceNames) {
      const value = data[name];
      const item =
        typeof value === 'string' || typeof value === 'number' ? bySource.get(String(value)) : undefined;
      if (item && (name !== 'id' || sameText(item, data))) return item;
    }
    return byText.get(normalisedText(taskText(data)));
  };
}

/** The text of a task; empty where it has none. */
export function taskText(data: Task['data']): string {
  const found = textNames
    .map((name) => data[name])
    .find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? found : '';
}

const sameText = (item: ItemRecord, data: Task['data']) =>
  normalisedText(item.text) === normalisedText(taskText(data));

/** Items by what only one of them has. */
function alone(items: readonly ItemRecord[], keyOf: (item: ItemRecord) => string): Map<string, ItemRecord> {
  const found = new Map<string, ItemRecord>();
  const several = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === '' || found.has(key)) several.add(key);
    found.set(key, item);
  }
  for (const key of several) found.delete(key);
  return found;
}
