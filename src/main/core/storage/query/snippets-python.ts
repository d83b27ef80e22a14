/** Snippets in Python. Pure. */
import { duckTable, fileNameOf, formatOf, hostOf, pathOf, quoted } from './snippet-text.ts';
import { asPattern } from './glob.ts';
import type { SnippetPlace } from './snippets.ts';

const language = 'python';

function s3fs(place: SnippetPlace) {
  const keys = place.anonymous
    ? '    anon=True,'
    : `    key=os.environ["AWS_ACCESS_KEY_ID"],
    secret=os.environ["AWS_SECRET_ACCESS_KEY"],
    token=os.environ.get("AWS_SESSION_TOKEN"),`;
  const format = formatOf(place);
  const [imports, reading] =
    place.key === undefined
      ? ['', `names = storage.find(${quoted(pathOf(place))})`]
      : [
          format ? 'import pandas as pd\n' : '',
          `with storage.open(${quoted(pathOf(place))}, "rb") as file:
    data = ${format ? `pd.read_${format}(file${/\.(jsonl|ndjson)/i.test(place.key) ? ', lines=True' : ''})` : 'file.read()'}`,
        ];
  const text = `import os

${imports}import s3fs

storage = s3fs.S3FileSystem(
${keys}
    endpoint_url=${quoted(place.endpoint)},
    client_kwargs={"region_name": ${quoted(place.region)}},
    config_kwargs={"s3": {"addressing_style": "${place.pathStyle ? 'path' : 'virtual'}"}},
)
${reading}
`;
  return { text, language };
}

function polars(place: SnippetPlace) {
  const keys = place.anonymous
    ? '    "aws_skip_signature": "true",'
    : `    "aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"],
    "aws_secret_access_key": os.environ["AWS_SECRET_ACCESS_KEY"],`;
  const token = place.anonymous
    ? ''
    : `if os.environ.get("AWS_SESSION_TOKEN"):
    options["aws_session_token"] = os.environ["AWS_SESSION_TOKEN"]
`;
  const reader = { parquet: 'scan_parquet', csv: 'scan_csv', json: 'scan_ndjson' }[
    formatOf(place) ?? 'parquet'
  ];
  const reading =
    place.key === undefined
      ? `pl.scan_parquet(${quoted(`s3://${place.bucket}/${asPattern(place.prefix)}**/*.parquet`)}, storage_options=options, hive_partitioning=True)`
      : `pl.${reader}(${quoted(`s3://${place.bucket}/${asPattern(place.key)}`)}, storage_options=options)`;
  const text = `import os

import polars as pl

options = {
${keys}
    "aws_endpoint_url": ${quoted(place.endpoint)},
    "aws_region": ${quoted(place.region)},
    "aws_virtual_hosted_style_request": "${!place.pathStyle}",
    "aws_allow_http": "${!hostOf(place).isSecure}",
}
${token}data = ${reading}
print(data.head(100).collect())
`;
  return { text, language };
}

function pyarrow(place: SnippetPlace) {
  const { host, scheme } = hostOf(place);
  const path = quoted(pathOf(place));
  const keys = place.anonymous
    ? '    anonymous=True,'
    : `    access_key=os.environ["AWS_ACCESS_KEY_ID"],
    secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
    session_token=os.environ.get("AWS_SESSION_TOKEN"),`;
  const [imports, reading] =
    place.key === undefined
      ? [
          'import pyarrow.dataset as ds\n',
          `data = ds.dataset(${quoted(pathOf(place).replace(/\/$/, ''))}, filesystem=storage, format="parquet", partitioning="hive")`,
        ]
      : {
          parquet: [
            'import pyarrow.parquet as pq\n',
            `data = pq.ParquetFile(storage.open_input_file(${path})).read()`,
          ],
          csv: ['import pyarrow.csv\n', `data = pyarrow.csv.read_csv(storage.open_input_stream(${path}))`],
          json: [
            'import pyarrow.json\n',
            `data = pyarrow.json.read_json(storage.open_input_stream(${path}))`,
          ],
          other: ['', `data = storage.open_input_file(${path}).read()`],
        }[formatOf(place) ?? 'other'];
  const text = `import os

${imports ?? ''}from pyarrow import fs

storage = fs.S3FileSystem(
${keys}
    endpoint_override=${quoted(host)},
    scheme=${quoted(scheme)},
    region=${quoted(place.region)},${place.pathStyle ? '' : '\n    force_virtual_addressing=True,'}
)
${reading ?? ''}
`;
  return { text, language };
}

function duckdb(place: SnippetPlace) {
  const { host, isSecure } = hostOf(place);
  const keys = place.anonymous
    ? ''
    : `    KEY_ID {text(os.environ["AWS_ACCESS_KEY_ID"])},
    SECRET {text(os.environ["AWS_SECRET_ACCESS_KEY"])},
    SESSION_TOKEN {text(os.environ.get("AWS_SESSION_TOKEN", ""))},
`;
  const text = `import os

import duckdb


def text(value):
    return "'" + value.replace("'", "''") + "'"


connection = duckdb.connect()
connection.execute("INSTALL httpfs")
connection.execute("LOAD httpfs")
connection.execute(f"""CREATE SECRET (
    TYPE s3,
${keys}    ENDPOINT {text(${quoted(host).replaceAll('"', "'")})},
    REGION {text(${quoted(place.region).replaceAll('"', "'")})},
    URL_STYLE '${place.pathStyle ? 'path' : 'vhost'}',
    USE_SSL ${isSecure}
)""")
data = connection.sql(${quoted(`SELECT * FROM ${duckTable(place)} LIMIT 100`)})
print(data)
`;
  return { text, language };
}

function boto3(place: SnippetPlace) {
  const reading =
    place.key === undefined
      ? `pages = storage.get_paginator("list_objects_v2").paginate(Bucket=${quoted(place.bucket)}, Prefix=${quoted(place.prefix)})
names = [item["Key"] for page in pages for item in page.get("Contents", [])]`
      : `storage.download_file(${quoted(place.bucket)}, ${quoted(place.key)}, ${quoted(fileNameOf(place))})`;
  const text = `import boto3
${place.anonymous ? 'from botocore import UNSIGNED\n' : ''}from botocore.config import Config

# The keys are read from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
storage = boto3.client(
    "s3",
    endpoint_url=${quoted(place.endpoint)},
    region_name=${quoted(place.region)},
    config=Config(s3={"addressing_style": "${place.pathStyle ? 'path' : 'virtual'}"}${place.anonymous ? ', signature_version=UNSIGNED' : ''}),
)
${reading}
`;
  return { text: place.anonymous ? text.replace(/^# The keys.*\n/m, '') : text, language };
}

export const pythonSnippets = {
  'python-s3fs': s3fs,
  'python-polars': polars,
  'python-pyarrow': pyarrow,
  'python-duckdb': duckdb,
  'python-boto3': boto3,
} as const;
