/** What tasks and steps give to those after them: `tasks.NAME.outputs.result`, `steps.NAME.status` and the like. */
import { at, fieldsOf, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import type { NodeOutputs, NodeStatus } from './node-status.ts';
import { nodeNamed, type Operation } from './operation.ts';
import { replaceText, textOfValue, unresolvedIn } from './substitution.ts';

/** Adds the results of one node, or of all that a list of items became, under a prefix (`tasks.NAME`, `steps.NAME`). */
export function addResults(
  operation: Operation,
  scope: Record<string, string>,
  prefix: string,
  name: string,
  boundary: string,
): void {
  const node = nodeNamed(operation, name);
  if (node !== undefined && node.type !== 'TaskGroup') {
    addOne(scope, prefix, node);
    return;
  }
  if (node !== undefined) addState(scope, prefix, node);
  const each = [...operation.nodes.values()]
    .filter((other) => other.boundaryID === boundary && other.name.startsWith(`${name}(`))
    .filter((other) => other.type !== 'Skipped' && other.nodeFlag?.retried !== true)
    .sort((left, right) => indexOf(left, name) - indexOf(right, name));
  const results = each.flatMap(({ outputs }) => outputs?.result ?? []);
  if (results.length > 0) scope[`${prefix}.outputs.result`] = JSON.stringify(results.map(jsonOrText));
  const parameters = each.map(({ outputs }) =>
    Object.fromEntries((outputs?.parameters ?? []).map((parameter) => [parameter.name, parameter.value])),
  );
  scope[`${prefix}.outputs.parameters`] = JSON.stringify(parameters);
  for (const parameter of new Set(parameters.flatMap((all) => Object.keys(all)))) {
    const values = parameters.flatMap((all) => all[parameter] ?? []);
    scope[`${prefix}.outputs.parameters.${parameter}`] = JSON.stringify(values.map(jsonOrText));
  }
}

function indexOf(node: NodeStatus, name: string): number {
  return Number.parseInt(node.name.slice(name.length + 1), 10);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function addState(scope: Record<string, string>, prefix: string, node: NodeStatus): void {
  scope[`${prefix}.id`] = node.id;
  scope[`${prefix}.status`] = node.phase;
  if (node.startedAt !== null) scope[`${prefix}.startedAt`] = node.startedAt;
  if (node.finishedAt !== null) scope[`${prefix}.finishedAt`] = node.finishedAt;
}

function addOne(scope: Record<string, string>, prefix: string, node: NodeStatus): void {
  addState(scope, prefix, node);
  const { outputs } = node;
  if (outputs?.exitCode !== undefined) scope[`${prefix}.exitCode`] = outputs.exitCode;
  if (outputs?.result !== undefined) scope[`${prefix}.outputs.result`] = outputs.result;
  for (const { name, value } of outputs?.parameters ?? [])
    scope[`${prefix}.outputs.parameters.${name}`] = value;
}

/** The outputs that a template of tasks or steps takes from them; undefined when it has none. @throws Error */
export function templateOutputs(
  template: Fields,
  scope: Readonly<Record<string, string>>,
): NodeOutputs | undefined {
  const declared = listOf(fieldsOf(template['outputs'])['parameters']);
  if (declared.length === 0) return undefined;
  const parameters = declared.map((parameter) => {
    const name = textOf(parameter['name']) ?? '';
    const from = textOf(at(parameter, 'valueFrom', 'parameter'));
    const value = replaceText(from ?? '', scope);
    const missing = from === undefined || unresolvedIn(value) !== undefined;
    const given = missing ? textOfValue(at(parameter, 'valueFrom', 'default')) : value;
    if (given === undefined)
      throw new Error(`outputs.parameters.${name}: unable to resolve ${from ?? 'its value'}`);
    return { name, value: given };
  });
  return { parameters };
}

/** Whether the template around a task or step asks for what it prints; `shown` is its display name. */
export function isResultWanted(around: Fields | undefined, shown: string): boolean {
  const [own = ''] = shown.split('(');
  const text = around === undefined ? '' : JSON.stringify(around);
  return text.includes(`tasks.${own}.outputs.result`) || text.includes(`steps.${own}.outputs.result`);
}
