/** Names of buckets: which are allowed, and whose they are. Pure. */
import type { Project } from '../../../../shared/contract/sign-in.ts';
import type { Bucket } from '../../../../shared/contract/storage/places.ts';

/** True for a name that S3 allows. Source: Amazon S3 user guide, "General purpose bucket naming rules". */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^(\d{1,3}\.){3}\d{1,3}$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

export interface Whose {
  readonly userName: string;
  readonly project: Project;
  /** Groups of the token. */
  readonly groups: readonly string[];
  /** What the platform puts before the name of a group. */
  readonly groupPrefix: string | undefined;
}

/**
 * The buckets of whoever the project is of, most likely first: Onyxia names a person's after the user name, a project's after its group,
 * as it stands or with the prefix of its namespace.
 */
export function homeBuckets({ userName, project, groupPrefix = '' }: Whose): string[] {
  const { group, namespace } = project;
  const names = group === undefined ? [userName] : [namespace, group, `${groupPrefix}${group}`];
  return [...new Set(names.map((name) => name.toLowerCase()))].filter(isBucketName);
}

/** Whose a bucket is, by its name. */
export function ownerOf(name: string, whose: Whose): Bucket['owner'] {
  const { userName, groups, groupPrefix = '' } = whose;
  if (name === userName.toLowerCase()) return 'mine';
  if (whose.project.group !== undefined && homeBuckets(whose).includes(name)) return 'group';
  // Keycloak writes groups as paths.
  const short = groups.map((group) => group.replace(/^\//, '').toLowerCase());
  return short.some((group) => name === group || name === `${groupPrefix}${group}`) ? 'group' : 'other';
}

/** The groups that the claims of a token name. */
export function groupsOf(claims: Readonly<Record<string, unknown>>): string[] {
  const groups = claims['groups'];
  return Array.isArray(groups) ? groups.filter((one): one is string => typeof one === 'string') : [];
}
