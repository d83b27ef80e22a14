/** What a training set is made of, as it goes to the thread that makes it. */
import type { Correspondence, Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { TrainingSetDraft } from '../../../../shared/contract/training/sets.ts';

export interface SourceItem {
  readonly id: string;
  readonly text: string;
  /** As items with the same text are found (`shared/text/normalise.ts`). */
  readonly normalisedText: string;
  readonly variables: Readonly<Record<string, string>>;
  /** With or without its dots. */
  readonly code: string;
}

/** Where items come from. */
export interface ItemSource {
  /** Key of the campaign's folder or of the file. */
  readonly key: string;
  /** Of the codes; undefined where only the codes themselves can tell. */
  readonly nomenclature: string | undefined;
}

/** A way from another version, with the tree that it begins at. */
export interface Recoding {
  readonly from: Nomenclature;
  readonly correspondence: Correspondence;
}

/** What is fixed before the items come. */
export interface SetFrame {
  readonly draft: TrainingSetDraft;
  readonly nomenclature: Nomenclature;
  readonly recodings: readonly Recoding[];
}

/** A nomenclature without what only people read. Notes are most of it. */
export function bareNomenclature(nomenclature: Nomenclature): Nomenclature {
  return {
    ...nomenclature,
    nodes: nomenclature.nodes.map(({ code, level, parent, titles }) => ({
      code,
      level,
      titles,
      ...(parent !== undefined && { parent }),
    })),
  };
}
