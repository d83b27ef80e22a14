/** Search over NAF rév. 2 with its French and English notes, as an annotator types. */
import { readFile as readBytes } from 'node:fs/promises';
import path from 'node:path';
import Papa from 'papaparse';
import { compose } from '../src/main/core/annotation/nomenclatures/compose.ts';
import { readFile } from '../src/main/core/annotation/nomenclatures/read-file.ts';
import type { Nomenclature } from '../src/shared/contract/annotation/nomenclatures.ts';
import { createSearch } from '../src/shared/nomenclature/search.ts';
import { createTree, type Tree } from '../src/shared/nomenclature/tree.ts';
import { median, type Figure } from './report.ts';

const runs = 5;
const buildBudget = 150;
const searchBudget = 16;

async function nomenclatureOf(folder: string, name: string): Promise<Nomenclature> {
  const bytes = await readBytes(path.join(folder, name));
  const { content } = await readFile({ name, bytes }, {}, async () => undefined);
  if (!content || content.kind === 'correspondence') throw new Error(`${name} is no nomenclature`);
  return content.nomenclature;
}

/** What a person has typed at each moment: the first four words of real descriptions, three letters at a time. */
async function typedTexts(folder: string): Promise<string[]> {
  const text = await readBytes(path.join(folder, 'ft_naf2008_mini_training.csv'), 'utf8');
  const rows = Papa.parse<{ raw_text?: string }>(text, { header: true, skipEmptyLines: true }).data;
  return rows.flatMap(({ raw_text: raw = '' }) => {
    const words = raw.split(/\s+/).slice(0, 4).join(' ');
    return Array.from({ length: Math.ceil(words.length / 3) }, (_, index) => words.slice(0, 3 * (index + 1)));
  });
}

function timesOf(tree: Tree, texts: readonly string[]): { build: number; queries: number[] } {
  const from = performance.now();
  const search = createSearch(tree, 'fr');
  const build = performance.now() - from;
  const queries = texts.map((text) => {
    const asked = performance.now();
    search.find(text);
    return performance.now() - asked;
  });
  return { build, queries: queries.sort((one, other) => one - other) };
}

/** Build time, and p50 and p95 of a query, in milliseconds; nothing where SARDONYX_DATA is not set. */
export async function searchFigures(): Promise<Figure[]> {
  const folder = process.env['SARDONYX_DATA'];
  if (!folder) return [];
  const [naf, french, english] = await Promise.all(
    ['naf_rev2_tree_fr_en.csv', 'nace_rev2_fr_notes.csv', 'nace_rev2_en_notes.csv'].map((name) =>
      nomenclatureOf(folder, name),
    ),
  );
  if (!naf || !french || !english) throw new Error('The nomenclature is not whole');
  const tree = createTree(compose(naf, [french, english], []));
  const texts = await typedTexts(folder);
  const all = Array.from({ length: runs }, () => timesOf(tree, texts));
  const at = (share: number) =>
    median(all.map(({ queries }) => queries[Math.floor(queries.length * share)] ?? 0));
  const figure = (what: string, value: number, budget?: number): Figure => ({
    what,
    value: Math.round(value * 100) / 100,
    unit: 'ms',
    direction: 'below',
    ...(budget !== undefined && { budget }),
    peer: null,
    reason: 'Label Studio searches labels only, in the page; it is not run here',
  });
  const size = `${tree.nomenclature.nodes.length} codes with notes in two languages`;
  return [
    figure(`search index of ${size}`, median(all.map(({ build }) => build)), buildBudget),
    figure(`search, ${texts.length} texts as typed, p50`, at(0.5)),
    figure(`search, ${texts.length} texts as typed, p95`, at(0.95), searchBudget),
  ];
}
