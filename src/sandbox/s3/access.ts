import type { Bucket, Identity } from './model.ts';
import { judge, parsePolicy } from './policy.ts';
import type { Statement } from './policy.ts';

/** What is asked: an action of the S3 service on a bucket or, with `key`, on an object of it. */
export interface Asked {
  readonly action: string;
  readonly bucket: string;
  readonly key?: string | undefined;
  readonly conditions?: Readonly<Record<string, string | undefined>>;
}

const remembered = new Map<string, Statement[]>();

/** The statements of a policy, parsed once; a policy that cannot be read says nothing. */
const statementsOf = (source: string): Statement[] => {
  const known = remembered.get(source);
  if (known) return known;
  let statements: Statement[] = [];
  try {
    statements = parsePolicy(source);
  } catch {
    statements = [];
  }
  if (remembered.size > 1000) remembered.clear();
  remembered.set(source, statements);
  return statements;
};

/** Whether a bucket belongs to a person: it bears the person's name, or names the person or a group as owner. */
export const owns = (identity: Identity, name: string, bucket: Bucket | undefined): boolean =>
  identity.kind === 'person' &&
  (name === identity.person.name ||
    (bucket?.owners.some(
      (owner) => owner === identity.person.name || identity.person.groups.includes(owner),
    ) ??
      false));

/**
 * Whether a request is allowed: root may do all; people what they like in their buckets (within the policy of their
 * session, if one was asked for) and elsewhere, like everyone, what the bucket's policy allows.
 */
export const isAllowed = (identity: Identity, bucket: Bucket | undefined, asked: Asked): boolean => {
  if (identity.kind === 'root') return true;
  const request = {
    principal: identity.kind === 'person' ? identity.person.name : undefined,
    action: asked.action,
    resource: asked.key === undefined ? asked.bucket : `${asked.bucket}/${asked.key}`,
    conditions: asked.conditions ?? {},
  };
  if (identity.kind === 'person' && identity.sessionPolicy !== undefined)
    if (judge(statementsOf(identity.sessionPolicy), request) !== 'allow') return false;
  if (owns(identity, asked.bucket, bucket)) return true;
  return bucket?.policy !== undefined && judge(statementsOf(bucket.policy), request) === 'allow';
};
