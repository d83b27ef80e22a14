/** Changing what serves: proposed first, then applied over what was proposed. */
import { isDeepStrictEqual } from 'node:util';
import type { ServingChange } from '../../../../shared/contract/serving/applications.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { isAutomatic } from '../../platform/argo-cd/application.ts';
import { syncArgo } from './actions.ts';
import { planChange, type ChangePlan } from './change-plan.ts';
import { createChanging, nameOf, type ChangingParts } from './changing.ts';
import type { FreshObjects } from './fresh-objects.ts';
import { overLatest, patchApplication, patchDeployments } from './patching.ts';

type Handlers = Pick<AppHandlers['serving'], 'proposeChange' | 'applyChange'>;

/** What a proposal was made for: the same again, else somebody changed it meanwhile. */
const specsOf = ({ argo, deployments }: FreshObjects) =>
  structuredClone([argo?.application.spec, ...deployments.map(({ spec }) => spec)]);

const planFor = ({ argo, deployments }: FreshObjects, changes: readonly ServingChange[]) =>
  planChange({ application: argo?.application, deployments }, changes);

export function createChanges(parts: ChangingParts): Handlers {
  const { here, followed } = parts;
  const { fresh, argo: argoOf, cluster, run } = createChanging(parts);
  const proposed = new Map<string, unknown[]>();
  const proposalKey = (id: string, changes: readonly ServingChange[]) =>
    JSON.stringify([here().key, id, changes]);

  function mayApply(id: string, { deployments }: FreshObjects, { source }: ChangePlan): boolean {
    if (!source)
      return deployments.every(({ metadata }) => followed().rightsOf(metadata?.namespace ?? '').change);
    const { details } = followed().state.get();
    return details.some(({ application }) => application.id === id && application.rights.change);
  }

  async function apply({ argo }: FreshObjects, { source, patches }: ChangePlan): Promise<void> {
    if (!argo || !source) return patchDeployments(cluster(), patches);
    const { application, way } = argo;
    if (way.kind === 'cluster') return patchApplication(way.client, application, { spec: { source } });
    return way.api.update({ ...application, spec: { ...application.spec, source } });
  }

  return {
    async proposeChange({ id, changes }) {
      const found = await fresh(id);
      const plan = planFor(found, changes);
      proposed.set(proposalKey(id, changes), specsOf(found));
      const { diff, patch, command, undoneBySync } = plan;
      return {
        diff,
        patch,
        command,
        undoneBySync,
        ways: mayApply(id, found, plan) ? ['apply', 'patch'] : ['patch'],
      };
    },
    async applyChange({ id, changes }) {
      const key = proposalKey(id, changes);
      const first = await fresh(id);
      const expected = proposed.get(key) ?? specsOf(first);
      const plan = planFor(first, changes);
      await run(plan.command, async () => {
        const found = await fresh(id);
        if (!isDeepStrictEqual(specsOf(found), expected)) throw changedSinceProposed(id);
        await apply(found, planFor(found, changes));
        // A source that is not followed by itself is synchronised at once: that is what was asked for.
        if (plan.source && first.argo && !isAutomatic(first.argo.application))
          await overLatest(async () => syncArgo(await argoOf(id), false, here().userName));
      });
      proposed.delete(key);
      return {};
    },
  };
}

const changedSinceProposed = (id: string) => {
  const name = nameOf(id);
  return failure('conflict', `${name} was changed since this was proposed`, {
    reason: 'serving-changed-since-proposed',
    values: { name },
  });
};
