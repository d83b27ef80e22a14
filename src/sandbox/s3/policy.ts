import { BlockList, isIPv4 } from 'node:net';

/** A request as a policy sees it; condition keys in lower case (`s3:prefix`, `aws:sourceip`). */
export interface PolicyRequest {
  readonly principal: string | undefined;
  readonly action: string;
  readonly resource: string;
  readonly conditions: Readonly<Record<string, string | undefined>>;
}

/** A statement of a policy, its lists made plain. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly string[] | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}

/** A policy that cannot be read; the message says why. */
export class PolicyError extends Error {}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const list = (value: unknown, what: string): string[] => {
  const values: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return values.map((one) => {
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') return String(one);
    throw new PolicyError(`invalid ${what}`);
  });
};

/** Whether a text fits a pattern where `*` stands for any text and `?` for any one character. */
export const fits = (pattern: string, text: string): boolean => {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${expression}$`, 'u').test(text);
};

const inNetwork = (address: string, network: string): boolean => {
  const [base = '', bits] = network.split('/');
  if (!isIPv4(address) || !isIPv4(base)) return address === base;
  const block = new BlockList();
  block.addSubnet(base, bits === undefined ? 32 : Number(bits), 'ipv4');
  return block.check(address);
};

const operators: Record<string, (value: string, wanted: string) => boolean> = {
  StringEquals: (value, wanted) => value === wanted,
  StringEqualsIgnoreCase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  StringLike: (value, wanted) => fits(wanted, value),
  NumericEquals: (value, wanted) => Number(value) === Number(wanted),
  NumericLessThan: (value, wanted) => Number(value) < Number(wanted),
  NumericLessThanEquals: (value, wanted) => Number(value) <= Number(wanted),
  NumericGreaterThan: (value, wanted) => Number(value) > Number(wanted),
  NumericGreaterThanEquals: (value, wanted) => Number(value) >= Number(wanted),
  Bool: (value, wanted) => value === wanted,
  IpAddress: inNetwork,
};

/** An operator's plain name, and whether it is turned round (`StringNotEquals`, `NotIpAddress`). */
const plain = (operator: string): { name: string; negated: boolean } => {
  const name = operator.replace('Not', '');
  return { name, negated: name !== operator };
};

const statementOf = (value: unknown): Statement => {
  if (!isRecord(value)) throw new PolicyError('invalid statement');
  const { Effect, Principal, Action, Resource, Condition } = value;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new PolicyError(`invalid Effect '${String(Effect)}'`);
  for (const name of ['NotPrincipal', 'NotAction', 'NotResource'])
    if (value[name] !== undefined) throw new PolicyError(`${name} is not supported`);
  const actions = list(Action, 'Action');
  if (actions.length === 0) throw new PolicyError('Action must not be empty');
  const conditions = Object.entries(isRecord(Condition) ? Condition : {}).flatMap(([operator, keys]) => {
    const known = operators[plain(operator.replace(/IfExists$/, '')).name];
    if (!known || !isRecord(keys)) throw new PolicyError(`invalid condition operator '${operator}'`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: list(values, 'condition value'),
    }));
  });
  return {
    effect: Effect,
    principals:
      Principal === undefined
        ? undefined
        : list(isRecord(Principal) ? Principal['AWS'] : Principal, 'Principal'),
    actions,
    resources: list(Resource, 'Resource').map((one) => one.replace(/^arn:aws:s3:::/, '')),
    conditions,
  };
};

/**
 * Reads a policy document of the access policy language; with `bucket`, one of a bucket: then each statement needs a
 * principal and resources of that bucket. Throws PolicyError.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html.
 */
export const parsePolicy = (source: string, bucket?: string): Statement[] => {
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch (error) {
    throw new PolicyError(error instanceof Error ? error.message : String(error));
  }
  if (!isRecord(document)) throw new PolicyError('a policy is an object');
  if (document['Version'] !== '2012-10-17') throw new PolicyError('invalid version');
  const given: unknown = document['Statement'] ?? [];
  const statements = (Array.isArray(given) ? given : [given]).map(statementOf);
  if (bucket !== undefined)
    for (const { principals, resources } of statements) {
      if (!principals?.length) throw new PolicyError('Principal must not be empty');
      if (resources.length === 0) throw new PolicyError('Resource must not be empty');
      if (!resources.every((resource) => fits(resource.split('/', 1)[0] ?? '', bucket)))
        throw new PolicyError('bucket name does not match');
    }
  return statements;
};

const holds = (
  { operator, key, values }: Statement['conditions'][number],
  { conditions }: PolicyRequest,
): boolean => {
  const optional = operator.endsWith('IfExists');
  const { name, negated } = plain(operator.replace(/IfExists$/, ''));
  const value = conditions[key];
  if (value === undefined) return optional || negated;
  const test = operators[name];
  return test !== undefined && values.some((wanted) => test(value, wanted)) !== negated;
};

const concerns = (statement: Statement, request: PolicyRequest): boolean =>
  (statement.principals?.some(
    (principal) =>
      principal === '*' ||
      (request.principal !== undefined && principal.endsWith(`user/${request.principal}`)),
  ) ??
    true) &&
  statement.actions.some((action) => fits(action.toLowerCase(), request.action.toLowerCase())) &&
  (statement.resources.length === 0 ||
    statement.resources.some((resource) => fits(resource, request.resource))) &&
  statement.conditions.every((condition) => holds(condition, request));

/** What a policy says of a request: an explicit `deny` wins over any `allow`; `silent` when nothing concerns it. */
export const judge = (
  statements: readonly Statement[],
  request: PolicyRequest,
): 'allow' | 'deny' | 'silent' => {
  const effects = statements.filter((statement) => concerns(statement, request)).map(({ effect }) => effect);
  return effects.includes('Deny') ? 'deny' : effects.includes('Allow') ? 'allow' : 'silent';
};

/** The policy of a bucket that anyone may list and read. */
export const publicReadPolicy = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['s3:GetBucketLocation', 's3:ListBucket'],
        Resource: [`arn:aws:s3:::${bucket}`],
      },
      {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['s3:GetObject'],
        Resource: [`arn:aws:s3:::${bucket}/*`],
      },
    ],
  });
