/** The snippets of Onyxia's account page: S3 keys and a Vault token out of lines in any of a dozen languages. Pure. */
import { failure } from '../../../shared/contract/errors.ts';
import type { StsCredentials } from '../platform/s3/sts.ts';
import { claimsOf } from '../platform/oidc/token-set.ts';

export interface PastedStorage {
  readonly credentials: StsCredentials;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * Reads environment lines, an AWS profile, or the same names in Python or R.
 * @throws Failure `invalid-input` (`no-storage-keys`).
 */
export function readStorageSnippet(text: string): PastedStorage {
  const value = (...names: string[]) => assigned(text, names);
  const accessKeyId = value('AWS_ACCESS_KEY_ID', 'access_key_id', 'aws_access_key_id', 'key');
  const secretAccessKey = value(
    'AWS_SECRET_ACCESS_KEY',
    'secret_access_key',
    'aws_secret_access_key',
    'secret',
  );
  if (!accessKeyId || !secretAccessKey) {
    throw failure('invalid-input', 'The text holds no S3 keys', {
      reason: 'no-storage-keys',
      field: 'storage',
    });
  }
  const sessionToken = value('AWS_SESSION_TOKEN', 'session_token', 'aws_session_token', 'token');
  const endpoint = value(
    'AWS_ENDPOINT_URL_S3',
    'AWS_ENDPOINT_URL',
    'AWS_S3_ENDPOINT',
    'endpoint_url',
    'endpoint',
  );
  const region = value('AWS_DEFAULT_REGION', 'AWS_REGION', 'region_name', 'region');
  // MinIO's session token is a JWT that tells its end.
  const { exp } = claimsOf(sessionToken);
  return {
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken && { sessionToken }),
      ...(typeof exp === 'number' && { expiresAt: exp * 1000 }),
    },
    ...(endpoint && { endpoint: /^https?:/.test(endpoint) ? endpoint : `https://${endpoint}` }),
    ...(region && { region }),
  };
}

/** @throws Failure `invalid-input` (`no-vault-token`). */
export function readVaultSnippet(text: string): { url?: string; token: string } {
  const token =
    assigned(text, ['VAULT_TOKEN']) ??
    /\bvault\s+login\s+(?:token=)?["']?([^"'\s]+)/.exec(text)?.[1] ??
    /^\s*((?:hvs|s)\.[\w.-]+)\s*$/.exec(text)?.[1];
  if (!token)
    throw failure('invalid-input', 'The text holds no Vault token', {
      reason: 'no-vault-token',
      field: 'vault',
    });
  const url = assigned(text, ['VAULT_ADDR']);
  return { token, ...(url && URL.canParse(url) && { url }) };
}

/** `export NAME=value`, `NAME: value`, `name = "value"`, `["NAME"] = 'value'`, `"NAME" = "value"`. */
function assigned(text: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const match = new RegExp(
      `(?:^|[^\\w])${name}["']?\\]?\\s*(?:=|:|<-)\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"',;)]+))`,
      'm',
    ).exec(text);
    const value = match?.[1] ?? match?.[2] ?? match?.[3];
    if (value) return value;
  }
  return undefined;
}
