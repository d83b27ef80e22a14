/** The taxonomy of a Label Studio configuration, for teams that go on with Label Studio beside. */
import type { NomenclatureNode } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { Language } from './reading.ts';

/**
 * The `<Taxonomy>` element with all levels, or only those named. Leaves carry both spellings of their code, so that Label Studio's search
 * finds them with the dot and without.
 */
export function labelStudioTaxonomy(
  tree: Tree,
  options: { readonly language: Language; readonly levels?: readonly number[] },
): string {
  const { language } = options;
  const levels = new Set(options.levels ?? Array.from({ length: tree.depth }, (_, index) => index + 1));
  const lines = (nodes: readonly NomenclatureNode[], indent: string): string[] =>
    nodes.flatMap((node) => {
      const below = tree.children(node.code);
      if (!levels.has(node.level)) return lines(below, indent);
      const title = node.titles[language] ?? node.titles.fr ?? node.titles.en ?? '';
      const codes = below.length === 0 ? `${node.code} // ${dotless(node.code)}` : node.code;
      const choice = `${indent}<Choice value="${escaped(`${codes} - ${title}`)}" alias="${escaped(node.code)}"`;
      const inner = lines(below, `${indent}  `);
      return inner.length === 0 ? [`${choice}/>`] : [`${choice}>`, ...inner, `${indent}</Choice>`];
    });
  const head = '<Taxonomy name="taxonomy" toName="text" leafsOnly="true" maxUsages="1">';
  return [head, ...lines(tree.children(), '  '), '</Taxonomy>', ''].join('\n');
}

function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign).replace(/\s+/g, ' ');
}
