/** The policy of a bucket: who may read below a prefix, and our two statements put in and taken out. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { Publicity } from '../../../../shared/contract/storage/objects.ts';

/** A policy as it is; what we do not know of stays in it. */
interface Policy {
  readonly [field: string]: unknown;
}
type Statement = Readonly<Record<string, unknown>>;

const everyone = { AWS: ['*'] };

/**
 * Reads a policy; its statements as a list, whether it had one or several.
 * @throws Failure `unsupported` with `storage-policy-unreadable`
 */
function read(text: string | undefined): { policy: Policy; statements: Statement[] } {
  if (text === undefined || text.trim() === '') return { policy: { Version: '2012-10-17' }, statements: [] };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : '');
  }
  if (!isRecord(parsed)) throw unreadable('');
  const given = parsed['Statement'] ?? [];
  const statements: unknown[] = Array.isArray(given) ? given : [given];
  if (!statements.every(isRecord)) throw unreadable('');
  return { policy: parsed, statements };
}

function unreadable(words: string) {
  return failure('unsupported', 'The policy of the bucket cannot be read', {
    reason: 'storage-policy-unreadable',
    ...(words && { words }),
  });
}

/**
 * The policy with which everyone may read what lies below a prefix, and list it: `s3:GetObject` on the objects, `s3:ListBucket` where the
 * prefix asked for lies below. Lists that say just this, ours or Onyxia's, get one more entry; every other statement stays as it is.
 * Source: IAM user guide, policy elements; Amazon S3 user guide, `s3:prefix`.
 * @param text the present policy; undefined when there is none
 * @throws Failure
 */
export function withPublicPrefix(text: string | undefined, bucket: string, prefix: string): string {
  if (/[*?$]/.test(prefix))
    throw failure('unsupported', 'A policy cannot name this prefix', {
      reason: 'storage-public-wildcard',
      values: { name: prefix },
    });
  const { policy, statements } = read(text);
  const next = [...statements];
  for (const entry of [reading(bucket, prefix), listing(bucket, prefix)]) {
    if (next.some((statement) => entry.list(statement)?.includes(entry.value))) continue;
    // A list that is not there (a single text) could not be given back as it was.
    const at = next.findIndex((statement) => (entry.list(statement)?.length ?? 0) > 0);
    const found = next[at];
    if (found) next[at] = entry.with(found, [...(entry.list(found) ?? []), entry.value]);
    else if (!next.some((statement) => entry.isWhole?.(statement))) next.push(entry.make());
  }
  return JSON.stringify({ ...policy, Statement: next });
}

/**
 * The policy without those entries, nor what older versions of Onyxia wrote for listing this prefix; undefined when nothing is left of it, and it is to be deleted. Wider statements stay.
 * @throws Failure
 */
export function withoutPublicPrefix(
  text: string | undefined,
  bucket: string,
  prefix: string,
): string | undefined {
  const { policy, statements } = read(text);
  let next: Statement[] = statements;
  for (const entry of [reading(bucket, prefix), listing(bucket, prefix), formerListing(bucket, prefix)])
    next = next.flatMap((statement) => {
      if (entry.isWhole?.(statement)) return [];
      const list = entry.list(statement);
      if (!list?.includes(entry.value)) return [statement];
      const left = list.filter((one) => one !== entry.value);
      return left.length === 0 ? [] : [entry.with(statement, left)];
    });
  return next.length === 0 ? undefined : JSON.stringify({ ...policy, Statement: next });
}

/** One of our two entries, and the statements that may hold it. */
interface Entry {
  readonly value: string;
  /** The list of a statement that says nothing but this kind of thing; undefined for any other statement. */
  list(statement: Statement): readonly string[] | undefined;
  with(statement: Statement, list: readonly string[]): Statement;
  make(): Statement;
  /** True for a statement that has no list but says this very thing. */
  isWhole?(statement: Statement): boolean;
}

function reading(bucket: string, prefix: string): Entry {
  const value = `arn:aws:s3:::${bucket}/${prefix}*`;
  const make = () => ({ Effect: 'Allow', Principal: everyone, Action: ['s3:GetObject'], Resource: [value] });
  return {
    value,
    make,
    list: (statement) =>
      isPlain(statement, 's3:GetObject') && statement['Condition'] === undefined
        ? texts(statement['Resource'])
        : undefined,
    with: (statement, list) => ({ ...statement, Resource: list }),
  };
}

function listing(bucket: string, prefix: string): Entry {
  if (prefix !== '') return conditionalListing(bucket, 'StringLike', `${prefix}*`);
  // Asked for the whole bucket there is no prefix that a condition could compare.
  const entry = conditionalListing(bucket, 'StringLike', '*');
  return {
    ...entry,
    make: () => {
      const { Condition: _condition, ...statement } = entry.make();
      return statement;
    },
    list: () => undefined,
    isWhole: (one) => allowsListing(one, bucket) && one['Condition'] === undefined,
  };
}

