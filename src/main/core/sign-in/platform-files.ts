/** Making platform files: from text, from a kubeconfig and addresses. Pure. */
import type { z } from 'zod';
import { failure } from '../../../shared/contract/errors.ts';
import { PlatformFile } from '../../../shared/contract/platform.ts';
import type { ImportedCluster } from '../../../shared/contract/sign-in.ts';
import { slug } from '../platform/onyxia/platform-file.ts';
import type { KubeconfigContext } from './kubeconfig.ts';

/** @throws Failure `invalid-input` that names the field at fault, or `platform-file-newer` for a version that we do not know. */
export function readPlatformFile(text: string): PlatformFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw failure('invalid-input', 'This is not JSON', {
      reason: 'not-json',
      field: 'text',
      words: error instanceof Error ? error.message : String(error),
    });
  }
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (typeof version === 'number' && version > 1) {
    throw failure('invalid-input', `The file is of version ${version}`, {
      reason: 'platform-file-newer',
      field: 'schemaVersion',
      values: { version },
    });
  }
  const read = PlatformFile.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue?.path.join('.') || 'text';
  throw failure('invalid-input', `The platform file is not right at ${field}`, {
    reason: 'platform-file-wrong',
    field,
    values: { field },
    words: issue?.message ?? '',
  });
}

/** The platform that a cluster and some addresses make. `certificateAuthority` is PEM. */
export function platformOfCluster(
  given: z.output<typeof ImportedCluster>,
  context: KubeconfigContext,
  certificateAuthority: string | undefined,
): PlatformFile {
  const name = given.name ?? context.name;
  return {
    schemaVersion: 1,
    id: slug(name),
    name,
    kubernetes: {
      server: context.server,
      ...(certificateAuthority && { certificateAuthority }),
      namespaces: [context.namespace ?? 'default'],
    },
    ...(given.catalogs.length > 0 && {
      catalogs: given.catalogs.map((url) => ({
        id: slug(new URL(url).host + new URL(url).pathname),
        name: nameOf(url),
        url,
      })),
    }),
    ...(given.storage && {
      storage: [{ name: 'default', endpoint: given.storage, region: 'us-east-1', pathStyle: true }],
    }),
    ...(given.mlflow && { mlflow: { url: given.mlflow } }),
  };
}

/** An id that no other platform has. */
export function freeId(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const next = `${wanted.slice(0, 58)}-${number}`;
    if (!taken.includes(next)) return next;
  }
}

/** What tells one platform from another, whatever it is called. */
export function addressOf(file: PlatformFile): string {
  return (
    file.onyxia?.url ?? file.kubernetes?.server ?? file.storage?.[0]?.endpoint ?? file.oidc?.issuer ?? ''
  );
}

function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return pathname.split('/').filter(Boolean).at(-1) ?? host;
}
