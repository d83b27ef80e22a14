/** Which nomenclature a model's labels are of. Pure. */
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { ModelContent } from '../../../../shared/contract/models/pins.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';

/** Labels of no nomenclature that are named. */
const mostUnknown = 20;
/** fastText's usual prefix; a model does not store another. */
const prefix = '__label__';

/** A label without its prefix. */
export const codeOf = (label: string): string =>
  label.startsWith(prefix) ? label.slice(prefix.length) : label;

/**
 * The nomenclature of which the most labels are codes; of two that fit alike the one with the fewest codes besides. Undefined where not
 * one label is a code.
 */
export function fitNomenclature(
  labels: readonly string[],
  nomenclatures: readonly Nomenclature[],
): ModelContent['nomenclature'] {
  const codes = labels.map(codeOf);
  let best: { id: string; known: number; size: number; unknown: string[] } | undefined;
  for (const { id, nodes } of nomenclatures) {
    const own = new Set(nodes.map(({ code }) => dotless(code)));
    const unknown = codes.filter((code) => !own.has(dotless(code)));
    const one = { id, known: codes.length - unknown.length, size: nodes.length, unknown };
    const isBetter = !best || one.known > best.known || (one.known === best.known && one.size < best.size);
    if (one.known > 0 && isBetter) best = one;
  }
  return (
    best && {
      id: best.id,
      share: best.known / codes.length,
      unknown: best.unknown.slice(0, mostUnknown),
    }
  );
}