/** What Onyxia wrote until it compared by pattern: it lets everyone list the prefix, so it must go with the rest. */
const formerListing = (bucket: string, prefix: string) => conditionalListing(bucket, 'StringEquals', prefix);

function conditionalListing(bucket: string, operator: string, value: string): Entry {
  const condition = (list: readonly string[]) => ({ [operator]: { 's3:prefix': list } });
  return {
    value,
    make: () => ({
      Effect: 'Allow',
      Principal: everyone,
      Action: ['s3:ListBucket'],
      Resource: [`arn:aws:s3:::${bucket}`],
      Condition: condition([value]),
    }),
    list: (one) => {
      const found = one['Condition'];
      if (!allowsListing(one, bucket) || !isRecord(found) || Object.keys(found).length !== 1)
        return undefined;
      const compared = found[operator];
      return isRecord(compared) && Object.keys(compared).length === 1
        ? texts(compared['s3:prefix'])
        : undefined;
    },
    with: (one, list) => ({ ...one, Condition: condition(list) }),
  };
}

const allowsListing = (statement: Statement, bucket: string) =>
  isPlain(statement, 's3:ListBucket') && only(statement['Resource']) === `arn:aws:s3:::${bucket}`;

const plainFields = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

/** Allows everyone exactly one action, and has no field that we do not know. */
function isPlain(statement: Statement, action: string): boolean {
  return (
    statement['Effect'] === 'Allow' &&
    isEveryone(statement['Principal']) &&
    only(statement['Action']) === action &&
    Object.keys(statement).every((field) => plainFields.has(field))
  );
}

function isEveryone(principal: unknown): boolean {
  if (principal === '*') return true;
  return isRecord(principal) && Object.keys(principal).length === 1 && only(principal['AWS']) === '*';
}

/** Who may read below a prefix, as far as the policy tells. Pure. @throws Failure */
export function publicityOf(
  text: string | undefined,
  bucket: string,
  prefix: string,
): Pick<Publicity, 'state' | 'by'> {
  const { statements } = read(text);
  const place = `arn:aws:s3:::${bucket}/${prefix}`;
  const about = statements.map((statement) => ({
    effect: statement['Effect'],
    reach: reachOf(statement, place),
    conditional: statement['Condition'] !== undefined,
    resources: all(statement['Resource']),
    everyone: namesEveryone(statement),
  }));
  const denials = about.filter(({ effect, reach }) => effect === 'Deny' && reach !== 'none');
  if (denials.some((one) => one.reach === 'all' && !one.conditional && one.everyone))
    return { state: 'private' };
  const allowing = about.filter((one) => one.effect === 'Allow' && one.everyone && one.reach !== 'none');
  const whole = allowing.find((one) => one.reach === 'all' && !one.conditional);
  if (!whole) return { state: allowing.length > 0 ? 'partly' : 'private' };
  const pattern = whole.resources.find((one) => covers(one, place)) ?? `${place}*`;
  const by =
    pattern === `${place}*` ? undefined : pattern.replace(/^arn:aws:s3:::[^/]*\/?/, '').replace(/\*+$/, '');
  return { state: denials.length > 0 ? 'partly' : 'public', ...(by !== undefined && { by }) };
}

/** How much of what lies below a place a statement about reading concerns. */
function reachOf(statement: Statement, place: string): 'all' | 'some' | 'none' {
  const actions = all(statement['Action']);
  if (statement['NotAction'] === undefined && !actions.some((one) => fits(one.toLowerCase(), 's3:getobject')))
    return 'none';
  if (statement['NotAction'] !== undefined || statement['NotResource'] !== undefined) return 'some';
  const resources = all(statement['Resource']);
  if (resources.some((pattern) => covers(pattern, place))) return 'all';
  return resources.some((pattern) => touches(pattern, place)) ? 'some' : 'none';
}

function namesEveryone(statement: Statement): boolean {
  if (statement['NotPrincipal'] !== undefined) return true;
  const principal = statement['Principal'];
  if (principal === '*') return true;
  return isRecord(principal) && Object.values(principal).some((one) => all(one).includes('*'));
}

/** Matches the place and therefore, ending with a star, everything below it. */
const covers = (pattern: string, place: string) => pattern.endsWith('*') && fits(pattern, place);

/** Means something below the place: what stands before its first wildcard lies below. */
const touches = (pattern: string, place: string) => {
  const literal = pattern.split(/[*?]/, 1)[0] ?? '';
  return literal.startsWith(place) || (literal !== pattern && place.startsWith(literal));
};

function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\*+/g, '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, 'u').test(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}

function all(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : (texts(value) ?? []);
}

function only(value: unknown): string | undefined {
  const list = all(value);
  return list.length === 1 ? list[0] : undefined;
}
