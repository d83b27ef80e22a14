/** How a form is laid out: which groups stand open, and what a folded one says of itself. Pure. */
import type { ValuePath, ValueProblem } from '../../shared/contract/launch-form.ts';
import type { FormField, FormGroup, FormNode } from '../../shared/launch-form/types.ts';

/** The first segments of what people change most. */
const opened = /^(resources|persistence|storage|git)$/i;

/** Whether a path lies at or below another. */
export function isBelow(path: ValuePath, above: ValuePath): boolean {
  return above.every((segment, index) => path[index] === segment);
}

/** The keys of the groups that stand open at first: what people change most; failing that, the first two. */
export function openAtStart(nodes: readonly FormNode[]): FormGroup[] {
  const groups = nodes.filter((node) => node.type === 'group');
  const usual = groups.filter((group) => opened.test(String(group.helmValuesPath[0])));
  return usual.length > 0 ? usual : groups.slice(0, 2);
}

/** The problems at or below a path. */
export function problemsBelow(problems: readonly ValueProblem[], path: ValuePath): ValueProblem[] {
  return problems.filter((problem) => isBelow(problem.path, path));
}

export type SummaryPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'switch'; readonly title: string; readonly on: boolean }
  | { readonly kind: 'items'; readonly count: number };

/** What a folded group holds, in a few parts; secrets are never among them. */
export function summaryOf(
  group: FormGroup,
  most = 4,
): { readonly parts: SummaryPart[]; readonly more: number } {
  const all =
    group.canAdd || group.canRemove
      ? [{ kind: 'items' as const, count: group.nodes.length }]
      : group.nodes.flatMap(partsOf);
  return { parts: all.slice(0, most), more: Math.max(0, all.length - most) };
}

function partsOf(node: FormNode): SummaryPart[] {
  return node.type === 'group' ? summaryOf(node, Number.POSITIVE_INFINITY).parts : fieldParts(node);
}

function fieldParts(field: FormField): SummaryPart[] {
  const text = (value: string): SummaryPart[] =>
    value === '' ? [] : [{ kind: 'text', text: value.length > 32 ? `${value.slice(0, 31)}…` : value }];
  switch (field.fieldType) {
    case 'checkbox':
      return [{ kind: 'switch', title: field.title, on: field.value }];
    case 'select':
      return text(String(field.options[field.selectedOptionIndex] ?? ''));
    case 'text field':
      return field.isSensitive ? [] : text(field.value.split('\n')[0] ?? '');
    case 'number field':
      return text(String(field.value));
    case 'slider':
      return text(`${field.value} ${field.unit ?? ''}`.trim());
    case 'range slider':
      return text(`${field.lowEndRange.value} – ${field.highEndRange.value} ${field.unit ?? ''}`.trim());
    case 'yaml code block':
      return [];
  }
}
