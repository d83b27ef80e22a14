/** Ends runs in MLflow that their pods left open: out of memory, evicted, stopped. */
import type { WorkflowNode } from '../../../../shared/contract/training/workflows.ts';
import type { z } from 'zod';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { isOver } from '../../platform/argo/workflow-state.ts';
import type { MlflowRun, MlflowRunStatus } from '../../platform/mlflow/mlflow.ts';
import { marks } from '../marks.ts';
import { endRuns } from '../start/tracking.ts';
import type { TrainingParts } from '../training-parts.ts';
import { unitsOf } from './pod-counts.ts';
import type { DetailReading } from './read-detail.ts';

type Node = z.infer<typeof WorkflowNode>;

/** How a run is ended whose workflow is over. Pure. */
export function endOf(
  run: Pick<MlflowRun, 'metrics'>,
  node: Node | undefined,
  wasStopped: boolean,
): { status: MlflowRunStatus; why: string } {
  if (node?.state === 'succeeded' && run.metrics.length > 0)
    return { status: 'FINISHED', why: 'The program ended well without ending its run' };
  if (node?.state === 'succeeded')
    return { status: 'FAILED', why: 'The program ended without logging to the run it was given' };
  const words = node?.message ?? (node ? `The pod ${node.state}` : 'Its pod never began');
  return { status: wasStopped ? 'KILLED' : 'FAILED', why: words.slice(0, 5_000) };
}

export interface Closing {
  /** Ends the open runs of a workflow that is over and tells it; again, it finds none. True when nothing is left to end. */
  close(reading: DetailReading): Promise<boolean>;
}

/** Makes it. */
export function createClosing({
  mlflowOf,
  surroundings: { host, notifications, report },
}: Pick<TrainingParts, 'mlflowOf' | 'surroundings'>): Closing {
  /** Two screens may see the same end. */
  const underWay = new Map<string, Promise<boolean>>();

  async function close(reading: DetailReading): Promise<boolean> {
    const server = reading.annotations[marks.server];
    const experiment = reading.annotations[marks.experiment];
    if (server === undefined || experiment === undefined) return true;
    try {
      const nodes = new Map(unitsOf(reading.nodes).map((node) => [node.run, node]));
      const how = (run: MlflowRun) => endOf(run, nodes.get(run.id), reading.state === 'stopped');
      const count = await endRuns(await mlflowOf(server), experiment, reading.name, how, host.clock());
      if (count > 0)
        notifications.add({
          kind: 'training-runs-ended',
          severity: 'warning',
          values: { name: reading.name, count },
          path: `/training/workflow?name=${encodeURIComponent(reading.name)}`,
        });
      return true;
    } catch (error) {
      // A server that does not answer now is asked again when somebody looks the next time.
      if (!isFailure(error)) report(error, 'training-closing');
      return false;
    }
  }

  return {
    close(reading) {
      if (!isOver(reading.state)) return Promise.resolve(false);
      const known = underWay.get(reading.uid);
      const work = known ?? close(reading).finally(() => underWay.delete(reading.uid));
      underWay.set(reading.uid, work);
      return work;
    },
  };
}
