/** What is wrong or odd in a nomenclature. */
import type { Finding, Nomenclature } from '../contract/annotation/nomenclatures.ts';
import { dotless, versionOf } from './code.ts';
import { knownNomenclature, type Expected } from './known.ts';

/**
 * Checks levels, counts, orphans, duplicates, letters and titles; nothing found is an empty list.
 * @param expected what it should have; that of the known nomenclature of this id unless given.
 */
export function checkNomenclature(
  nomenclature: Nomenclature,
  expected: Expected | undefined = knownNomenclature(nomenclature.id),
): Finding[] {
  return [
    ...checkCodes(nomenclature),
    ...checkCounts(nomenclature, expected),
    ...checkLetters(nomenclature, expected?.letters ?? nomenclature.letters),
  ];
}

function checkCodes({ nodes, levels }: Nomenclature): Finding[] {
  const findings: Finding[] = [];
  const levelOf = new Map<string, number>();
  for (const { code, level } of nodes) {
    const key = dotless(code);
    if (levelOf.has(key)) findings.push({ severity: 'error', kind: 'duplicate', name: code });
    else levelOf.set(key, level);
  }
  for (const { code, level, parent, titles } of nodes) {
    const above = parent === undefined ? 0 : levelOf.get(dotless(parent));
    if (above === undefined || (parent === undefined && level !== 1))
      findings.push({
        severity: 'error',
        kind: 'orphan',
        name: code,
        ...(parent !== undefined && { expected: parent }),
      });
    else if (above !== level - 1 || level > levels.length)
      findings.push({ severity: 'error', kind: 'level-skipped', name: code, expected: String(above + 1) });
    if (!titles.fr?.trim() && !titles.en?.trim())
      findings.push({ severity: 'warning', kind: 'no-title', name: code });
  }
  return findings;
}

function checkCounts({ nodes, levels }: Nomenclature, expected: Expected | undefined): Finding[] {
  const counts = expected?.counts ?? levels.map(({ count }) => count);
  const depth = Math.max(counts.length, levels.length);
  return Array.from({ length: depth }, (_, index) => {
    const found = nodes.filter(({ level }) => level === index + 1).length;
    return { found, wanted: counts[index] ?? 0, level: index + 1 };
  })
    .filter(({ found, wanted }) => found !== wanted)
    .map(({ found, wanted, level }) => ({
      severity: 'warning',
      kind: 'count',
      name: `${level}: ${found}`,
      expected: String(wanted),
    }));
}

/** A letter of another version is an error: its codes would be taken for what they are not. */
function checkLetters({ nodes, levels }: Nomenclature, letters: string | undefined): Finding[] {
  if (letters === undefined) return [];
  return nodes
    .filter(({ code, level }) => level === levels.length && !letters.includes(dotless(code).at(-1) ?? ' '))
    .map(({ code }) => ({
      severity: 'error',
      kind: 'letter',
      name: code,
      expected: versionOf(code) ?? letters,
    }));
}
