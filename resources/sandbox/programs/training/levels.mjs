// Accuracy on the levels of the French and the European nomenclature of activities: section, division, group, class, sub-class.

/** First and last division of each section. NAF rév. 2 and NACE Rev. 2: Commission Regulation (EC) 1893/2006. */
const revision2 =
  'A01-03 B05-09 C10-33 D35-35 E36-39 F41-43 G45-47 H49-53 I55-56 J58-63 K64-66 L68-68 M69-75 N77-82 O84-84 P85-85 Q86-88 R90-93 S94-96 T97-98 U99-99';
/** NAF 2025 and NACE Rev. 2.1: Commission Delegated Regulation (EU) 2023/137. */
const revision21 =
  'A01-03 B05-09 C10-33 D35-35 E36-39 F41-43 G46-47 H49-53 I55-56 J58-60 K61-63 L64-66 M68-68 N69-75 O77-82 P84-84 Q85-85 R86-88 S90-93 T94-96 U97-98 V99-99';

/** The table of sections of a nomenclature, by its id; that of revision 2 unless the id speaks of 2025 or of 2.1. */
export function sectionsOf(nomenclature = '') {
  const text = /2025|2[._-]?1\b/.test(nomenclature) ? revision21 : revision2;
  return text
    .split(' ')
    .map((row) => ({ section: row[0], first: Number(row.slice(1, 3)), last: Number(row.slice(4)) }));
}

/** A code on the levels 1 to 5, the section first; a level that the code does not reach is undefined. */
export function levelsOf(code, sections) {
  const plain = code.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
  const division = Number(plain.slice(0, 2));
  const section = sections.find(({ first, last }) => division >= first && division <= last)?.section;
  return [
    section,
    ...[2, 3, 4, 5].map((length) => (plain.length >= length ? plain.slice(0, length) : undefined)),
  ];
}

/**
 * The share of right answers on each level, of `[given, predicted]` codes; on a level count those whose given code reaches it.
 * `undefined` for a level that none reaches.
 */
export function accuracyByLevel(pairs, sections) {
  const right = [0, 0, 0, 0, 0];
  const all = [0, 0, 0, 0, 0];
  for (const [given, predicted] of pairs) {
    const wanted = levelsOf(given, sections);
    const found = levelsOf(predicted, sections);
    for (const [level, code] of wanted.entries()) {
      if (code === undefined) continue;
      all[level] += 1;
      if (code === found[level]) right[level] += 1;
    }
  }
  return all.map((count, level) => (count === 0 ? undefined : right[level] / count));
}
