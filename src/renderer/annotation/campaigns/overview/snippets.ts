/** How other programs read a campaign: DuckDB and Python. Pure. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Profile } from '../../../../shared/contract/storage/places.ts';

type Server = Pick<Profile, 'endpoint' | 'region' | 'pathStyle' | 'kind'>;

export const snippetKinds = ['duckdb', 'python', 'mc'] as const;
export type SnippetKind = (typeof snippetKinds)[number];

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;
/** Names in a path are no patterns. */
const literal = (text: string) => text.replaceAll(/[[\]*?]/g, '[$&]');

function serverOf({ endpoint }: Server) {
  const address = new URL(endpoint);
  return {
    host: `${address.host}${address.pathname.replace(/\/$/, '')}`,
    isSecure: address.protocol === 'https:',
  };
}

/** The code that reads the decisions in force beside their items; keys come from the environment. */
export function campaignSnippet(kind: SnippetKind, at: CampaignRef, server: Server): string {
  switch (kind) {
    case 'duckdb':
      return duckdb(at, server);
    case 'python':
      return python(at, server);
    case 'mc':
      return mc(at, server);
  }
}

/** A decision holds unless it was taken back or a newer one names it in `replaces`. */
const inForce = `SELECT * FROM decisions
WHERE NOT withdrawn
  AND decision_id NOT IN (SELECT unnest(replaces) FROM decisions)`;

function secret(server: Server): string {
  const { host, isSecure } = serverOf(server);
  const keys = server.kind === 'anonymous' ? '' : '  PROVIDER credential_chain,\n';
  return `INSTALL httpfs; LOAD httpfs;
CREATE SECRET storage (
  TYPE s3,
${keys}  ENDPOINT ${sqlText(host)},
  REGION ${sqlText(server.region)},
  URL_STYLE '${server.pathStyle ? 'path' : 'vhost'}',
  USE_SSL ${isSecure}
);`;
}

function duckdb({ bucket, prefix }: CampaignRef, server: Server): string {
  const table = (files: string) => sqlText(`s3://${literal(`${bucket}/${prefix}`)}${files}`);
  return `${secret(server)}
CREATE VIEW items AS SELECT * FROM read_parquet(${table('items/*.parquet')}, union_by_name = true);
CREATE VIEW decisions AS SELECT * FROM read_parquet(${table('decisions/*/*.parquet')}, union_by_name = true);
${inForce};
`;
}

function python({ bucket, prefix }: CampaignRef, server: Server): string {
  const table = (files: string) => sqlText(`s3://${literal(`${bucket}/${prefix}`)}${files}`);
  return `import duckdb

storage = duckdb.connect()
storage.execute("""
${secret(server)}
CREATE VIEW decisions AS SELECT * FROM read_parquet(${table('decisions/*/*.parquet')}, union_by_name = true);
""")
decisions = storage.sql("""
${inForce}
""").df()
print(decisions[["task_id", "annotator", "code_final", "status"]])
`;
}

function mc({ bucket, prefix }: CampaignRef, server: Server): string {
  const { host, isSecure } = serverOf(server);
  const keys =
    server.kind === 'anonymous'
      ? ''
      : '${AWS_ACCESS_KEY_ID}:${AWS_SECRET_ACCESS_KEY}${AWS_SESSION_TOKEN:+:$AWS_SESSION_TOKEN}@';
  const path = `'${`storage/${bucket}/${prefix}`.replaceAll("'", `'\\''`)}'`;
  return `export MC_HOST_storage="${isSecure ? 'https' : 'http'}://${keys}${host}"
mc ls --recursive ${path}
mc cp --recursive ${path} .
`;
}
