/** From codes as a file has them to a nomenclature: printed codes, parents, levels, order. */
import type {
  Finding,
  Nomenclature,
  NomenclatureNode,
  Words,
} from '../../../../shared/contract/annotation/nomenclatures.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { knownNomenclature, recogniseNomenclature } from '../../../../shared/nomenclature/known.ts';
import { shapedCode, shapeLevel } from './code-shape.ts';
import { levelsOf } from './levels.ts';
import { problem, type Claimed, type Entry, type Place, type Placed } from './reading.ts';
import { rebuildLevels } from './rebuild-levels.ts';

export interface Built {
  /** Undefined where no code is left. */
  readonly nomenclature: Nomenclature | undefined;
  readonly findings: readonly Finding[];
  /** By dotless code, where it stands in the file. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Puts entries in order. @param fileName gives id and title where neither the person nor the codes say what it is */
export function buildTree(
  entries: readonly Entry[],
  claimed: Claimed,
  fileName: string,
  titles?: Words,
): Built {
  const findings: Finding[] = [];
  const shaped = isShaped(entries);
  const byKey = new Map<string, Placed>();
  for (const entry of entries) {
    const key = dotless(entry.code);
    if (shaped && shapeLevel(key) === undefined)
      findings.push(problem('bad-code', entry.code, entry.place, '01.11Z'));
    else if (byKey.has(key)) findings.push(problem('duplicate', entry.code, entry.place));
    else byKey.set(key, { ...entry, key, code: shaped ? shapedCode(entry.code) : entry.code.trim() });
  }
  const id =
    claimed.id ??
    (shaped ? recogniseNomenclature([...byKey.values()].map(({ code }) => ({ code, level: 0 }))) : undefined);
  const whole = shaped ? rebuildLevels(byKey, id) : { placed: [...byKey.values()], findings: [] };
  const ordered = inOrder(whole.placed);
  const places = new Map(whole.placed.flatMap(({ key, place }) => (place ? [[key, place] as const] : [])));
  findings.push(...whole.findings, ...ordered.findings);
  if (ordered.nodes.length === 0)
    return {
      nomenclature: undefined,
      findings: findings.length > 0 ? findings : [problem('empty', fileName)],
      places,
    };
  const known = id === undefined ? undefined : knownNomenclature(id);
  const name = fileName.replace(/\.[a-z0-9]{1,5}$/i, '');
  const letters = lettersOf(ordered.nodes);
  return {
    nomenclature: {
      schemaVersion: 1,
      id: id ?? idFrom(name),
      titles: claimed.titles ?? known?.titles ?? titles ?? { fr: name, en: name },
      levels: levelsOf(ordered.nodes, shaped),
      ...(letters !== undefined && { letters: known?.letters ?? letters }),
      source: fileName,
      nodes: ordered.nodes,
    },
    findings,
    places,
  };
}

/** Codes of NACE and NAF, but for slips: then a code of another form is one. */
function isShaped(entries: readonly Entry[]): boolean {
  const count = entries.filter(({ code }) => shapeLevel(code) !== undefined).length;
  return count > 0 && count >= entries.length * 0.8;
}

/** Depth first from the codes without a parent; what hangs on no such code is an orphan. */
function inOrder(placed: readonly Placed[]): { nodes: NomenclatureNode[]; findings: Finding[] } {
  const byKey = new Map(placed.map((one) => [one.key, one]));
  const keyOf = ({ parent }: Placed) => (parent === undefined ? undefined : dotless(parent));
  const below = Map.groupBy(placed, keyOf);
  const nodes: NomenclatureNode[] = [];
  const findings: Finding[] = [];
  const reached = new Set<string>();
  const stack = (below.get(undefined) ?? []).map((one) => ({ one, level: 1 })).reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { one, level } = next;
    reached.add(one.key);
    nodes.push(nodeOf(one, level, byKey.get(keyOf(one) ?? '')?.code));
    if (one.level !== undefined && one.level !== level)
      findings.push(problem('level-skipped', one.code, one.place, String(level)));
    for (const child of (below.get(one.key) ?? []).reverse()) stack.push({ one: child, level: level + 1 });
  }
  for (const one of placed)
    if (!reached.has(one.key)) findings.push(problem('orphan', one.code, one.place, one.parent));
  return { nodes, findings };
}

function nodeOf(
  { code, titles, notes, synonyms }: Placed,
  level: number,
  parent: string | undefined,
): NomenclatureNode {
  return {
    code,
    level,
    ...(parent !== undefined && { parent }),
    titles,
    ...(notes && { notes }),
    ...(synonyms && synonyms.length > 0 && { synonyms: [...synonyms] }),
  };
}

function lettersOf(nodes: readonly NomenclatureNode[]): string | undefined {
  const found = new Set(nodes.flatMap(({ code }) => /^\d{4}([A-Z])$/.exec(dotless(code))?.[1] ?? []));
  return found.size === 0 ? undefined : [...found].sort().join('');
}

function idFrom(name: string): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return plain.slice(0, 63) || 'nomenclature';
}
