/** The object that is sent to start a training. Pure. */
import type { z } from 'zod';
import { failure } from '../../../../shared/contract/errors.ts';
import type { TrainingStart, TrainingTemplate } from '../../../../shared/contract/training/start.ts';
import {
  combinationsOf,
  countCombinations,
  mostCombinations,
  type Combination,
} from '../../../../shared/training/grid.ts';
import { runKey } from '../../platform/argo/read-workflow.ts';
import {
  argoLabels,
  type Parameter,
  type WorkflowObject,
  type WorkflowSpec,
} from '../../platform/argo/resources.ts';
import { marks } from '../marks.ts';
import { limitsOf, ownGridParameter, ownSpec, type Surroundings } from './own-workflow.ts';

type Template = z.infer<typeof TrainingTemplate>;

/** Names under which templates want what the app knows by itself, without hyphens and capitals. */
const known = {
  set: ['set', 'trainingset', 'trainset', 's3trainingset'],
  hash: ['sethash', 'trainingsethash'],
  experiment: ['experiment', 'experimentname', 'mlflowexperiment', 'mlflowexperimentname'],
  tracking: ['trackinguri', 'mlflowtrackinguri', 'mlflowuri', 'mlflow'],
  s3: ['s3endpoint', 's3endpointurl', 'mlflows3endpointurl', 'awsendpointurl'],
} as const;

/**
 * Characters that the list of items may have: Argo keeps a workflow and its status together within 1 MiB (MAX_WORKFLOW_SIZE), and the
 * status, compressed, takes about a third of what the items do.
 */
const largestList = 700_000;
/** Characters that the run of an item adds: its key, 32 hexadecimal digits, signs. */
const runLength = 42;

/** The combinations of a start. @throws Failure `invalid-input` with `training-too-many`, `training-grid-too-long`, `training-reserved-name`, `training-no-grid` */
export function combinationsToStart({ grid }: TrainingStart, template: Template): Combination[] {
  const count = countCombinations(grid);
  if (count > mostCombinations)
    throw failure('invalid-input', 'The grid has too many combinations', {
      reason: 'training-too-many',
      values: { count, most: mostCombinations },
      field: 'grid',
    });
  if (Object.hasOwn(grid, runKey))
    throw failure('invalid-input', `A hyper-parameter cannot be called ${runKey}`, {
      reason: 'training-reserved-name',
      values: { name: runKey },
      field: 'grid',
    });
  if (template.gridParameter === undefined && count > 1)
    throw failure('invalid-input', 'The template runs once, without a grid', {
      reason: 'training-no-grid',
      values: { name: template.name },
      field: 'grid',
    });
  const combinations = combinationsOf(grid);
  const length = JSON.stringify(combinations).length + count * runLength;
  if (length > largestList)
    throw failure('invalid-input', 'The grid is too long for one workflow', {
      reason: 'training-grid-too-long',
      values: { count, most: Math.floor((count * largestList) / length) },
      field: 'grid',
    });
  return combinations;
}

/** Combinations with their runs in MLflow, as the workflow gets them. */
export function itemsOf(
  combinations: readonly Combination[],
  runs: readonly string[] | undefined,
): Combination[] {
  return combinations.map((one, index) => {
    const run = runs?.[index];
    return run === undefined ? one : { ...one, [runKey]: run };
  });
}

/** The spec with its arguments. @throws Failure as `ownSpec` */
export function specOf(
  start: TrainingStart,
  template: Template,
  items: readonly Combination[],
  around: Surroundings,
): WorkflowSpec {
  if (template.scope === 'app') {
    const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
    const parameters = [{ name: ownGridParameter, value: JSON.stringify(items) }];
    return { arguments: { parameters }, ...ownSpec(start, names, around) };
  }
  return {
    workflowTemplateRef: { name: template.name, ...(template.scope === 'cluster' && { clusterScope: true }) },
    ...(around.serviceAccount !== undefined && { serviceAccountName: around.serviceAccount }),
    ...limitsOf(start),
    arguments: { parameters: templateArguments(start, template, items, around) },
  };
}

/** What the person gave comes before what the app knows by itself, and that before the template's own value. */
function templateArguments(
  start: TrainingStart,
  template: Template,
  items: readonly Combination[],
  around: Surroundings,
): Parameter[] {
  const values: Readonly<Record<keyof typeof known, string | undefined>> = {
    set: start.set,
    hash: start.setHash,
    experiment: start.tracking?.experiment,
    tracking: start.tracking && around.mlflow,
    s3: around.s3,
  };
  const single = template.gridParameter === undefined ? (items[0] ?? {}) : {};
  const parameters = template.parameters.flatMap(({ name, value: own }) => {
    const plain = name.replace(/[-_]/g, '').toLowerCase();
    const kind = Object.keys(known).find((one) =>
      (known[one as keyof typeof known] as readonly string[]).includes(plain),
    );
    const value = start.parameters[name] ?? single[name] ?? values[kind as keyof typeof known];
    // The cluster would accept it, and the controller fail it afterwards.
    if ((value ?? own) === undefined)
      throw failure('invalid-input', `The parameter ${name} has no value`, {
        reason: 'training-parameter-missing',
        values: { name, template: template.name },
        field: `parameters.${name}`,
      });
    return value === undefined ? [] : [{ name, value }];
  });
  if (template.gridParameter === undefined) return parameters;
  return [...parameters, { name: template.gridParameter, value: JSON.stringify(items) }];
}

/** Labels and annotations of a workflow that this app starts. */
export function metadataOf(
  start: TrainingStart,
  template: Template,
  combinations: number,
  person: string,
): Required<Pick<NonNullable<WorkflowObject['metadata']>, 'labels' | 'annotations'>> {
  const label = template.scope === 'cluster' ? argoLabels.clusterTemplate : argoLabels.template;
  const texts = {
    [marks.gridParameter]: template.gridParameter,
    [marks.by]: person,
    [marks.combinations]: String(combinations),
    [marks.server]: start.tracking?.server,
    [marks.experiment]: start.tracking?.experiment,
    [marks.set]: start.set,
    [marks.setHash]: start.setHash,
  };
  return {
    labels: {
      'app.kubernetes.io/managed-by': 'sardonyx',
      ...(template.scope !== 'app' && { [label]: template.name }),
    },
    annotations: Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    ),
  };
}

/** A whole workflow. */
export function workflowOf(
  name: string,
  metadata: Pick<NonNullable<WorkflowObject['metadata']>, 'labels' | 'annotations'>,
  spec: WorkflowSpec,
): WorkflowObject {
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', metadata: { name, ...metadata }, spec };
}
