/** Ready code that reads an export elsewhere. Pure. */
import type { ExportManifest } from '../../../shared/contract/annotation/exchange.ts';

export const snippetTools = ['duckdb', 'pandas'] as const;
export type SnippetTool = (typeof snippetTools)[number];

export interface SnippetPlace {
  readonly bucket: string;
  /** `https://minio.example.org`; absent where the profile is not known. */
  readonly endpoint?: string;
}

type Exported = Pick<ExportManifest, 'request' | 'files'>;

/** The code that reads the first file of an export; keys come from the environment. */
export function snippetOf(tool: SnippetTool, exported: Exported, place: SnippetPlace): string {
  const key = exported.files.find(({ name }) => name !== 'export.json')?.key ?? '';
  const address = `s3://${place.bucket}/${key}`;
  return tool === 'duckdb'
    ? duckdb(exported.request.format, address, place.endpoint)
    : pandas(exported.request.format, address, place.endpoint);
}

type Format = ExportManifest['request']['format'];

function duckdb(format: Format, address: string, endpoint: string | undefined): string {
  const secret = ['TYPE s3', 'PROVIDER credential_chain'];
  if (endpoint !== undefined) {
    secret.push(`ENDPOINT ${sqlText(endpoint.replace(/^https?:\/\//, '').replace(/\/$/, ''))}`);
    secret.push("URL_STYLE 'path'");
    if (endpoint.startsWith('http:')) secret.push('USE_SSL false');
  }
  const quoted = sqlText(address);
  const from = {
    'etl-parquet': `read_parquet(${quoted})`,
    csv: `read_csv(${quoted}, all_varchar = true)`,
    'label-studio': `read_json(${quoted})`,
    'label-studio-min': `read_json(${quoted})`,
  }[format];
  return [
    'INSTALL httpfs; LOAD httpfs;',
    'INSTALL aws; LOAD aws;',
    `CREATE SECRET (${secret.join(', ')});`,
    `SELECT * FROM ${from};`,
  ].join('\n');
}

function pandas(format: Format, address: string, endpoint: string | undefined): string {
  const options =
    endpoint === undefined
      ? ''
      : `, storage_options={"client_kwargs": {"endpoint_url": ${pythonText(endpoint)}}}`;
  const quoted = pythonText(address);
  const read = {
    'etl-parquet': `pd.read_parquet(${quoted}${options})`,
    // Codes are text: a leading zero would be lost otherwise.
    csv: `pd.read_csv(${quoted}, dtype=str${options})`,
    'label-studio': `pd.read_json(${quoted}${options})`,
    'label-studio-min': `pd.read_json(${quoted}${options})`,
  }[format];
  return `import pandas as pd\n\ncodings = ${read}`;
}

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;
const pythonText = (text: string) => JSON.stringify(text);
