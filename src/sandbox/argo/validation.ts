/** What is wrong with a workflow before it runs, in the words of Argo Workflows 3.7 (`workflow/validate`). */
import { at, fieldsOf, isFields, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { dependenciesOf, nameOf, tasksOf } from './depends.ts';
import type { Hands } from './operation.ts';
import { textOfValue } from './substitution.ts';
import { findTemplate, kindOf, type TemplateContext } from './templates.ts';

/** The first thing that is wrong with a specification; undefined when it can run. */
export function problemOf(
  name: string,
  specification: Fields,
  hands: Pick<Hands, 'template'>,
): string | undefined {
  try {
    check(name, specification, hands);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function check(name: string, specification: Fields, hands: Pick<Hands, 'template'>): void {
  if (name.length > 63)
    throw new Error(
      `workflow name "${name}" must not be more than 63 characters long (currently ${name.length})`,
    );
  const parameters = listOf(at(specification, 'arguments', 'parameters'));
  for (const parameter of parameters) {
    const key = textOf(parameter['name']) ?? '';
    if (textOfValue(parameter['value']) === undefined && parameter['valueFrom'] === undefined)
      throw new Error(`spec.arguments.${key}.value or spec.arguments.${key}.valueFrom is required`);
    const choices = parameter['enum'];
    if (Array.isArray(choices) && !choices.map(textOfValue).includes(textOfValue(parameter['value'])))
      throw new Error(`spec.arguments.${key}.value should be present in spec.arguments.${key}.enum list`);
  }
  const entrypoint = textOf(specification['entrypoint']) ?? '';
  if (entrypoint === '') throw new Error('spec.entrypoint is required');
  const templates = listOf(specification['templates']);
  const globals = new Set(
    parameters.map((parameter) => `workflow.parameters.${textOf(parameter['name']) ?? ''}`),
  );
  const walk: Walk = { hands, globals, seen: new Set() };
  const context = { scope: `local/${name}`, templates };
  checkHolder({ template: entrypoint, arguments: specification['arguments'] }, context, walk);
  const onExit = textOf(specification['onExit']) ?? '';
  if (onExit !== '') checkHolder({ template: onExit }, context, walk);
  for (const template of templates) {
    try {
      checkTemplate(template, context, walk);
    } catch (error) {
      throw new Error(
        `templates.${nameOf(template)} ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  }
}

interface Walk {
  readonly hands: Pick<Hands, 'template'>;
  readonly globals: ReadonlySet<string>;
  readonly seen: Set<Fields>;
}

function checkHolder(holder: Fields, context: TemplateContext, walk: Walk): void {
  const { template, context: inner } = findTemplate(holder, context, walk.hands);
  const given = new Set(listOf(at(holder, 'arguments', 'parameters')).map(({ name }) => name));
  for (const input of listOf(at(template, 'inputs', 'parameters'))) {
    if (given.has(input['name']) || input['value'] !== undefined || input['default'] !== undefined) continue;
    throw new Error(
      `templates.${nameOf(template)} inputs.parameters.${String(input['name'])} was not supplied`,
    );
  }
  checkTemplate(template, inner, walk);
}

function checkTemplate(template: Fields, context: TemplateContext, walk: Walk): void {
  if (walk.seen.has(template)) return;
  walk.seen.add(template);
  const name = nameOf(template);
  const known = new Set(
    listOf(at(template, 'inputs', 'parameters')).map((each) => `inputs.parameters.${nameOf(each)}`),
  );
  const open = referencesOf(template).find(
    (reference) =>
      (/^inputs\.parameters\../.test(reference) && !known.has(reference)) ||
      (/^workflow\.parameters\.(?!json$)./.test(reference) && !walk.globals.has(reference)),
  );
  if (open !== undefined) throw new Error(`templates.${name}: failed to resolve {{${open}}}`);
  const kind = kindOf(template);
  if (kind === 'dag') checkTasks(template, context, walk);
  if (kind === 'steps') checkSteps(template, context, walk);
}

function referencesOf(value: unknown): string[] {
  if (typeof value === 'string')
    return [...value.matchAll(/\{\{\s*([^{}=][^{}]*?)\s*\}\}/g)].map(([, name = '']) => name);
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  return isFields(value) ? Object.values(value).flatMap(referencesOf) : [];
}

function checkTasks(template: Fields, context: TemplateContext, walk: Walk): void {
  const tasks = tasksOf(template);
  const names = new Set(tasks.map(nameOf));
  if (tasks.length === 0) throw new Error(`templates.${nameOf(template)} must have at least one task`);
  for (const task of tasks) {
    for (const dependency of dependenciesOf(task, tasks)) {
      if (!names.has(dependency))
        throw new Error(`templates.${nameOf(template)} sorting failed: invalid dependency ${dependency}`);
    }
    within(`templates.${nameOf(template)}.tasks.${nameOf(task)}`, () => checkHolder(task, context, walk));
  }
  checkCycles(template, tasks);
}

function checkCycles(template: Fields, tasks: readonly Fields[]): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name))
      throw new Error(
        `templates.${nameOf(template)}.tasks dependency cycle detected: ${[...path.slice(path.indexOf(name)), name].join('->')}`,
      );
    if (done.has(name)) return;
    const task = tasks.find((candidate) => nameOf(candidate) === name);
    for (const each of task === undefined ? [] : dependenciesOf(task, tasks)) visit(each, [...path, name]);
    done.add(name);
  };
  for (const task of tasks) visit(nameOf(task), []);
}

function checkSteps(template: Fields, context: TemplateContext, walk: Walk): void {
  const groups = template['steps'];
  for (const [index, group] of (Array.isArray(groups) ? (groups as unknown[]) : []).entries()) {
    for (const step of listOf(Array.isArray(group) ? group : [fieldsOf(group)]))
      within(`templates.${nameOf(template)}.steps[${index}].${nameOf(step)}`, () =>
        checkHolder(step, context, walk),
      );
  }
}

function within(place: string, look: () => void): void {
  try {
    look();
  } catch (error) {
    throw new Error(`${place} ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
