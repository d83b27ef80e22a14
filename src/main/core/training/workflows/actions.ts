/** What a person can do to a workflow. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { argoLabels } from '../../platform/argo/resources.ts';
import { isOver } from '../../platform/argo/workflow-state.ts';
import type { ArgoPlace, ArgoPlaces } from '../argo-place.ts';
import { marks } from '../marks.ts';
import { argoCommand, yamlOf } from '../start/commands.ts';
import { renewSecret } from '../start/session-keys.ts';
import type { TrainingParts } from '../training-parts.ts';
import { forgetDetail } from './kept-details.ts';
import { readDetail } from './read-detail.ts';
import type { Resubmit } from './resubmit.ts';
import { unitsOf } from './pod-counts.ts';

type Handlers = Pick<
  AppHandlers['training'],
  | 'workflowYaml'
  | 'stopWorkflow'
  | 'suspendWorkflow'
  | 'resumeWorkflow'
  | 'retryFailed'
  | 'resubmitWorkflow'
  | 'removeWorkflow'
>;

/** Makes the handlers. */
export function createActions(parts: {
  readonly places: ArgoPlaces;
  readonly surroundings: TrainingParts['surroundings'];
  readonly resubmit: Resubmit;
}): Handlers {
  const { places, surroundings, resubmit } = parts;
  const shown = (place: ArgoPlace, verb: string, name: string, work: () => Promise<void>) =>
    surroundings.commands.around('argo', argoCommand(verb, place.argo.namespace, name), work);

  /** Changes a workflow that goes on; the label tells lists what was done, as Argo's own programs do. */
  async function change(name: string, verb: string, action: string, spec: object): Promise<void> {
    const place = places.here();
    const { state } = await place.argo.workflow(name);
    if (isOver(state)) throw isOverAlready(name);
    const labels = { [argoLabels.action]: action };
    await shown(place, verb, name, () => place.argo.patch('workflows', name, { metadata: { labels }, spec }));
  }

  return {
    async workflowYaml({ name }, { signal }) {
      const { apiVersion, kind, metadata, spec } = await places.here().argo.workflowObject(name, signal);
      const { labels, annotations, namespace } = metadata ?? {};
      return { yaml: yamlOf({ apiVersion, kind, metadata: { name, namespace, labels, annotations }, spec }) };
    },
    async stopWorkflow({ name, how }) {
      const [action, verb] =
        how === 'stop' ? (['Stop', 'stop'] as const) : (['Terminate', 'terminate'] as const);
      await change(name, verb, action, { shutdown: action });
      return {};
    },
    async suspendWorkflow({ name }) {
      await change(name, 'suspend', 'Suspend', { suspend: true });
      return {};
    },
    async resumeWorkflow({ name }) {
      const place = places.here();
      const { nodes } = await readDetail(place, name);
      const waits = nodes.some(({ type, state }) => type === 'Suspend' && state === 'running');
      if (!waits) await change(name, 'resume', 'Resume', { suspend: null });
      else await shown(place, 'resume', name, () => serverOf(place, name).resume(name));
      return {};
    },
    async retryFailed({ name }) {
      const place = places.here();
      const reading = await readDetail(place, name);
      if (!isOver(reading.state)) throw isStillGoing(name);
      const failed = unitsOf(reading.nodes).filter(({ state }) => state === 'failed' || state === 'error');
      if (failed.length === 0 && reading.state === 'succeeded') throw nothingFailed(name);
      const { server } = place;
      if (!server) return { ...(await resubmit(place, reading, 'failed')), way: 'resubmitted' as const };
      if (reading.annotations[marks.sessionKeys] !== undefined) await renewSecret(place, name);
      await shown(place, 'retry', name, () => server.retry(name));
      return { name, way: 'retried' as const };
    },
    async resubmitWorkflow({ name }) {
      const place = places.here();
      return resubmit(place, await readDetail(place, name), 'all');
    },
    async removeWorkflow({ name }) {
      const place = places.here();
      await shown(place, 'delete', name, () => place.argo.remove('workflows', name));
      await forgetDetail(place.context.store, place.argo.namespace, name);
      return {};
    },
  };
}

function serverOf({ server }: ArgoPlace, name: string) {
  if (server) return server;
  throw failure('unsupported', 'Only Argo’s server can go on with a template that waits', {
    reason: 'workflow-needs-argo-server',
    values: { name },
  });
}

const isOverAlready = (name: string) =>
  failure('conflict', 'The workflow is over', { reason: 'workflow-over', values: { name } });
const isStillGoing = (name: string) =>
  failure('conflict', 'The workflow still goes on', { reason: 'workflow-goes-on', values: { name } });
const nothingFailed = (name: string) =>
  failure('conflict', 'Nothing of the workflow failed', {
    reason: 'workflow-nothing-failed',
    values: { name },
  });
