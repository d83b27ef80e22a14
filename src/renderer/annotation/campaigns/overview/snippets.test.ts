import { describe, expect, test } from 'vitest';
import { campaignSnippet } from './snippets.ts';

const server = {
  endpoint: 'https://minio.example.org',
  region: 'us-east-1',
  pathStyle: true,
  kind: 'platform',
} as const;
const at = { profile: 'ssp', bucket: 'team', prefix: "d'été [1]/campaigns/gold/" };

describe('the code that reads a campaign', () => {
  test('names its files, quoted for SQL and not taken for patterns', () => {
    const sql = campaignSnippet('duckdb', at, server);
    expect(sql).toContain("'s3://team/d''été [[]1[]]/campaigns/gold/decisions/*/*.parquet'");
    expect(sql).toContain("ENDPOINT 'minio.example.org'");
    expect(sql).toContain('USE_SSL true');
  });
  test('takes keys from the environment, and none where the place is open to all', () => {
    expect(campaignSnippet('python', at, server)).toContain('credential_chain');
    expect(campaignSnippet('python', at, { ...server, kind: 'anonymous' })).not.toContain('credential_chain');
    expect(campaignSnippet('mc', at, { ...server, kind: 'anonymous' })).toContain(
      'MC_HOST_storage="https://minio.example.org"',
    );
  });
  test('quotes a name for the shell', () => {
    expect(campaignSnippet('mc', at, server)).toContain(`'storage/team/d'\\''été [1]/campaigns/gold/'`);
  });
});
