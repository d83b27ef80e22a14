/** The five levels of NAF rév. 2 (decree 2007-1888) for codes without a dot, such as `9602A`. */

/** The last division of each section, in their order. */
const sections: readonly (readonly [string, number])[] = [
  ['A', 3],
  ['B', 9],
  ['C', 33],
  ['D', 35],
  ['E', 39],
  ['F', 43],
  ['G', 47],
  ['H', 53],
  ['I', 56],
  ['J', 63],
  ['K', 66],
  ['L', 68],
  ['M', 75],
  ['N', 82],
  ['O', 84],
  ['P', 85],
  ['Q', 88],
  ['R', 93],
  ['S', 96],
  ['T', 98],
  ['U', 99],
];

/** Section, division, group, class and sub-class of a code. */
export function levelsOf(code: string): readonly string[] {
  const division = Number(code.slice(0, 2));
  const section = division < 1 ? '' : (sections.find(([, last]) => division <= last)?.[0] ?? '');
  return [section, code.slice(0, 2), code.slice(0, 3), code.slice(0, 4), code];
}

/** The share of answers that are right, level by level, from the section on. */
export function accuracies(answers: readonly string[], codes: readonly string[]): number[] {
  return [0, 1, 2, 3, 4].map((level) => {
    const right = codes.filter((code, at) => levelsOf(code)[level] === levelsOf(answers[at] ?? '')[level]);
    return codes.length === 0 ? 0 : right.length / codes.length;
  });
}
