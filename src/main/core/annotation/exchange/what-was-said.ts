/** What an annotation of Label Studio says, whatever tags its project has. Pure. */
import type { CodeSource, Decision } from '../../../../shared/contract/annotation/coding.ts';
import { dotless, versionOf } from '../../../../shared/nomenclature/code.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { Annotation } from './read-annotations.ts';
import type { ImportFinding } from './import-findings.ts';

export interface Said {
  readonly status: Decision['status'];
  /** With its dots, of the tree. */
  readonly code?: string;
  readonly source?: CodeSource;
  readonly comment: string;
  readonly difficulty?: number;
}

export interface Unsaid {
  readonly kind: Extract<ImportFinding['kind'], 'no-code' | 'other-version' | 'unknown-code'>;
  /** The code at fault; empty where there is none. */
  readonly name: string;
}

/**
 * Code, comment and difficulty. The code is the last part of the first path of a taxonomy (alias or label, `96.02A // 9602A - ...`), else
 * what was chosen in a list, else the given code that was found right (`NAF2008_OK`), else one that was typed into the comment.
 * @param level that a code must reach
 */
export function whatWasSaid(
  { values, isCancelled, data }: Annotation,
  tree: Tree,
  level: number,
): Said | Unsaid {
  const comment = values
    .flatMap(({ text }) => textsOf(text))
    .join('\n')
    .trim();
  const stars = values
    .map(({ rating }) => Number(rating))
    .find((one) => Number.isInteger(one) && one >= 0 && one <= 5);
  const rest = { comment, ...(stars !== undefined && { difficulty: stars }) };
  if (isCancelled) return { status: 'skipped', ...rest };

  const [path] = values.flatMap(({ taxonomy }) => (Array.isArray(taxonomy) ? (taxonomy as unknown[]) : []));
  const chosen = textsOf(path).at(-1);
  const choices = values.flatMap(({ choices: all }) => textsOf(all));
  const isRight = choices.some((one) => /^(oui|yes)$/i.test(one.trim()));
  const given = isRight && typeof data['apet_manual'] === 'string' ? data['apet_manual'] : undefined;
  const typed = /^\s*(\d{2}\.?\d{2}[A-Z]|X{5})(?![\p{L}\d])/iu.exec(comment)?.[1];
  const listed = choices.find((one) => /^\s*\d{2}\.?\d{2}[A-Z]/.test(one));
  const candidates: [CodeSource, string | undefined][] = [
    ['tree', chosen],
    ['mapping', listed],
    ['mapping', given],
    ['typed', typed],
  ];
  const [source, label] = candidates.find(([, one]) => one !== undefined && one.trim() !== '') ?? [];
  if (source === undefined || label === undefined) return { kind: 'no-code', name: '' };

  const word = label.trim().split(/[\s/]/, 1)[0] ?? '';
  const node = tree.node(word);
  if (!node && /^(?:I|X)/i.test(word)) return { status: 'unclassifiable', ...rest };
  if (node && node.level >= level) return { status: 'done', code: node.code, source, ...rest };
  const version = node ? undefined : versionOf(word);
  const isOther = version !== undefined && version !== tree.id;
  return { kind: isOther ? 'other-version' : 'unknown-code', name: dotless(word).slice(0, 40) };
}

function textsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === 'string');
}
