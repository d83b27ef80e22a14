/** Carries out what an Application is asked for: a sync, to the head or back to what was deployed before. */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, fieldsOf, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { timestamp } from '../node/fields.ts';
import { readHistory, readSource } from './application.ts';
import { changeStatus } from './change-status.ts';
import { desiredState, problemOf, type ApplicationsOptions, type Desired } from './desired-state.ts';
import { readWishes, sync } from './sync.ts';

/** Entries of the history that are kept, as where `revisionHistoryLimit` is not set. */
const historyLimit = 10;

/** Carries out an operation, takes it away and notes it: `status.operationState` and, where all was synced, `status.history`. */
export function perform(
  options: ApplicationsOptions,
  application: KubernetesObject,
  operation: Fields,
): void {
  const wished = operation['sync'];
  const wishes = readWishes(wished);
  const source = readSource(at(wished, 'source') ?? at(application, 'spec', 'source'));
  const state = fieldsOf(at(application, 'status', 'operationState'));
  const finish = (phase: string, message: string, syncResult?: Fields) =>
    changeStatus(options.store, application, (status, draft) => {
      delete draft['operation'];
      status['operationState'] = {
        ...state,
        phase,
        message,
        finishedAt: timestamp(),
        ...(syncResult && { syncResult }),
      };
      if (phase !== 'Succeeded' || syncResult === undefined || wishes.dryRun || wishes.only.length > 0)
        return;
      const history = listOf(status['history']);
      const entry = {
        id: (readHistory(application).at(-1)?.id ?? -1) + 1,
        revision: syncResult['revision'],
        deployStartedAt: state['startedAt'],
        deployedAt: timestamp(),
        source: source.fields,
        initiatedBy: operation['initiatedBy'] ?? {},
      };
      status['history'] = [...history, entry].slice(-historyLimit);
    });
  let found: Desired;
  try {
    const revision = textOf(at(wished, 'revision'));
    found = desiredState(options, application, source, revision === '' ? undefined : revision);
  } catch (error) {
    return finish('Error', problemOf(error).message);
  }
  const { phase, message, resources } = sync(options.store, found.compared, wishes);
  finish(phase, message, { revision: found.revision, source: source.fields, resources });
}
