/** What can be done with one application by Argo CD's API. */
import type { Person } from '../kubernetes/authentication.ts';
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { jsonPatch, mergePatch } from '../kubernetes/patch.ts';
import { at, isFields, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { readAutomation, readHistory, readSource } from './application.ts';
import { ApiError } from './argo-cd-error.ts';

interface Call {
  readonly store: ObjectStore;
  readonly application: KubernetesObject;
  readonly person: Person;
  readonly body: Fields;
  readonly query: URLSearchParams;
}

interface Operation {
  /** The right that it needs in the cluster. */
  readonly verb: 'get' | 'patch' | 'update';
  run(call: Call): unknown;
}

function changed({ store, application }: Call, change: (draft: KubernetesObject) => void): KubernetesObject {
  const { namespace, name } = application.metadata;
  return store.modify('applications', namespace, name, change) ?? application;
}

/** @throws ApiError FailedPrecondition where one is still on its way */
function begin(call: Call, sync: Fields): KubernetesObject {
  const { application, person, body } = call;
  if (isFields(application['operation']))
    throw new ApiError(400, 9, 'another operation is already in progress');
  return changed(call, (draft) => {
    draft['operation'] = {
      initiatedBy: { username: person.name },
      info: listOf(body['infos']),
      sync: Object.fromEntries(Object.entries(sync).filter(([, value]) => value !== undefined)),
    };
  });
}

/** By method and the last part of the path. */
export const operations: Readonly<Record<string, Operation>> = {
  'GET ': {
    verb: 'get',
    run(call) {
      const refresh = call.query.get('refresh');
      if (refresh === null) return call.application;
      return changed(call, ({ metadata }) => {
        metadata.annotations = {
          ...metadata.annotations,
          'argocd.argoproj.io/refresh': refresh === 'hard' ? 'hard' : 'normal',
        };
      });
    },
  },
  'POST sync': {
    verb: 'update',
    run(call) {
      const { application, body } = call;
      const { revision, prune, dryRun, resources, syncOptions } = body;
      const wanted = textOf(revision);
      const { targetRevision } = readSource(at(application, 'spec', 'source'));
      const isElsewhere = wanted && wanted !== targetRevision && dryRun !== true;
      if (readAutomation(application).on && isElsewhere)
        throw new ApiError(400, 9, `Cannot sync to ${wanted}: auto-sync currently set to ${targetRevision}`);
      return begin(call, { revision: wanted || undefined, prune, dryRun, resources, syncOptions });
    },
  },
  'POST rollback': {
    verb: 'update',
    run(call) {
      const { application, body } = call;
      if (readAutomation(application).on)
        throw new ApiError(400, 9, 'rollback cannot be initiated when auto-sync is enabled');
      const entry = readHistory(application).find(({ id }) => id === Number(body['id']));
      if (entry === undefined)
        throw new ApiError(
          400,
          3,
          `application ${application.metadata.name} does not have deployment with id ${Number(body['id'])}`,
        );
      const { prune, dryRun } = body;
      return begin(call, { revision: entry.revision, source: entry.source.fields, prune, dryRun });
    },
  },
  'PUT spec': {
    verb: 'update',
    run: (call) => changed(call, (draft) => void (draft['spec'] = call.body))['spec'],
  },
  'PATCH ': {
    verb: 'patch',
    run(call) {
      const { patch, patchType } = call.body;
      const parsed = parsePatch(patch);
      return changed(call, (draft) => {
        const next = patchType === 'merge' ? mergePatch(draft, parsed) : jsonPatch(draft, parsed);
        if (isFields(next)) draft['spec'] = next['spec'];
      });
    },
  },
  'DELETE operation': {
    verb: 'update',
    run(call) {
      if (!isFields(call.application['operation']))
        throw new ApiError(400, 3, 'Unable to terminate operation. No operation is in progress');
      changed(call, (draft) => void delete draft['operation']);
      return {};
    },
  },
};

function parsePatch(patch: unknown): unknown {
  try {
    return JSON.parse(textOf(patch) ?? '');
  } catch {
    throw new ApiError(400, 3, 'error decoding the patch: it must be JSON in a text');
  }
}
