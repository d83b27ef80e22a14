/** Notes with links: the codes that a note sends to, where they are in the nomenclature. */
import { noteLines, type NoteLine } from './note-text.ts';
import type { Tree } from './tree.ts';

/** Plain text, or text that leads to a code of the tree. */
export interface NotePiece {
  readonly text: string;
  readonly code?: string;
}

export interface NoteBlock {
  readonly kind: 'paragraph' | 'list';
  /** One of a paragraph, one an item of a list; `depth` is 0, or 1 for an item below another. */
  readonly items: readonly { readonly depth: 0 | 1; readonly pieces: readonly NotePiece[] }[];
}

const number = String.raw`\d{2}(?:\.\d{1,2}[A-Z]?)?`;
const also = String.raw`(?:\s*,\s*(?:and\s+|et\s+|or\s+|ou\s+)?|\s+(?:and|et|or|ou|to|à)\s+|\s*[-–]\s*)`;
/** `voir 01.12`, `see divisions 10 and 11`, `classe 81.30`: the words, then the codes that they announce. */
const announced = new RegExp(
  String.raw`\b(?:voir(?:\s+aussi)?|see(?:\s+also)?|cf\.?|divisions?|groupe?s?|class(?:e|es)?|sous-classes?|sub-?class(?:es)?)\s+(?:(?:the|la|le|les|aux?|divisions?|groupe?s?|class(?:e|es)?|sous-classes?)\s+)*(${number}(?:${also}${number})*)`,
  'giu',
);
const section =
  /\b(?:sections?)\s+([A-Z](?:(?:\s*,\s*|\s+(?:and|et|or|ou|to|à)\s+)[A-Z])*)(?![\p{L}\p{N}])/gu;
/** A code with its dot is a code wherever it stands, but for amounts and dates. */
const bare = /(?<![\d.,€$])\d{2}\.\d{1,2}[A-Z]?(?![\d%]|[.,]\d|\s?(?:%|€|m\b|kg|mm|cm))/gu;

/** The text in pieces; joined they are the text again. */
export function notePieces(text: string, tree: Tree): NotePiece[] {
  const places = new Map<number, string>();
  const collect = (from: number, codes: string, each: RegExp) => {
    for (const { 0: code, index } of codes.matchAll(each)) places.set(from + index, code);
  };
  for (const { 0: all, 1: codes = '', index } of text.matchAll(announced))
    collect(index + all.length - codes.length, codes, new RegExp(number, 'g'));
  for (const { 0: all, 1: codes = '', index } of text.matchAll(section))
    collect(index + all.length - codes.length, codes, /[A-Z]/g);
  collect(0, text, bare);

  const pieces: NotePiece[] = [];
  let at = 0;
  for (const [start, written] of [...places].sort(([one], [other]) => one - other)) {
    const code = tree.node(written)?.code;
    if (code === undefined || start < at) continue;
    if (start > at) pieces.push({ text: text.slice(at, start) });
    pieces.push({ text: written, code });
    at = start + written.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** A note as a page shows it: paragraphs and lists, with links. */
export function linkedNote(note: string, tree: Tree): NoteBlock[] {
  const blocks: { kind: NoteBlock['kind']; items: NoteBlock['items'][number][] }[] = [];
  for (const line of noteLines(note)) {
    const kind = line.depth === 0 ? 'paragraph' : 'list';
    const item = { depth: depthOf(line), pieces: notePieces(line.text, tree) };
    const last = blocks.at(-1);
    if (kind === 'list' && last?.kind === 'list') last.items.push(item);
    else blocks.push({ kind, items: [item] });
  }
  return blocks;
}

const depthOf = ({ depth }: NoteLine): 0 | 1 => (depth === 2 ? 1 : 0);
