/** Starting a grid: what it can be started from, what would be sent, sending it. */
import type { z } from 'zod';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type {
  startOperations,
  TrainingStart,
  TrainingTemplate,
} from '../../../../shared/contract/training/start.ts';
import { manyCombinations, parallelismUnder, type Combination } from '../../../../shared/training/grid.ts';
import type { WorkflowObject } from '../../platform/argo/resources.ts';
import { listAll } from '../../platform/kubernetes/list.ts';
import type { ArgoPlace, ArgoPlaces } from '../argo-place.ts';
import { marks } from '../marks.ts';
import type { TrainingParts } from '../training-parts.ts';
import { submitCommand, yamlOf } from './commands.ts';
import type { StartJournal } from './journal.ts';
import { launch, newWorkflowName } from './launch.ts';
import { combinationsToStart, itemsOf, metadataOf, specOf, workflowOf } from './manifest.ts';
import { podQuota } from './quota.ts';
import { secretNameOf } from './session-keys.ts';
import { surroundingsOf } from './surroundings.ts';
import { itemDefaults, ownTemplate, readTemplate, readTemplates } from './templates.ts';

type Template = z.infer<typeof TrainingTemplate>;
type Plan = z.infer<(typeof startOperations)['planTraining']['output']>;

/** A start that was understood: its template, its combinations, and what is sent for them. */
export interface ReadyStart {
  readonly template: Template;
  readonly combinations: readonly Combination[];
  readonly usesSession: boolean;
  manifest(name: string, items: readonly Combination[]): WorkflowObject;
}

/** Brings everything together that a start needs. @throws Failure `not-found` with `training-template-gone`, and as the rules of manifest.ts */
export async function readyToStart(
  place: ArgoPlace,
  start: TrainingStart,
  parts: Pick<TrainingParts, 'mlflowOf'>,
): Promise<ReadyStart> {
  const { template, defaults } = await templateOf(place, start);
  const combinations = combinationsToStart(start, template);
  const around = await surroundingsOf(place, start, parts.mlflowOf);
  const { storage } = start.container ?? {};
  const usesSession = template.scope === 'app' && storage?.kind === 'session';
  return {
    template,
    combinations,
    usesSession,
    manifest(name, items) {
      const s3Secret = storage?.kind === 'secret' ? storage.name : secretNameOf(name);
      const { labels, annotations } = metadataOf(
        start,
        template,
        combinations.length,
        place.context.userName,
      );
      const more = usesSession ? { [marks.sessionKeys]: s3Secret } : {};
      const whole = items.map((item) => ({ ...defaults, ...item }));
      const spec = specOf(start, template, whole, { ...around, s3Secret });
      return workflowOf(name, { labels, annotations: { ...annotations, ...more } }, spec);
    },
  };
}

async function templateOf(
  { argo }: ArgoPlace,
  { template }: TrainingStart,
): Promise<{ template: Template; defaults: Combination }> {
  const { name, scope } = template;
  if (scope === 'app') return { template: ownTemplate, defaults: {} };
  const found = (await argo.templates(scope)).find(({ metadata }) => metadata?.name === name);
  if (found) return { template: readTemplate(found, scope), defaults: itemDefaults(found) };
  throw failure('not-found', `There is no template ${name} any more`, {
    reason: 'training-template-gone',
    values: { name },
  });
}

type Handlers = Pick<AppHandlers['training'], 'trainingTemplates' | 'planTraining' | 'startTraining'>;

/** Makes the handlers. */
export function createStart(
  parts: Pick<TrainingParts, 'surroundings' | 'mlflowOf'> & {
    readonly places: ArgoPlaces;
    readonly journal: StartJournal;
  },
): Handlers {
  const { places } = parts;
  return {
    async trainingTemplates(_, { signal }) {
      const place = places.here();
      const { argo, context } = place;
      const [templates, quota, secrets] = await Promise.all([
        readTemplates(argo, signal),
        podQuota(argo.cluster, argo.namespace),
        secretsOf(place, signal),
      ]);
      const { image, command } = context.platform.training ?? {};
      return {
        templates,
        defaults: {
          ...(image !== undefined && { image }),
          ...(command && { command: [...command] }),
          secrets,
        },
        ...(quota && { podsLeft: quota.left }),
      };
    },

    async planTraining(start): Promise<Plan> {
      const place = places.here();
      const ready = await readyToStart(place, start, parts);
      const runs = start.tracking && ready.combinations.map((_, index) => `$RUN_${index + 1}`);
      const manifest = ready.manifest(newWorkflowName('train'), itemsOf(ready.combinations, runs));
      const isChecked = await check(place, manifest);
      const quota = await podQuota(place.argo.cluster, place.argo.namespace);
      const warnings = {
        'many-combinations': ready.combinations.length > manyCombinations,
        'over-half-the-pods': quota !== undefined && start.parallelism > parallelismUnder(quota.most),
        'no-tracking': start.tracking === undefined,
        'session-keys-end': ready.usesSession,
        unchecked: !isChecked,
      };
      return {
        combinations: ready.combinations.length,
        yaml: yamlOf(manifest),
        command: submitCommand(place.argo.namespace, manifest).text,
        warnings: Object.entries(warnings).flatMap(([name, holds]) =>
          holds ? [name as Plan['warnings'][number]] : [],
        ),
      };
    },

    async startTraining(start, { signal }) {
      const place = places.here();
      const { manifest, combinations, usesSession } = await readyToStart(place, start, parts);
      const workflow = newWorkflowName('train');
      return launch(
        place,
        {
          ...{ workflow, combinations, signal, sessionKeys: usesSession },
          ...{ tracking: start.tracking, set: start.set, setHash: start.setHash },
          manifest: (items) => manifest(workflow, items),
          command: (made) => submitCommand(place.argo.namespace, made),
        },
        parts,
      );
    },
  };
}

/** Asks the server without making anything (Kubernetes API, `dryRun=All`); false where it does not answer. @throws Failure: what it refuses */
async function check({ argo }: ArgoPlace, manifest: WorkflowObject): Promise<boolean> {
  try {
    await argo.create('workflows', manifest, { dryRun: true });
    return true;
  } catch (error) {
    if (isFailure(error) && (error.code === 'unreachable' || error.code === 'busy')) return false;
    throw error;
  }
}

/** Names of Secrets that hold keys of S3; values are dropped at once. The platform's own comes first; none where one may not look. */
async function secretsOf({ argo, context }: ArgoPlace, signal: AbortSignal): Promise<string[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(argo.namespace)}/secrets`;
  const found = await listAll(argo.cluster, { path, fieldSelector: 'type=Opaque', signal }).catch(() => []);
  const names = found
    .filter((one) => {
      if (one.metadata?.labels?.['app.kubernetes.io/managed-by'] === 'sardonyx') return false;
      const data = 'data' in one ? Object.keys(one.data ?? {}) : [];
      return data.includes('accessKey') && data.includes('secretKey');
    })
    .flatMap(({ metadata }) => metadata?.name ?? [])
    .sort();
  const own = context.platform.training?.s3Secret;
  return own === undefined ? names : [own, ...names.filter((name) => name !== own)];
}
