/** Training: sets made of campaigns, grids as Argo Workflows, schedules. */
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { ProjectContext } from '../project-context.ts';
import { createArgoPlaces } from './argo-place.ts';
import { createSchedules } from './schedules/schedules.ts';
import { createSets } from './sets/sets.ts';
import { createStartJournal } from './start/journal.ts';
import { createStart } from './start/start.ts';
import type { TrainingParts } from './training-parts.ts';
import { createActions } from './workflows/actions.ts';
import { createClosing } from './workflows/closing.ts';
import { createNodeLog } from './workflows/node-log.ts';
import { createRanking } from './workflows/ranking.ts';
import { createResubmit } from './workflows/resubmit.ts';
import { createWorkflowDetail } from './workflows/workflow-detail.ts';
import { createWorkflowList } from './workflows/workflow-list.ts';

export type { TrainingParts } from './training-parts.ts';

export interface Training {
  readonly handlers: AppHandlers['training'];
  enter(context: ProjectContext | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Makes the training of nobody; `enter` says whose. */
export function createTraining(parts: TrainingParts): Training {
  const { here, surroundings, mlflowOf } = parts;
  const places = createArgoPlaces(here);
  const journal = createStartJournal({ mlflowOf, clock: surroundings.host.clock });
  const closing = createClosing(parts);
  const resubmit = createResubmit({ mlflowOf, surroundings, journal });
  const sets = createSets(parts);

  return {
    handlers: {
      ...sets.handlers,
      ...createStart({ ...parts, places, journal }),
      ...createWorkflowList({ here, places, surroundings, closing, journal }),
      ...createWorkflowDetail({ places, surroundings, closing }),
      ...createNodeLog(places),
      ...createActions({ places, surroundings, resubmit }),
      ...createRanking(places, mlflowOf),
      ...createSchedules({ ...parts, places }),
    },
    async enter(context) {
      await sets.enter(context);
      const place = context && places.of(context);
      // What an earlier run of the app left behind; no server is waited for.
      if (place)
        journal.settle(place).catch((error: unknown) => surroundings.report(error, 'training-journal'));
    },
    async close() {
      sets.close();
      await places.close();
    },
  };
}
