/** Snippets for the command line. Pure. */
import { duckTable, fileNameOf, hostOf, pathOf, shellText } from './snippet-text.ts';
import type { SnippetPlace } from './snippets.ts';
import { sqlText } from './sql-text.ts';

const language = 'shell';

function duckdbCli(place: SnippetPlace) {
  const { host, isSecure } = hostOf(place);
  const keys = place.anonymous
    ? ''
    : `  KEY_ID getenv('AWS_ACCESS_KEY_ID'),
  SECRET getenv('AWS_SECRET_ACCESS_KEY'),
  SESSION_TOKEN getenv('AWS_SESSION_TOKEN'),
`;
  const text = `INSTALL httpfs;
LOAD httpfs;
CREATE SECRET (
  TYPE s3,
${keys}  ENDPOINT ${sqlText(host)},
  REGION ${sqlText(place.region)},
  URL_STYLE '${place.pathStyle ? 'path' : 'vhost'}',
  USE_SSL ${isSecure}
);
SELECT * FROM ${duckTable(place)} LIMIT 100;
`;
  return { text, language: 'sql' };
}

const local = (place: SnippetPlace) => shellText(`./${fileNameOf(place)}`);

function rclone(place: SnippetPlace) {
  const text = `export RCLONE_CONFIG_STORAGE_TYPE=s3
export RCLONE_CONFIG_STORAGE_PROVIDER=Other
export RCLONE_CONFIG_STORAGE_ENV_AUTH=${!place.anonymous}
export RCLONE_CONFIG_STORAGE_ENDPOINT=${shellText(place.endpoint)}
export RCLONE_CONFIG_STORAGE_REGION=${shellText(place.region)}
export RCLONE_CONFIG_STORAGE_FORCE_PATH_STYLE=${place.pathStyle}
rclone ${place.key === undefined ? `lsl ${shellText(`storage:${pathOf(place)}`)}` : `copyto ${shellText(`storage:${pathOf(place)}`)} ${local(place)}`}
`;
  return { text, language };
}

function mc(place: SnippetPlace) {
  const { host, scheme } = hostOf(place);
  const keys = place.anonymous
    ? ''
    : '${AWS_ACCESS_KEY_ID}:${AWS_SECRET_ACCESS_KEY}${AWS_SESSION_TOKEN:+:$AWS_SESSION_TOKEN}@';
  const path = place.pathStyle
    ? ''
    : "# mc finds out by itself whether the bucket belongs into the host's name.\n";
  const text = `${path}export MC_HOST_storage="${scheme}://${keys}${host}"
mc ${place.key === undefined ? `ls --recursive ${shellText(`storage/${pathOf(place)}`)}` : `cp ${shellText(`storage/${pathOf(place)}`)} ${local(place)}`}
`;
  return { text, language };
}

function aws(place: SnippetPlace) {
  const options = `--endpoint-url ${shellText(place.endpoint)} --region ${shellText(place.region)}${place.anonymous ? ' --no-sign-request' : ''}`;
  // With an address of its own the AWS CLI puts the bucket into the path, unless told otherwise.
  const style = place.pathStyle ? '' : 'aws configure set default.s3.addressing_style virtual\n';
  const address = shellText(`s3://${pathOf(place)}`);
  const text = `${style}aws s3 ${place.key === undefined ? `ls --recursive ${address}` : `cp ${address} ${local(place)}`} ${options}
`;
  return { text, language };
}

export const shellSnippets = { 'duckdb-cli': duckdbCli, rclone, mc, aws } as const;
