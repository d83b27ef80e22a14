/** The workflow template of every project: a grid of fastText models, trained side by side. */
import type { NewObject } from '../kubernetes/model.ts';
import { trainingImage, trainingSecret, workflowAccount, type TrainingPlace } from './training-place.ts';

/** The hyper-parameters that the training program reads, with what it uses where an item of the grid says nothing. */
const hyperParameters = [
  'DIM',
  'WS',
  'LR',
  'EPOCHS',
  'WORDNGRAMS',
  'MINN',
  'MAXN',
  'MINCOUNT',
  'BUCKET',
  'LOSS',
];

/**
 * `train-fasttext`: parameter `grid` is a JSON list of combinations, each with all hyper-parameters and `RUN` (the MLflow run,
 * empty: a new one); `set` the address of the training set.
 */
export function trainTemplate(namespace: string, place: TrainingPlace): NewObject {
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: trainingSecret, key } },
  });
  const defaults = {
    DIM: '100',
    WS: '5',
    LR: '0.2',
    EPOCHS: '50',
    WORDNGRAMS: '2',
    MINN: '3',
    MAXN: '4',
    MINCOUNT: '1',
    BUCKET: '50000',
    LOSS: 'softmax',
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: {
      name: 'train-fasttext',
      namespace,
      annotations: {
        'workflows.argoproj.io/title': 'fastText',
        'workflows.argoproj.io/description':
          'Trains a fastText model for each combination of the grid and logs it to MLflow.',
      },
    },
    spec: {
      entrypoint: 'main',
      serviceAccountName: workflowAccount,
      parallelism: 2,
      archiveLogs: true,
      podGC: { strategy: 'OnPodCompletion' },
      ttlStrategy: { secondsAfterCompletion: 7 * 86_400 },
      arguments: {
        parameters: [
          {
            name: 'grid',
            value: JSON.stringify([{ ...defaults, RUN: '' }]),
            description: 'One model for each entry',
          },
          { name: 'set', description: 'Training set: s3://bucket/prefix/' },
          { name: 'experiment', value: 'codification', description: 'Experiment in MLflow' },
          { name: 'mlflow', value: place.mlflow ?? '', description: 'Address of MLflow' },
          { name: 'image', value: trainingImage },
        ],
      },
      templates: [
        {
          name: 'main',
          dag: {
            failFast: false,
            tasks: [
              {
                name: 'train',
                template: 'train',
                withParam: '{{workflow.parameters.grid}}',
                arguments: {
                  parameters: [...hyperParameters, 'RUN'].map((name) => ({
                    name,
                    value: `{{item.${name}}}`,
                  })),
                },
              },
            ],
          },
        },
        {
          name: 'train',
          inputs: { parameters: [...hyperParameters, 'RUN'].map((name) => ({ name })) },
          retryStrategy: { limit: '1', retryPolicy: 'OnError' },
          container: {
            image: '{{workflow.parameters.image}}',
            env: [
              { name: 'TRAINING_SET', value: '{{workflow.parameters.set}}' },
              { name: 'MLFLOW_TRACKING_URI', value: '{{workflow.parameters.mlflow}}' },
              { name: 'MLFLOW_EXPERIMENT_NAME', value: '{{workflow.parameters.experiment}}' },
              { name: 'MLFLOW_RUN_ID', value: '{{inputs.parameters.RUN}}' },
              fromSecret('AWS_ACCESS_KEY_ID', 'accessKey'),
              fromSecret('AWS_SECRET_ACCESS_KEY', 'secretKey'),
              fromSecret('AWS_ENDPOINT_URL', 'endpoint'),
              ...hyperParameters.map((name) => ({ name, value: `{{inputs.parameters.${name}}}` })),
            ],
            resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '2', memory: '3Gi' } },
          },
        },
      ],
    },
  };
}
