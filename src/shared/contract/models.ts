/** Models: MLflow servers, registry, runs, models kept on this laptop, predictions without a network. */
import { inferenceOperations } from './models/inference.ts';
import { pinOperations } from './models/pins.ts';
import { registryOperations } from './models/registry.ts';
import { runOperations } from './models/runs.ts';
import { serverOperations } from './models/servers.ts';

export const models = {
  ...serverOperations,
  ...registryOperations,
  ...runOperations,
  ...pinOperations,
  ...inferenceOperations,
};
