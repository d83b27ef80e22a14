/** What the page is told of a file before anything of it is kept. */
import type { Finding, NomenclatureReading } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { createCorrespondence } from '../../../../shared/nomenclature/correspondence.ts';
import { createTree, type Tree } from '../../../../shared/nomenclature/tree.ts';
import type { Library } from './library.ts';
import { describeContent } from './kept-item.ts';
import type { Content, FileReading } from './reading.ts';

const shownFindings = 200;

/** Summary and findings, the errors first; codes that the nomenclatures at hand do not have are added. `reading` is left to the caller. */
export async function describeReading(
  { content, findings }: FileReading,
  name: string,
  library: Library,
): Promise<Omit<NomenclatureReading, 'reading'>> {
  const all = [...findings, ...(content ? await unknownCodes(content, library) : [])];
  const errors = all.filter(({ severity }) => severity === 'error');
  const sorted = [...errors, ...all.filter(({ severity }) => severity !== 'error')];
  const shown = { findings: sorted.slice(0, shownFindings), findingsInAll: all.length };
  if (!content) return { kind: 'nomenclature', id: name, titles: {}, counts: [], of: [], ...shown };
  const { kind, id, of } = describeContent(content);
  const isThere =
    kind === 'correspondence'
      ? (await library.correspondence(of[0] ?? '', of[1] ?? '')) !== undefined
      : kind === 'nomenclature' && (await library.nomenclature(id)) !== undefined;
  const numbers =
    content.kind === 'correspondence'
      ? { titles: {}, counts: [content.correspondence.pairs.length] }
      : {
          titles: content.nomenclature.titles,
          counts: content.nomenclature.levels.map(({ count }) => count),
        };
  return { kind, id, of, ...numbers, ...shown, ...(isThere && { replaces: id }) };
}

async function unknownCodes(content: Content, library: Library): Promise<Finding[]> {
  const finding = (name: string, expected: string): Finding => ({
    severity: 'warning',
    kind: 'unknown-code',
    name,
    expected,
  });
  if (content.kind === 'correspondence') {
    const { correspondence } = content;
    const [from, to] = await Promise.all([
      library.nomenclature(correspondence.from),
      library.nomenclature(correspondence.to),
    ]);
    if (!from || !to) return [];
    const { unknown } = createCorrespondence(correspondence, createTree(from), createTree(to));
    return unknown.map(({ code, nomenclature }) => finding(code, nomenclature));
  }
  if (content.kind === 'nomenclature') return [];
  const trees: Tree[] = [];
  for (const id of content.of) {
    const owner = await library.nomenclature(id);
    if (owner) trees.push(createTree(owner));
  }
  if (trees.length === 0) return [];
  return content.nomenclature.nodes
    .filter(({ code }) => trees.every((tree) => tree.node(code) === undefined))
    .map(({ code }) => finding(code, content.of.join(', ')));
}
