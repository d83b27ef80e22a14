import { readFile as readBytes } from 'node:fs/promises';
import path from 'node:path';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { checkNomenclature } from '../../../../shared/nomenclature/check.ts';
import { createSearch } from '../../../../shared/nomenclature/search.ts';
import { createTree } from '../../../../shared/nomenclature/tree.ts';
import { bundledIds, loadBundled } from './bundled.ts';
import { readFile } from './read-file.ts';
import { labelStudioTaxonomy } from './write-label-studio.ts';

const folder = process.env['SARDONYX_DATA'] ?? '';
const here = folder !== '';
const known = async (id: string) => {
  const bundled = bundledIds.find((one) => one === id);
  return bundled && loadBundled(bundled);
};
const read = async (name: string) =>
  readFile({ name, bytes: await readBytes(path.join(folder, name)) }, {}, known);
const counts = ({ levels }: Nomenclature) => levels.map(({ count }) => count).join('/');

describe('the bundled nomenclatures', () => {
  test.each([
    ['naf-rev2', '21/88/272/615/732'],
    ['nace-rev2.1', '22/87/287/651'],
  ] as const)('%s has %s codes and nothing wrong', async (id, expected) => {
    const nomenclature = await loadBundled(id);
    expect(counts(nomenclature)).toBe(expected);
    expect(checkNomenclature(nomenclature)).toEqual([]);
  });

  test.skipIf(!here).each([
    ['naf-rev2', 'naf_rev2_tree_fr_en.csv', { fr: 'label_fr' }],
    ['nace-rev2.1', 'nace_rev21_en_fr_notes.csv', { fr: 'fr', en: 'en' }],
  ] as const)('%s has the titles and parents of %s (needs SARDONYX_DATA)', async (id, file, columns) => {
    const text = await readBytes(path.join(folder, file), 'utf8');
    const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
    const tree = createTree(await loadBundled(id));
    const plain = (words = '') =>
      words
        .toLowerCase()
        .replace(/[’']/g, "'")
        .replace(/[\s\p{P}]+/gu, ' ')
        .trim();
    const different = rows.flatMap((row) => {
      const node = tree.node(row['code'] ?? '');
      const differs = Object.entries(columns).filter(
        ([language, column]) => plain(node?.titles[language as 'fr' | 'en']) !== plain(row[column]),
      );
      return node && differs.length === 0 && (node.parent ?? '') === row['parent'] ? [] : [row['code']];
    });
    expect(rows).toHaveLength(tree.nomenclature.nodes.length);
    expect(different).toEqual([]);
  });
});

describe.skipIf(!here)('the files of INSEE and Eurostat (needs SARDONYX_DATA)', () => {
  test.each([
    ['naf_rev2_tree_fr_en.csv', 'naf-rev2', '21/88/272/615/732', 'nomenclature'],
    ['naf_rev2_5levels_fr.csv', 'naf-rev2', '21/88/272/615/732', 'nomenclature'],
    ['naf2025_tree_fr_en.csv', 'naf-2025', '22/87/287/651/747', 'nomenclature'],
    ['insee_naf2025_data_naf.xlsx', 'naf-2025', '22/87/287/651/747', 'nomenclature'],
    ['labelstudio_taxonomy_NAF2008.xml', 'naf-rev2', '21/88/272/615/732', 'nomenclature'],
    ['labelstudio_taxonomy_NAF2008_validation.xml', 'naf-rev2', '21/88/272/615/732', 'nomenclature'],
    ['labelstudio_taxonomy_NAF2025.xml', 'naf-2025', '22/87/287/651/747', 'nomenclature'],
    ['nace_rev2_en_notes.csv', 'nace-rev2', '21/88/272/615', 'notes'],
    ['nace_rev2_fr_notes.csv', 'nace-rev2', '21/88/272/615', 'notes'],
    ['nace_rev21_en_fr_notes.csv', 'nace-rev2.1', '22/87/287/651', 'notes'],
  ])('%s is %s with %s codes', async (file, id, expected, kind) => {
    const { content, findings } = await read(file);
    if (!content || content.kind === 'correspondence') throw new Error(JSON.stringify(findings));
    expect([content.kind, content.nomenclature.id, counts(content.nomenclature)]).toEqual([
      kind,
      id,
      expected,
    ]);
    expect(findings.filter(({ kind: found }) => found !== 'level-skipped')).toEqual([]);
  });

  test.each([
    ['naf_rev2_naf2025_correspondence.csv', 1223, 0],
    ['naf_rev2_naf2025_common_content_fr.csv', 932, 932],
    ['naf_rev2_naf2025_correspondence_EXCERPT.csv', 55, 45],
  ])('%s has %i pairs, %i with their common content', async (file, pairs, common) => {
    const { content, findings } = await read(file);
    if (content?.kind !== 'correspondence') throw new Error(JSON.stringify(findings));
    const { correspondence } = content;
    expect([correspondence.from, correspondence.to, findings]).toEqual(['naf-rev2', 'naf-2025', []]);
    expect(correspondence.pairs).toHaveLength(pairs);
    expect(correspondence.pairs.filter(({ commonContent }) => commonContent)).toHaveLength(common);
  });

  test('the taxonomy of Label Studio survives being written and read again', async () => {
    const { content } = await read('labelstudio_taxonomy_NAF2025.xml');
    if (content?.kind !== 'nomenclature') throw new Error('no nomenclature');
    const text = labelStudioTaxonomy(createTree(content.nomenclature), { language: 'fr', levels: [1, 2, 5] });
    const again = await readFile({ name: 'again.xml', bytes: new TextEncoder().encode(text) }, {}, known);
    if (again.content?.kind !== 'nomenclature') throw new Error('no nomenclature');
    expect(again.content.nomenclature.nodes).toEqual(content.nomenclature.nodes);
  });

  test('every code of the correspondence is in its nomenclature, and 46.89Y alone has no antecedent', async () => {
    const [table, naf2025] = await Promise.all([
      read('naf_rev2_naf2025_correspondence.csv'),
      read('naf2025_tree_fr_en.csv'),
    ]);
    if (table.content?.kind !== 'correspondence' || naf2025.content?.kind !== 'nomenclature')
      throw new Error('not read');
    const to = createTree(naf2025.content.nomenclature);
    const reached = new Set(table.content.correspondence.pairs.map((pair) => to.node(pair.to)?.code));
    expect(reached.has(undefined)).toBe(false);
    expect(to.leaves.filter(({ code }) => !reached.has(code)).map(({ code }) => code)).toEqual(['46.89Y']);
  });

  test('search finds what an annotator types', async () => {
    const { content } = await read('naf_rev2_tree_fr_en.csv');
    if (content?.kind !== 'nomenclature') throw new Error('not read');
    const search = createSearch(createTree(content.nomenclature), 'fr');
    const first = (text: string) => search.find(text)[0]?.code;
    expect(
      ['coifure', 'boulanjerie', '5610c', 'taxi', 'programmation informatique', 'restoration rapide'].map(
        first,
      ),
    ).toEqual(['96.02A', '10.71C', '56.10C', '49.32Z', '62.01Z', '56.10C']);
  });
});
