/** Words for the values of a column, out of a label file: JSON or delimited text. Pure. */
import type { Meanings } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Words } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { faultIn, placeAt, type TextPlace } from '../files/json-places.ts';
import { decodeText } from '../nomenclatures/decode.ts';
import { Findings } from './findings.ts';
import { isRecord } from './flatten.ts';
import { labelRows, type LabelRow } from './label-rows.ts';

export type Language = keyof Words;

/** One label of a file and where it stands. */
interface Label {
  readonly code: string;
  readonly words: Words;
  readonly place: () => TextPlace;
}

/** Names that records have for the code and for the label in one language. */
const codeNames = ['code', 'value', 'valeur', 'modalite', 'modalité', 'id', 'key', 'cle', 'clé'];
const labelNames = ['label', 'libelle', 'libellé', 'title', 'titre', 'text', 'texte', 'name', 'nom', 'words'];

/**
 * Reads labels by code: `{code: label}`, `[{code, label}]`, `[[code, label]]`, where a label is a text or `{fr, en}`; or rows of code and
 * label, and the label in the other language where there is a third column. A code that comes again keeps its first words.
 * @param language of labels that say none
 */
export function readMeanings(
  name: string,
  bytes: Uint8Array,
  language: Language = 'fr',
): { meanings: Meanings; findings: ReturnType<Findings['list']> } {
  const findings = new Findings();
  const { text, findings: read } = decodeText(bytes);
  for (const { kind, severity, line, column } of read) {
    const known = kind === 'unreadable' ? kind : 'encoding';
    findings.add({ kind: known, severity, name, ...(line && { line }), ...(column && { column }) });
  }
  const bare = text.replace(/^\ufeff/, '');
  const labels = /^\s*[[{]/.test(bare)
    ? jsonLabels(name, bare, language, findings)
    : rowLabels(name, bare, language, findings);
  const meanings = new Map<string, Words>();
  for (const { code, words, place } of labels) {
    // Lists of codes have a row of signs for what nobody may use.
    if (!Object.values(words).some((word) => /[\p{L}\p{N}]/u.test(word ?? '')))
      findings.count('missing-text', name, 1, () => place().line);
    else if (meanings.has(code)) findings.add({ kind: 'duplicate-id', name: code, ...place() });
    else meanings.set(code, words);
  }
  if (meanings.size === 0 && !findings.hasErrors) findings.add({ kind: 'empty', severity: 'error', name });
  return { meanings: Object.fromEntries(meanings), findings: findings.list() };
}

function jsonLabels(name: string, text: string, language: Language, findings: Findings): Label[] {
  const fault = faultIn(text);
  if (fault) {
    findings.add({ kind: 'bad-json', severity: 'error', name, ...fault });
    return [];
  }
  const value = JSON.parse(text) as unknown;
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value as object);
  const found: Label[] = [];
  for (const [key, entry] of entries) {
    const place = () => placeAt(text, [key]);
    const [code, label] = typeof key === 'string' ? ([key, entry] as const) : codeAndLabel(entry);
    const words = wordsOf(label, language);
    if (code !== undefined && words) found.push({ code, words, place });
    else findings.add({ kind: 'bad-json', name, ...place() });
  }
  return found;
}

/** Of a record or a pair in a list. */
function codeAndLabel(entry: unknown): [code: string | undefined, label: unknown] {
  if (Array.isArray(entry)) return [codeText(entry[0]), entry.length === 2 ? entry[1] : undefined];
  if (!isRecord(entry)) return [undefined, undefined];
  const byName = new Map(Object.entries(entry).map(([key, value]) => [key.toLowerCase(), value]));
  const first = (names: readonly string[]) =>
    names.map((one) => byName.get(one)).find((one) => one !== undefined);
  return [codeText(first(codeNames)), first(labelNames) ?? entry];
}

const codeText = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;

function wordsOf(label: unknown, language: Language): Words | undefined {
  if (typeof label === 'string') return { [language]: label.trim() };
  if (!isRecord(label)) return undefined;
  const { fr, en } = label;
  if (typeof fr !== 'string' && typeof en !== 'string') return undefined;
  return {
    ...(typeof fr === 'string' && { fr: fr.trim() }),
    ...(typeof en === 'string' && { en: en.trim() }),
  };
}

function rowLabels(name: string, text: string, language: Language, findings: Findings): Label[] {
  const rows = labelRows(name, text, findings);
  const header = rows[0]?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const hasHeader = codeNames.includes(header[0] ?? '');
  const other = language === 'fr' ? 'en' : 'fr';
  const languages = [1, 2].map((cell): Language => {
    const told = hasHeader ? /(?:^|[^a-z])(fr|en)$/.exec(header[cell] ?? '')?.[1] : undefined;
    return (told as Language | undefined) ?? (cell === 1 ? language : other);
  });
  const wordsIn = ({ cells }: LabelRow): Words =>
    Object.fromEntries(
      languages.flatMap((one, index) => {
        const word = cells[index + 1]?.trim() ?? '';
        return word === '' ? [] : [[one, word]];
      }),
    );
  return rows.slice(hasHeader ? 1 : 0).map((row) => ({
    code: row.cells[0]?.trim() ?? '',
    words: wordsIn(row),
    place: () => ({ line: row.line, column: 1 }),
  }));
}
