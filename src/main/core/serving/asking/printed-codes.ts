/** Codes as their nomenclature prints them, with their titles, whichever version a model was trained on. */
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { ModelPrediction } from '../../../../shared/contract/models/inference.ts';
import { versionOf } from '../../../../shared/nomenclature/code.ts';
import { createTree, type Tree } from '../../../../shared/nomenclature/tree.ts';

export type PrintCodes = (
  predictions: readonly { readonly code: string; readonly probability: number }[],
) => Promise<ModelPrediction[]>;

/** Trees are made once. Codes of nomenclatures that are not known here stay as they came. */
export function createPrintedCodes(nomenclature: (id: string) => Promise<Nomenclature>): PrintCodes {
  const trees = new Map<string, Promise<Tree | undefined>>();

  function treeOf(id: string): Promise<Tree | undefined> {
    const known = trees.get(id);
    if (known) return known;
    const made = nomenclature(id).then(createTree, () => undefined);
    trees.set(id, made);
    // One that could not be had now may be there the next time.
    void made.then((tree) => tree ?? trees.delete(id));
    return made;
  }

  return async (predictions) => {
    const version = predictions.map(({ code }) => versionOf(code)).find((found) => found !== undefined);
    const tree = version && (await treeOf(version));
    return predictions.map((one) => {
      const node = tree?.node(one.code);
      const title = node?.titles.fr ?? node?.titles.en;
      return { ...one, code: node?.code ?? one.code, ...(title !== undefined && { title }) };
    });
  };
}
