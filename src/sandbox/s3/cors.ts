import { S3Error } from './errors.ts';
import { fits } from './policy.ts';
import { childrenNamed, parseXml, textOf } from './xml.ts';

/** A rule of a bucket's CORS configuration. */
export interface CorsRule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge: string | undefined;
}

/**
 * Reads a CORS configuration; throws S3Error MalformedXML.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html.
 */
export const parseCors = (document: string): CorsRule[] => {
  const root = parseXml(document);
  const rules = childrenNamed(root, 'CORSRule').map((rule) => {
    const texts = (name: string): string[] => childrenNamed(rule, name).map(({ text }) => text.trim());
    return {
      origins: texts('AllowedOrigin'),
      methods: texts('AllowedMethod'),
      headers: texts('AllowedHeader'),
      expose: texts('ExposeHeader'),
      maxAge: textOf(rule, 'MaxAgeSeconds'),
    };
  });
  const known = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];
  if (
    root.name !== 'CORSConfiguration' ||
    rules.length === 0 ||
    rules.some(
      ({ origins, methods }) =>
        !origins.length || !methods.length || methods.some((one) => !known.includes(one)),
    )
  )
    throw new S3Error('MalformedXML');
  return rules;
};

/**
 * The CORS headers of an answer, or undefined where the rules refuse the origin. A bucket without rules answers every
 * origin, as a MinIO server does by default.
 */
export const corsHeaders = (
  rules: readonly CorsRule[] | undefined,
  origin: string,
  method: string,
  askedHeaders?: string,
): Record<string, string> | undefined => {
  const asked = (askedHeaders ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = rules
    ? rules.find(
        (one) =>
          one.origins.some((pattern) => fits(pattern, origin)) &&
          one.methods.includes(method) &&
          asked.every((name) => one.headers.some((pattern) => fits(pattern.toLowerCase(), name))),
      )
    : { origins: [], methods: [method], headers: [], expose: ['*', 'ETag', 'x-amz-*'], maxAge: undefined };
  if (!rule) return undefined;
  const anyone = rule.origins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(askedHeaders ? { 'access-control-allow-headers': askedHeaders } : {}),
    'access-control-allow-methods': rules ? rule.methods.join(', ') : method,
    ...(rule.expose.length ? { 'access-control-expose-headers': rule.expose.join(', ') } : {}),
    ...(rule.maxAge ? { 'access-control-max-age': rule.maxAge } : {}),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
};
