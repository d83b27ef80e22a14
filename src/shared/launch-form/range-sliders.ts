import type { Path } from './json.ts';
import { LaunchFormError } from './launch-form-error.ts';
import type { FormNode, RangeEnd, RangeSliderField, Schema } from './types.ts';
import { quantityOf } from './validate.ts';

/** One end of a range slider before it has met the other. */
export type LooseEnd = {
  readonly type: 'loose end';
  readonly extremity: 'down' | 'up';
  readonly rangeId: string;
  readonly title: string;
  readonly value: number | string;
  readonly schema: Schema;
  readonly end: Omit<RangeEnd, 'value'>;
};

/** A group while the form is being made. */
export type Branch = {
  readonly type: 'group';
  readonly helmValuesPath: Path;
  readonly title: string;
  readonly description?: string;
  readonly nodes: readonly Draft[];
  readonly canAdd: boolean;
  readonly canRemove: boolean;
};

/** A node while the form is being made: ends of range sliders are not yet joined. */
export type Draft = Branch | LooseEnd | Exclude<FormNode, { type: 'group' }>;

/** The ends in the order in which they are joined: those of a group before those of its groups. */
function looseEnds(nodes: readonly Draft[]): readonly LooseEnd[] {
  return [
    ...nodes.filter((node) => node.type === 'loose end'),
    ...nodes.flatMap((node) => (node.type === 'group' ? looseEnds(node.nodes) : [])),
  ];
}

function commonPath(left: Path, right: Path): Path {
  const length = left.findIndex((segment, index) => segment !== right[index]);
  return length === -1 ? left : left.slice(0, length);
}

/** What both ends say, or the one that says it. Throws when they differ. */
function agreed<Value>(
  low: Value | undefined,
  high: Value | undefined,
  what: string,
  path: Path,
): Value | undefined {
  if (low !== undefined && high !== undefined && low !== high) {
    throw new LaunchFormError(path, `the two ends of the range slider differ in their ${what}`);
  }
  return low ?? high;
}

function endOf({ value, end }: LooseEnd, unit: string | undefined): RangeEnd {
  if (typeof value === 'number') {
    if (unit === undefined || unit === '') return { ...end, value };
    throw new LaunchFormError(end.helmValuesPath, `is a number, but the range slider counts in ${unit}`);
  }
  const quantity = quantityOf(value, unit ?? '');
  if (quantity !== undefined) return { ...end, value: quantity };
  throw new LaunchFormError(end.helmValuesPath, `is not a number${unit ? ` followed by ${unit}` : ''}`);
}

function join(low: LooseEnd, high: LooseEnd): RangeSliderField {
  const path = low.end.helmValuesPath;
  const unit = agreed(low.schema.sliderUnit, high.schema.sliderUnit, 'units', path);
  const step = agreed(low.schema.sliderStep, high.schema.sliderStep, 'steps', path);
  if (step === undefined) throw new LaunchFormError(path, 'the range slider has no step');
  const lowEndRange = endOf(low, unit);
  const highEndRange = endOf(high, unit);
  if (lowEndRange.value > highEndRange.value) {
    throw new LaunchFormError(path, 'the low end of the range slider is above its high end');
  }
  return {
    type: 'field',
    fieldType: 'range slider',
    title: low.title,
    ...(unit !== undefined && { unit }),
    step,
    lowEndRange,
    highEndRange,
  };
}

function place(
  nodes: readonly Draft[],
  groupPath: Path,
  sliders: ReadonlyMap<string, readonly RangeSliderField[]>,
): readonly FormNode[] {
  const placed: FormNode[] = [];
  for (const node of nodes) {
    if (node.type === 'loose end') continue;
    if (node.type === 'field') placed.push(node);
    else {
      const below = place(node.nodes, node.helmValuesPath, sliders);
      if (below.length > 0 || node.canAdd) placed.push({ ...node, nodes: below });
    }
  }
  return [...placed, ...(sliders.get(JSON.stringify(groupPath)) ?? [])];
}

/**
 * The nodes of a form with the ends of range sliders joined, each put last in the deepest group of both, and
 * without the groups that have nothing in them (rule 5.2). An end whose partner is hidden (`hiddenRangeIds`) is
 * hidden with it. Throws a LaunchFormError when an end has no partner or the two do not fit.
 */
export function joinRangeSliders(
  nodes: readonly Draft[],
  hiddenRangeIds: ReadonlySet<string>,
): readonly FormNode[] {
  const ends = looseEnds(nodes);
  const unused = new Set(ends.filter((end) => end.extremity === 'up'));
  const sliders = new Map<string, RangeSliderField[]>();
  const alone: LooseEnd[] = [];
  for (const low of ends.filter((end) => end.extremity === 'down')) {
    const high = [...unused].find((end) => end.rangeId === low.rangeId);
    if (high === undefined) {
      alone.push(low);
      continue;
    }
    unused.delete(high);
    const group = JSON.stringify(commonPath(low.end.helmValuesPath, high.end.helmValuesPath));
    sliders.set(group, [...(sliders.get(group) ?? []), join(low, high)]);
  }
  const widow = [...alone, ...unused].find((end) => !hiddenRangeIds.has(end.rangeId));
  if (widow !== undefined) {
    const { extremity, rangeId, end } = widow;
    const partner = extremity === 'down' ? 'high' : 'low';
    throw new LaunchFormError(end.helmValuesPath, `the range slider ${rangeId} has no ${partner} end`);
  }
  return place(nodes, [], sliders);
}
