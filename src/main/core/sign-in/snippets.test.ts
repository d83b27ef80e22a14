import { expect, test } from 'vitest';
import { readStorageSnippet, readVaultSnippet } from './snippets.ts';

const token = `h.${Buffer.from('{"exp":1800000000}').toString('base64url')}.s`;
const expected = {
  credentials: {
    accessKeyId: 'KEY',
    secretAccessKey: 'se/cret+1',
    sessionToken: token,
    expiresAt: 1_800_000_000_000,
  },
  region: 'us-east-1',
};

test.each([
  [
    'environment lines',
    `export AWS_ACCESS_KEY_ID=KEY\nexport AWS_SECRET_ACCESS_KEY=se/cret+1\nexport AWS_DEFAULT_REGION=us-east-1\nexport AWS_SESSION_TOKEN=${token}`,
  ],
  [
    'an AWS profile',
    `[default]\naws_access_key_id = KEY\naws_secret_access_key = se/cret+1\naws_session_token = ${token}\nregion = us-east-1`,
  ],
  [
    'Python',
    `os.environ["AWS_ACCESS_KEY_ID"] = 'KEY'\nos.environ["AWS_SECRET_ACCESS_KEY"] = 'se/cret+1'\nos.environ["AWS_SESSION_TOKEN"] = '${token}'\nos.environ["AWS_DEFAULT_REGION"] = 'us-east-1'`,
  ],
  [
    'R',
    `Sys.setenv("AWS_ACCESS_KEY_ID" = "KEY", "AWS_SECRET_ACCESS_KEY" = "se/cret+1",\n "AWS_DEFAULT_REGION" = "us-east-1", "AWS_SESSION_TOKEN" = "${token}")`,
  ],
  [
    'boto3',
    `boto3.client("s3", aws_access_key_id='KEY', aws_secret_access_key='se/cret+1', aws_session_token='${token}', region_name="us-east-1")`,
  ],
  [
    'rclone',
    `[minio]\ntype = s3\naccess_key_id = KEY\nsecret_access_key = se/cret+1\nsession_token = ${token}\nregion = us-east-1`,
  ],
])('S3 keys are found in %s', (_language, text) => {
  expect(readStorageSnippet(text)).toEqual(expected);
});

test('an endpoint without a scheme is https', () => {
  const text = 'AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\nAWS_S3_ENDPOINT=minio.example.org';
  expect(readStorageSnippet(text)).toEqual({
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    endpoint: 'https://minio.example.org',
  });
});

test('a text without keys names the field', () => {
  expect(() => readStorageSnippet('AWS_ACCESS_KEY_ID=a')).toThrow('no S3 keys');
  expect(() => readVaultSnippet('VAULT_ADDR=https://v.example')).toThrow('no Vault token');
});

test('a Vault token is found in lines, a command, or alone', () => {
  expect(readVaultSnippet('export VAULT_ADDR="https://v.example"\nexport VAULT_TOKEN="hvs.abc"')).toEqual({
    url: 'https://v.example',
    token: 'hvs.abc',
  });
  expect(readVaultSnippet('vault login token=hvs.abc')).toEqual({ token: 'hvs.abc' });
  expect(readVaultSnippet('  hvs.abc-D_1\n')).toEqual({ token: 'hvs.abc-D_1' });
});
