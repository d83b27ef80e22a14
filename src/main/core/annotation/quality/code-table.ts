/** The codes that can be given in a campaign, as small numbers, with their ancestors at each level. Pure. */
import { dotless } from '../../../../shared/nomenclature/code.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';

/** The way to each code of a nomenclature, from the section down to the code itself. */
export type CodePaths = readonly (readonly string[])[];

/** Not coded. */
export const missing = -1;
/** The category of what somebody called unclassifiable: an answer of its own, the same at every level, akin to no code. */
export const unclassifiable = 0;

/** Categories are whole numbers from 0 (unclassifiable) up to `size`, without it. */
export interface CodeTable {
  /** Level at which the campaign codes. */
  readonly depth: number;
  readonly size: number;
  /** Of a code of that level or of one below it; undefined for codes above it and for those that are not in the nomenclature. */
  categoryOf(code: string): number | undefined;
  /** With its dots; undefined for unclassifiable. */
  codeOf(category: number): string | undefined;
  /** From the section down to the level of the campaign; empty for unclassifiable. */
  pathOf(category: number): readonly string[];
  /** The path of any code of the nomenclature; empty for others. */
  pathOfCode(code: string): readonly string[];
  /** For each category, its ancestor at a level: 0 for unclassifiable, other numbers for codes. */
  atLevel(level: number): Int32Array;
  /** How many different answers there are at a level: its codes, and unclassifiable. */
  answers(level: number): number;
}

/** The paths of a tree, as they go to the thread. */
export function codePaths(tree: Pick<Tree, 'nomenclature' | 'ancestors'>): CodePaths {
  return tree.nomenclature.nodes.map(({ code }) => [
    ...tree.ancestors(code).map((ancestor) => ancestor.code),
    code,
  ]);
}

/** Makes the table. @param level of the campaign; where the nomenclature has fewer, its last */
export function createCodeTable(paths: CodePaths, level: number): CodeTable {
  const depth = Math.min(
    level,
    paths.reduce((most, path) => Math.max(most, path.length), 0),
  );
  const own: (readonly string[])[] = [[], ...paths.filter((path) => path.length === depth)];
  const categories = new Map(own.map((path, category) => [path.at(-1), category]));
  const byCode = new Map(paths.map((path) => [dotless(path.at(-1) ?? ''), path]));
  const levels = Array.from({ length: depth }, (_, index) => {
    const names = new Map<string | undefined, number>([[undefined, unclassifiable]]);
    return Int32Array.from(own, (path) => {
      const place = names.get(path[index]) ?? names.size;
      names.set(path[index], place);
      return place;
    });
  });
  const pathOfCode = (code: string) => byCode.get(dotless(code)) ?? [];
  return {
    depth,
    size: own.length,
    categoryOf(code) {
      const ancestor = pathOfCode(code)[depth - 1];
      return ancestor === undefined ? undefined : categories.get(ancestor);
    },
    codeOf: (category) => own[category]?.at(-1),
    pathOf: (category) => own[category] ?? [],
    pathOfCode,
    atLevel: (at) => levels[at - 1] ?? new Int32Array(own.length),
    answers: (at) => (levels[at - 1]?.reduce((most, place) => Math.max(most, place), 0) ?? 0) + 1,
  };
}
