/** Levels that a file leaves out, out of the codes: Label Studio's taxonomy has sections, divisions and sub-classes only. */
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { shapedCode, shapedParent, shapeLevel } from './code-shape.ts';
import type { Placed } from './reading.ts';
import { sectionOf } from './sections.ts';

/**
 * Gives each code of NACE form the parent that its digits say, a division the section that the file says (else that of the official
 * nomenclature), and makes the codes of levels of which the file has none. Their titles stay empty.
 */
export function rebuildLevels(
  byKey: ReadonlyMap<string, Placed>,
  id: string | undefined,
): { placed: Placed[]; findings: Finding[] } {
  const present = new Set([...byKey.values()].map(({ key }) => shapeLevel(key) ?? 0));
  const top = Math.min(...present);
  const made = new Map<string, Placed>();
  const placed = [...byKey.values()].map((entry) => ({ ...entry, parent: parentOf(entry, byKey, id, top) }));

  for (const { parent } of placed) {
    for (let code = parent; code !== undefined;) {
      const key = dotless(code);
      const level = shapeLevel(key) ?? 0;
      if (byKey.has(key) || made.has(key) || present.has(level)) break;
      const above: string | undefined = shapedParent(key) ?? sectionOf(key, id) ?? sectionIn(placed, key);
      made.set(key, { key, code: shapedCode(key), titles: {}, parent: above });
      code = above;
    }
  }
  const levels = Map.groupBy(made.values(), ({ key }) => shapeLevel(key) ?? 0);
  return {
    placed: [...made.values(), ...placed],
    findings: [...levels].map(([level, codes]) => ({
      severity: 'warning',
      kind: 'level-skipped',
      name: String(level),
      expected: String(codes.length),
    })),
  };
}

function parentOf(
  entry: Placed,
  byKey: ReadonlyMap<string, Placed>,
  id: string | undefined,
  top: number,
): string | undefined {
  const level = shapeLevel(entry.key) ?? 0;
  const digits = shapedParent(entry.key);
  if (digits !== undefined) return digits;
  if (level === 1) return undefined;
  const said = entry.parent !== undefined && shapeLevel(entry.parent) === 1 ? entry.parent : undefined;
  const section = said ?? sectionOf(entry.key, id);
  // Divisions without any section are the first level of such a tree.
  if (section !== undefined && top === 2 && !byKey.has(section))
    return id === undefined ? undefined : section;
  return section ?? (top === 1 ? '?' : undefined);
}

/** The section of the codes that lie below a division, where the division itself is left out. */
function sectionIn(placed: readonly Placed[], division: string): string | undefined {
  const below = placed.find(
    ({ key, parent }) => key.startsWith(division) && parent !== undefined && shapeLevel(parent) === 1,
  );
  return below?.parent;
}
