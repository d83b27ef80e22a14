import { contextReader } from './expression.ts';
import { draft, type FormSource } from './form-node.ts';
import { objectOf, valueAtText, type Json, type JsonObject, type Path } from './json.ts';
import { LaunchFormError, orError } from './launch-form-error.ts';
import { joinRangeSliders } from './range-sliders.ts';
import type { Context, Dependency, Form, FormNode, Schema } from './types.ts';

type Section = { readonly main: readonly FormNode[]; readonly global: readonly FormNode[] };

const hasName = (node: FormNode, name: string): boolean =>
  node.type === 'group' && node.helmValuesPath.at(-1) === name;

/** Takes the first group of that name out of the nodes. */
function take(
  nodes: readonly FormNode[],
  name: string,
): { taken: readonly FormNode[]; rest: readonly FormNode[] } {
  const index = nodes.findIndex((node) => hasName(node, name));
  const found = nodes[index];
  if (found?.type !== 'group') return { taken: [], rest: nodes };
  return { taken: found.nodes, rest: nodes.toSpliced(index, 1) };
}

/** The paths of a condition; Helm takes several, parted by commas, and the first that is in the values counts. */
function conditionPaths(condition: Path | string): readonly Path[] {
  const isList = typeof condition !== 'string' && !condition.some((part) => String(part).includes(','));
  if (isList) return [condition];
  const text = typeof condition === 'string' ? condition : condition.join('.');
  return text.split(',').map((path) => path.trim().split('.'));
}

function isDisabled({ condition }: Dependency, values: Json): boolean {
  if (condition === undefined) return false;
  const found = conditionPaths(condition).map((path) => valueAtText(values, path));
  return found.find((value) => typeof value === 'boolean') !== true;
}

const isSameNode = (left: FormNode, right: FormNode): boolean =>
  left.type === 'group'
    ? right.type === 'group' && left.helmValuesPath.at(-1) === right.helmValuesPath.at(-1)
    : right.type === 'field' && left.title === right.title;

/** Moves nodes to where none of the same name is; the others stay. */
function merge(
  into: readonly FormNode[],
  nodes: readonly FormNode[],
): { merged: readonly FormNode[]; left: readonly FormNode[] } {
  const merged = [...into];
  const left: FormNode[] = [];
  for (const node of nodes) {
    (merged.some((other) => isSameNode(node, other)) ? left : merged).push(node);
  }
  return { merged, left };
}

function divide(
  nodes: readonly FormNode[],
  values: JsonObject,
  dependencies: readonly Dependency[],
  chartName: string | undefined,
): Form {
  const ofGlobal = take(nodes, 'global');
  let main = ofGlobal.rest;
  let global = ofGlobal.taken;
  const disabled = dependencies.filter((dependency) => isDisabled(dependency, values));
  const disabledDependencies = disabled.map((dependency) => dependency.chartName);
  const sections = new Map<string, Section>();
  for (const { chartName: name } of dependencies) {
    if (disabledDependencies.includes(name)) continue;
    const inMain = take(main, name);
    const inGlobal = take(global, name);
    main = inMain.rest;
    global = inGlobal.rest;
    if (inMain.taken.length > 0 || inGlobal.taken.length > 0) {
      sections.set(name, { main: inMain.taken, global: inGlobal.taken });
    }
  }
  const ownSection = chartName === undefined ? undefined : sections.get(chartName);
  if (chartName !== undefined && ownSection !== undefined) {
    const inMain = merge(main, ownSection.main);
    const inGlobal = merge(global, ownSection.global);
    main = inMain.merged;
    global = inGlobal.merged;
    sections.set(chartName, { main: inMain.left, global: inGlobal.left });
    if (inMain.left.length === 0 && inGlobal.left.length === 0) sections.delete(chartName);
  }
  return { main, global, dependencies: objectOf(sections), disabledDependencies };
}

/** What a form is computed from: a checked schema, the values as they are now, and the chart. */
export type FormInput = {
  readonly schema: Schema;
  readonly values: JsonObject;
  readonly context: Context;
  readonly dependencies?: readonly Dependency[];
  /** a dependency of this name is shown as part of the chart itself */
  readonly chartName?: string;
};

/**
 * The launch form that shows these values (rule 5), or why they can only be shown as YAML.
 * Pure: changes none of its arguments.
 */
export function computeForm(input: FormInput): { readonly form: Form } | { readonly error: string } {
  return orError(() => {
    const { schema, values, context } = input;
    const source: FormSource = { values, read: contextReader(context), hiddenRangeIds: new Set() };
    const [root] = draft(schema, [], source);
    if (root !== undefined && root.type !== 'group') {
      throw new LaunchFormError([], 'the schema lists no properties');
    }
    const nodes = joinRangeSliders(root?.nodes ?? [], source.hiddenRangeIds);
    return { form: divide(nodes, values, input.dependencies ?? [], input.chartName) };
  });
}

function* pathsOf(node: FormNode): Generator<Path> {
  if (node.type === 'group') {
    yield node.helmValuesPath;
    for (const child of node.nodes) yield* pathsOf(child);
  } else if (node.fieldType === 'range slider') {
    yield node.lowEndRange.helmValuesPath;
    yield node.highEndRange.helmValuesPath;
  } else yield node.helmValuesPath;
}

function* withoutWidget(schema: Schema, path: Path, shown: ReadonlySet<string>): Generator<Path> {
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const below = [...path, name];
    if (shown.has(JSON.stringify(below))) yield* withoutWidget(child, below, shown);
    else yield below;
  }
}

/** The topmost places of the schema that a form does not show: hidden ones, and groups with nothing in them. */
export function listNotShown(schema: Schema, form: Form): readonly Path[] {
  const sections = [form, ...Object.values(form.dependencies)];
  const nodes = sections.flatMap((section) => [...section.main, ...section.global]);
  // A group that is shown in parts (a section, the ends of a range slider) has no node of its own.
  const shown = new Set(
    nodes
      .flatMap((node) => [...pathsOf(node)])
      .flatMap((path) => path.map((_, index) => JSON.stringify(path.slice(0, index + 1)))),
  );
  return [...withoutWidget(schema, [], shown)];
}
