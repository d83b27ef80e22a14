/** Search over a nomenclature as a person types: codes, titles, synonyms and notes. */
import { dotless } from './code.ts';
import { createSearchIndex, excludesField, fields, firstFrom } from './search-index.ts';
import type { Language, Meant, SearchIndex, Where } from './search-index.ts';
import type { Tree } from './tree.ts';
import { isIdle, wordsOf } from './words.ts';

export interface Hit {
  readonly code: string;
  /** Higher is better; comparable within one answer. */
  readonly score: number;
  /** Where the word stands that was hardest to find: what to look at to see why the code is there. */
  readonly where: Where;
  /** The words also stand in what this code excludes. */
  readonly excludes: boolean;
  /** The language of the title to show: the asked one where there is a title in it. */
  readonly titleIn: Language;
  /** Parts of that title to highlight: from, up to but without. */
  readonly ranges: readonly (readonly [number, number])[];
}

export interface Search {
  /**
   * The best codes for what was typed, at most `limit` (20): every word must be found in the code, its titles, synonyms or notes.
   * Nothing typed finds nothing.
   */
  find(text: string, limit?: number): Hit[];
}

/** One thing that was typed: a word, or what may be the beginning of a code. */
interface Term {
  readonly form: string;
  readonly code: string | undefined;
}

const codeScore = { whole: 100, beginning: 60 };

/** Reads the nomenclature once (below 150 ms for 1,800 codes with notes); each question then takes some milliseconds. */
export function createSearch(tree: Tree, language: Language): Search {
  const index = createSearchIndex(tree, language);
  const codes = index.nodes
    .map(({ code }, node) => ({ code: dotless(code), node }))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
  const sortedCodes = codes.map(({ code }) => code);
  const leaves = index.nodes.map(({ code }) => tree.isLeaf(code));

  function answer(terms: readonly Term[], meant: readonly (readonly Meant[])[], limit: number): Hit[] {
    const sums = new Float64Array(index.nodes.length);
    const inTitle = new Uint8Array(index.nodes.length);
    const found = new Uint8Array(index.nodes.length);
    const excluded = new Uint8Array(index.nodes.length);
    const hardest = new Float64Array(index.nodes.length).fill(Infinity);
    const where: Where[] = [];
    terms.forEach((term, turn) => {
      const best = bestPlaces(index, meant[turn] ?? [], excluded, turn);
      for (const [node, score] of codesFrom(term.code)) best.set(node, { score, where: 'code' });
      for (const [node, one] of best) {
        if (found[node] !== turn) continue;
        found[node] = turn + 1;
        sums[node] = (sums[node] ?? 0) + one.score;
        if (one.where === 'title') inTitle[node] = (inTitle[node] ?? 0) + 1;
        if (one.score >= (hardest[node] ?? 0)) continue;
        hardest[node] = one.score;
        where[node] = one.where;
      }
    });
    const matched: { node: number; score: number }[] = [];
    found.forEach((count, node) => {
      if (count !== terms.length) return;
      const share = Math.min(1, (inTitle[node] ?? 0) / (index.titleWords[node] ?? 1));
      matched.push({ node, score: (sums[node] ?? 0) / terms.length + 2 * share });
    });
    matched.sort(
      (one, other) =>
        other.score - one.score ||
        Number(leaves[other.node]) - Number(leaves[one.node]) ||
        one.node - other.node,
    );
    const lit = new Set(meant.flatMap((some) => some.map(({ word }) => index.words[word])));
    return matched.slice(0, limit).flatMap(({ node, score }) => {
      const { code = '', titles = {} } = index.nodes[node] ?? {};
      const titleIn = titles[language] ? language : titles.fr === undefined ? 'en' : 'fr';
      const ranges = wordsOf(titles[titleIn] ?? '')
        .filter(({ form }) => lit.has(form))
        .map(({ start, end }) => [start, end] as const);
      const excludes = excluded[node] === terms.length;
      return [{ code, score, where: where[node] ?? 'title', excludes, titleIn, ranges }];
    });
  }

  function* codesFrom(beginning: string | undefined): Generator<[node: number, score: number]> {
    if (beginning === undefined) return;
    for (let at = firstFrom(sortedCodes, beginning); codes[at]?.code.startsWith(beginning); at += 1) {
      const { code = '', node = 0 } = codes[at] ?? {};
      yield [node, code === beginning ? codeScore.whole : codeScore.beginning];
    }
  }

  return {
    find(text, limit = 20) {
      const terms = termsOf(text);
      if (terms.length === 0) return [];
      const meant = terms.map(({ form, code }) => {
        const right = index.meant(form);
        return right.length > 0 || codesFrom(code).next().done === false ? right : index.nearly(form);
      });
      const hits = answer(terms, meant, limit);
      if (hits.length > 0) return hits;
      // Each word is known, but no code has them all: one of them may be a slip that is a word too.
      return answer(
        terms,
        terms.map(({ form }, turn) => [...(meant[turn] ?? []), ...index.nearly(form)]),
        limit,
      );
    },
  };
}

/** The best place of any of the words meant, by node; places among what is excluded are only counted. */
function bestPlaces(index: SearchIndex, meant: readonly Meant[], excluded: Uint8Array, turn: number) {
  const best = new Map<number, { score: number; where: Where }>();
  for (const { word, quality } of meant) {
    for (const place of index.places[word] ?? []) {
      const node = place >> 4;
      const field = fields[place & 15];
      if ((place & 15) === excludesField) {
        if (excluded[node] === turn) excluded[node] = turn + 1;
        continue;
      }
      if (!field || field.where === 'excludes') continue;
      const score = field.weight * quality;
      if (score > (best.get(node)?.score ?? 0)) best.set(node, { score, where: field.where });
    }
  }
  return best;
}

/** What was typed in its terms: a code may have spaces or dots in it; idle words count only where there are no others. */
function termsOf(text: string): Term[] {
  const whole = dotless(text);
  if (/^\d{1,4}[A-Z]?$/.test(whole)) return [{ form: whole.toLowerCase(), code: whole }];
  const terms = text
    .split(/\s+/)
    .slice(0, 24)
    .flatMap((part): Term[] => {
      const code = dotless(part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
      if (/\d/.test(code) && /^[A-Z]?\d+[A-Z]?$/.test(code)) return [{ form: code.toLowerCase(), code }];
      const isLetter = /^[A-Z]$/.test(code);
      return wordsOf(part).map(({ form }) => ({ form, code: isLetter ? code : undefined }));
    });
  const telling = terms.filter(({ form }) => !isIdle(form));
  return telling.length > 0 ? telling : terms;
}
