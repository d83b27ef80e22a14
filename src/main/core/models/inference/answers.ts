/** What a model said, for people: codes as the nomenclature prints them, titles, and the confidence index. Pure. */
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { ModelAnswer, ModelPrediction } from '../../../../shared/contract/models/inference.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { confidenceIndex } from '../../fasttext/confidence.ts';
import { codeOf } from '../pins/fit-nomenclature.ts';

/** Codes by their spelling without dots. */
export type CodeNames = ReadonlyMap<string, { readonly code: string; readonly title?: string | undefined }>;

/** The codes of a nomenclature. Titles in French where there are, as in the files of the coding service. */
export function codeNames({ nodes }: Nomenclature): CodeNames {
  return new Map(nodes.map(({ code, titles }) => [dotless(code), { code, title: titles.fr ?? titles.en }]));
}

type Said = readonly { readonly label: string; readonly probability: number }[];

/** @param count of those that are wanted; the index is of the first two, whatever was wanted */
export function answerOf(
  raw: string,
  given: string,
  said: Said,
  names: CodeNames,
  count: number,
): ModelAnswer {
  const index = said.length > 1 ? confidenceIndex(said)?.index : undefined;
  return {
    raw,
    given,
    predictions: said.slice(0, count).map(({ label, probability }): ModelPrediction => {
      const own = codeOf(label);
      const { code = own, title } = names.get(dotless(own)) ?? {};
      return { code, probability, ...(title !== undefined && { title }) };
    }),
    ...(index !== undefined && { confidenceIndex: index }),
  };
}
