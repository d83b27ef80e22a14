/** The app's own workflow: one task that runs once for each combination. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { TrainingStart } from '../../../../shared/contract/training/start.ts';
import { runKey } from '../../platform/argo/read-workflow.ts';
import type { WorkflowSpec } from '../../platform/argo/resources.ts';

export const ownGridParameter = 'grid';

/** Addresses as pods reach them, and the Secret with the keys of S3. */
export interface Surroundings {
  readonly serviceAccount?: string | undefined;
  readonly mlflow?: string | undefined;
  readonly s3?: string | undefined;
  readonly region?: string | undefined;
  readonly s3Secret: string;
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef: { readonly name: string; readonly key: string; readonly optional?: boolean };
  };
}

/** What holds for any workflow that is started here, whoever wrote its templates. */
export function limitsOf({ parallelism, deadlineHours, keepDays }: TrainingStart): WorkflowSpec {
  return {
    parallelism,
    activeDeadlineSeconds: Math.round(deadlineHours * 3600),
    ttlStrategy: { secondsAfterCompletion: Math.round(keepDays * 86_400) },
    // A quota counts pods that are over: they must go at once.
    podGC: { strategy: 'OnPodCompletion' },
  };
}

/**
 * The spec without its argument. `names`: keys of the items, which the container gets as environment variables and, for the run in
 * MLflow, as `MLFLOW_RUN_ID`.
 * @throws Failure `invalid-input` with `training-no-container`
 */
export function ownSpec(start: TrainingStart, names: readonly string[], around: Surroundings): WorkflowSpec {
  const { container, retries } = start;
  if (!container)
    throw failure('invalid-input', 'The container of the training is not said', {
      reason: 'training-no-container',
      field: 'container',
    });
  const limits = { cpu: container.cpu, memory: container.memory };
  return {
    entrypoint: 'main',
    ...(around.serviceAccount !== undefined && { serviceAccountName: around.serviceAccount }),
    ...limitsOf(start),
    templates: [
      {
        name: 'main',
        dag: {
          failFast: false,
          tasks: [
            {
              name: 'train',
              template: 'train',
              withParam: `{{workflow.parameters.${ownGridParameter}}}`,
              arguments: { parameters: names.map((name) => ({ name, value: `{{item.${name}}}` })) },
            },
          ],
        },
      },
      {
        name: 'train',
        inputs: { parameters: names.map((name) => ({ name })) },
        ...(retries > 0 && {
          retryStrategy: {
            limit: String(retries),
            retryPolicy: 'OnError',
            backoff: { duration: '30s', factor: '2' },
          },
        }),
        container: {
          image: container.image,
          ...(container.command && { command: container.command }),
          env: environment(start, names, around),
          resources: {
            requests: limits,
            limits: { ...limits, ...(container.gpus > 0 && { 'nvidia.com/gpu': String(container.gpus) }) },
          },
        },
      },
    ],
  };
}

function environment(start: TrainingStart, names: readonly string[], around: Surroundings): Variable[] {
  const { set, setHash, tracking, container } = start;
  const texts: Readonly<Record<string, string | undefined>> = {
    TRAINING_SET: set,
    TRAINING_SET_HASH: setHash,
    MLFLOW_TRACKING_URI: tracking && around.mlflow,
    MLFLOW_EXPERIMENT_NAME: tracking?.experiment,
    MLFLOW_RUN_ID: names.includes(runKey) ? `{{inputs.parameters.${runKey}}}` : undefined,
    MLFLOW_S3_ENDPOINT_URL: around.s3,
    AWS_ENDPOINT_URL: around.s3,
    AWS_DEFAULT_REGION: around.region,
  };
  const fromSecret = (name: string, key: string, optional = false): Variable => ({
    name,
    valueFrom: { secretKeyRef: { name: around.s3Secret, key, ...(optional && { optional }) } },
  });
  return [
    ...Object.entries(texts).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    fromSecret('AWS_ACCESS_KEY_ID', 'accessKey'),
    fromSecret('AWS_SECRET_ACCESS_KEY', 'secretKey'),
    ...(container?.storage.kind === 'session' ? [fromSecret('AWS_SESSION_TOKEN', 'sessionToken', true)] : []),
    ...names
      .filter((name) => name !== runKey)
      .map((name) => ({ name, value: `{{inputs.parameters.${name}}}` })),
  ];
}
