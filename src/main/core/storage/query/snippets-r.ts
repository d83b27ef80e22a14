/** Snippets in R. Pure. */
import { duckTable, fileNameOf, formatOf, hostOf, pathOf, quoted } from './snippet-text.ts';
import type { SnippetPlace } from './snippets.ts';

const language = 'r';

function arrow(place: SnippetPlace) {
  const { host, scheme } = hostOf(place);
  const path = quoted(pathOf(place));
  const keys = place.anonymous
    ? '  anonymous = TRUE,'
    : `  access_key = Sys.getenv("AWS_ACCESS_KEY_ID"),
  secret_key = Sys.getenv("AWS_SECRET_ACCESS_KEY"),
  session_token = Sys.getenv("AWS_SESSION_TOKEN"),`;
  const reading = {
    parquet: `data <- read_parquet(storage$OpenInputFile(${path}))`,
    csv: `data <- read_csv_arrow(storage$OpenInputStream(${path}))`,
    json: `data <- read_json_arrow(storage$OpenInputStream(${path}))`,
    other: `data <- storage$OpenInputFile(${path})$Read()`,
  }[formatOf(place) ?? 'other'];
  const text = `library(arrow)

storage <- S3FileSystem$create(
${keys}
  endpoint_override = ${quoted(host)},
  scheme = ${quoted(scheme)},
  region = ${quoted(place.region)}${place.pathStyle ? '' : ',\n  force_virtual_addressing = TRUE'}
)
${place.key === undefined ? `data <- open_dataset(storage$path(${path}), format = "parquet")` : reading}
`;
  return { text, language };
}

function paws(place: SnippetPlace) {
  const keys = place.anonymous
    ? '  credentials = list(anonymous = TRUE),'
    : `  credentials = list(creds = list(
    access_key_id = Sys.getenv("AWS_ACCESS_KEY_ID"),
    secret_access_key = Sys.getenv("AWS_SECRET_ACCESS_KEY"),
    session_token = Sys.getenv("AWS_SESSION_TOKEN")
  )),`;
  const reading =
    place.key === undefined
      ? `objects <- storage$list_objects_v2(Bucket = ${quoted(place.bucket)}, Prefix = ${quoted(place.prefix)})$Contents
names <- vapply(objects, function(object) object$Key, "")`
      : `object <- storage$get_object(Bucket = ${quoted(place.bucket)}, Key = ${quoted(place.key)})
writeBin(object$Body, ${quoted(fileNameOf(place))})`;
  const text = `storage <- paws::s3(config = list(
${keys}
  endpoint = ${quoted(place.endpoint)},
  region = ${quoted(place.region)},
  s3_force_path_style = ${place.pathStyle ? 'TRUE' : 'FALSE'}
))
${reading}
`;
  return { text, language };
}

function duckdb(place: SnippetPlace) {
  const { host, isSecure } = hostOf(place);
  const keys = place.anonymous
    ? ''
    : `  "  KEY_ID ", dbQuoteString(connection, Sys.getenv("AWS_ACCESS_KEY_ID")), ",",
  "  SECRET ", dbQuoteString(connection, Sys.getenv("AWS_SECRET_ACCESS_KEY")), ",",
  "  SESSION_TOKEN ", dbQuoteString(connection, Sys.getenv("AWS_SESSION_TOKEN")), ",",
`;
  const text = `library(DBI)

connection <- dbConnect(duckdb::duckdb())
dbExecute(connection, "INSTALL httpfs")
dbExecute(connection, "LOAD httpfs")
dbExecute(connection, paste0(
  "CREATE SECRET (TYPE s3,",
${keys}  "  ENDPOINT ", dbQuoteString(connection, ${quoted(host)}), ",",
  "  REGION ", dbQuoteString(connection, ${quoted(place.region)}), ",",
  "  URL_STYLE '${place.pathStyle ? 'path' : 'vhost'}', USE_SSL ${isSecure})"
))
data <- dbGetQuery(connection, ${quoted(`SELECT * FROM ${duckTable(place)} LIMIT 100`)})
`;
  return { text, language };
}

export const rSnippets = { 'r-arrow': arrow, 'r-paws': paws, 'r-duckdb': duckdb } as const;
