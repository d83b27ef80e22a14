/** Answers questions about oneself: who am I, may I do this, what may I do here. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Person } from './authentication.ts';
import { grantsFor, mayAccess, mayVisit } from './authorization.ts';
import { readObject } from './body.ts';
import type { ObjectStore } from './model.ts';
import { sendJson } from './respond.ts';
import { at, fieldsOf, textOf } from './shape.ts';
import { badRequest, methodNotAllowed } from './status.ts';

type Store = Pick<ObjectStore, 'get' | 'list'>;

/** Answers a review of `authorization.k8s.io` or `authentication.k8s.io` with 201. Throws 400 or 405. */
export async function answerReview(
  request: IncomingMessage,
  response: ServerResponse,
  plural: string,
  person: Person,
  store: Store,
): Promise<void> {
  if (request.method !== 'POST') throw methodNotAllowed();
  const body = await readObject(request);
  const spec = fieldsOf(body?.['spec']);
  const answer = (apiVersion: string, kind: string, rest: Record<string, unknown>) => {
    sendJson(request, response, 201, { kind, apiVersion, metadata: { creationTimestamp: null }, ...rest });
  };
  if (plural === 'selfsubjectreviews') {
    const userInfo = { username: person.name, groups: person.groups };
    answer('authentication.k8s.io/v1', 'SelfSubjectReview', { status: { userInfo } });
    return;
  }
  if (plural === 'selfsubjectaccessreviews') {
    const reason = accessReason(spec, person, store);
    const status = reason === undefined ? { allowed: false } : { allowed: true, reason };
    answer('authorization.k8s.io/v1', 'SelfSubjectAccessReview', { spec, status });
    return;
  }
  const namespace = textOf(spec['namespace']);
  if (!namespace) throw badRequest('no namespace on request');
  const rules = grantsFor(person, namespace, store).map((grant) => grant.rule);
  const status = {
    resourceRules: rules
      .filter((rule) => rule.resources.length > 0)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length > 0 ? { resourceNames } : {}),
      })),
    nonResourceRules: rules
      .filter((rule) => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
  answer('authorization.k8s.io/v1', 'SelfSubjectRulesReview', { spec: {}, status });
}

function accessReason(spec: Record<string, unknown>, person: Person, store: Store): string | undefined {
  const word = (...path: string[]) => textOf(at(spec, ...path)) ?? '';
  if (spec['nonResourceAttributes'] !== undefined) {
    return mayVisit(
      person,
      word('nonResourceAttributes', 'verb'),
      word('nonResourceAttributes', 'path'),
      store,
    );
  }
  const subresource = word('resourceAttributes', 'subresource');
  const resource = word('resourceAttributes', 'resource');
  return mayAccess(
    person,
    {
      verb: word('resourceAttributes', 'verb'),
      group: word('resourceAttributes', 'group'),
      resource: subresource === '' ? resource : `${resource}/${subresource}`,
      namespace: word('resourceAttributes', 'namespace') || undefined,
      name: word('resourceAttributes', 'name') || undefined,
    },
    store,
  );
}
