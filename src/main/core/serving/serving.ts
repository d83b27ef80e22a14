/** Serving: which model answers where, changing it, asking it, comparing versions before they are promoted. */
import type { Nomenclature } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { CodedItemsOf } from '../project-needs.ts';
import type { PredictHere } from '../project-needs.ts';
import { createArgoCdApi } from '../platform/argo-cd/argo-cd-api.ts';
import type { InProject, ProjectContext, ProjectSurroundings } from '../project-context.ts';
import { applicationHandlers } from './applications/applications.ts';
import { followApplications, type FollowedApplications } from './applications/follow-applications.ts';
import { createAsking } from './asking/asking.ts';
import { credentialsFor } from './asking/served-passwords.ts';
import { actionHandlers } from './changes/action-handlers.ts';
import { createChanges } from './changes/changes.ts';
import { createComparisons } from './comparison/comparison.ts';

/** What serving needs of other capabilities. */
export interface ServingParts {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly codedItemsOf: CodedItemsOf;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  readonly predict: PredictHere;
  /** Name and version of a pinned model, for people. */
  readonly pinName: (pin: string) => Promise<string>;
}

export interface Serving {
  readonly handlers: AppHandlers['serving'];
  enter(context: ProjectContext | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Makes it; nothing is watched before somebody asks. */
export function createServing(parts: ServingParts): Serving {
  const { here, surroundings, codedItemsOf, nomenclature, predict, pinName } = parts;
  const { host, report } = surroundings;
  const { clock, secrets } = host;
  let current: { readonly key: string; readonly followed: FollowedApplications } | undefined;
  const stopWaking = host.onResume(() => current?.followed.wake());

  async function leave(): Promise<void> {
    const left = current;
    current = undefined;
    await left?.followed.close();
  }

  function followed(): FollowedApplications {
    const context = here();
    if (current?.key === context.key) return current.followed;
    leave().catch((error: unknown) => report(error, 'leave serving'));
    const url = context.platform.argoCd?.url;
    const api =
      url === undefined
        ? undefined
        : createArgoCdApi({
            network: context.network,
            address: url,
            credentials: () => credentialsFor(context, secrets, url),
          });
    current = { key: context.key, followed: followApplications(context, { api, clock, report }) };
    return current.followed;
  }

  const answering = { secrets, predict, pinName };
  const signedIn = () => current?.followed.wake();
  return {
    handlers: {
      ...applicationHandlers(followed),
      ...createChanges({ here, followed, surroundings }),
      ...actionHandlers({ here, followed, surroundings }),
      ...createAsking({ ...answering, here, followed, nomenclature, signedIn }),
      ...createComparisons({ ...answering, here, codedItemsOf, nomenclature, clock }),
    },
    async enter(context) {
      if (context?.key !== current?.key) await leave();
    },
    async close() {
      stopWaking();
      await leave();
    },
  };
}
