/** Which tasks of a DAG wait for which, and on what outcome. Source: `common/ancestry.go` of Argo Workflows 3.7. */
import { fieldsOf, listOf, textOf, textsOf, type Fields } from '../kubernetes/shape.ts';

const outcomes = new Set([
  'Succeeded',
  'Failed',
  'Errored',
  'Skipped',
  'Omitted',
  'Daemoned',
  'AnySucceeded',
  'AllFailed',
]);
const word = /[A-Za-z0-9_-]+(?:\.[A-Za-z]+)?/g;

/** The tasks of a DAG template. */
export function tasksOf(template: Fields): Fields[] {
  return listOf(fieldsOf(template['dag'])['tasks']);
}

/** The name of a task or step. */
export function nameOf(task: Fields): string {
  return textOf(task['name']) ?? '';
}

function expanded(name: string, tasks: readonly Fields[]): string {
  const goesOn = fieldsOf(tasks.find((task) => nameOf(task) === name)?.['continueOn']);
  const more = [
    ...(goesOn['error'] === true ? [`${name}.Errored`] : []),
    ...(goesOn['failed'] === true ? [`${name}.Failed`] : []),
  ];
  return `(${[`${name}.Succeeded`, `${name}.Skipped`, `${name}.Daemoned`, ...more].join(' || ')})`;
}

/** The `depends` of a task with every bare name written out; empty when it waits for nothing. */
export function dependsOf(task: Fields, tasks: readonly Fields[]): string {
  const depends = textOf(task['depends']) ?? '';
  if (depends !== '')
    return depends.replace(word, (found) =>
      outcomes.has(found.split('.')[1] ?? '') ? found : expanded(found, tasks),
    );
  return textsOf(task['dependencies'])
    .map((name) => expanded(name, tasks))
    .join(' && ');
}

/** The names of the tasks that a task waits for. */
export function dependenciesOf(task: Fields, tasks: readonly Fields[]): string[] {
  const names = [...dependsOf(task, tasks).matchAll(word)].map(([found]) => found.split('.')[0] ?? '');
  return [...new Set(names)];
}

/** The tasks that no other waits for, in alphabetical order. */
export function leafTasks(tasks: readonly Fields[]): string[] {
  const awaited = new Set(tasks.flatMap((task) => dependenciesOf(task, tasks)));
  return tasks
    .map(nameOf)
    .filter((name) => !awaited.has(name))
    .sort();
}

/** All tasks that a task waits for, directly or not. */
export function ancestorsOf(name: string, tasks: readonly Fields[]): string[] {
  const found = new Set<string>();
  const open = [name];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const task = tasks.find((candidate) => nameOf(candidate) === current);
    for (const each of task === undefined ? [] : dependenciesOf(task, tasks)) {
      if (found.has(each)) continue;
      found.add(each);
      open.push(each);
    }
  }
  return [...found];
}
