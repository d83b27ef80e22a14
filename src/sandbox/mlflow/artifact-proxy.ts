/** The bytes of artifacts: read with ranges (RFC 9110, 14), written, listed, removed. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path/posix';
import { pipeline } from 'node:stream/promises';
import { safePath, type ArtifactFiles } from './artifact-files.ts';
import { readRange } from './byte-range.ts';
import { message } from './context.ts';
import { absent, PageError } from './errors.ts';

/** How the files are kept. */
export interface ProxyState {
  /**
   * As a server answers whose artifacts lie in a bucket: it does not say how long they are and gives no ranges. Else
   * as one that keeps them in a folder, which does both.
   */
  streamsArtifacts: boolean;
}

const textEndings =
  /\.(?:txt|log|err|cfg|conf|cnf|cf|ini|properties|prop|hocon|props|data|csv|json|yaml|yml|py|js|md|rst|sh|sql|toml|xml|html|r)$|(?:^|\/)(?:MLmodel|MLproject)$/i;

const typeOf = (file: string): string => (textEndings.test(file) ? 'text/plain' : 'application/octet-stream');

/** Always to be saved, never shown; other letters than those of ASCII by RFC 5987, beside a name without them. */
function dispositionOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/[^ -~]/g, '') || 'download';
  const other = plain === name ? '' : `; filename*=UTF-8''${encodeURIComponent(name)}`;
  return `attachment; filename=${plain}${other}`;
}

/** Sends a file. @throws MlflowError where there is none */
export async function sendArtifact(
  files: ArtifactFiles,
  artifact: string,
  request: IncomingMessage,
  response: ServerResponse,
  { streamsArtifacts }: ProxyState,
): Promise<void> {
  const file = files.locate(artifact);
  const status = await stat(file).catch(() => undefined);
  if (!status) throw absent(`No such artifact: '${safePath(artifact)}'`);
  const headers = {
    'content-type': typeOf(artifact),
    'content-disposition': dispositionOf(path.basename(safePath(artifact))),
  };
  if (!status.isFile()) {
    const detail = `Artifact path refers to a directory, not a file: '${artifact}'`;
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ detail }));
    return;
  }
  if (streamsArtifacts) {
    response.writeHead(200, headers);
    return pipeline(createReadStream(file), response);
  }
  const etag = `"${status.size.toString(16)}-${Math.trunc(status.mtimeMs).toString(16)}"`;
  const dated = { ...headers, 'accept-ranges': 'bytes', etag, 'last-modified': status.mtime.toUTCString() };
  const condition = request.headers['if-range'];
  const isCurrent = condition === undefined || [etag, dated['last-modified']].includes(String(condition));
  const range = isCurrent ? readRange(request.headers.range, status.size) : undefined;
  if (range && 'why' in range) {
    const size = range.status === 416 ? { 'content-range': `bytes */${status.size}` } : {};
    response.writeHead(range.status, { 'content-type': 'text/plain; charset=utf-8', ...size }).end(range.why);
    return;
  }
  const { start, end } = range ?? { start: 0, end: status.size };
  response.writeHead(range ? 206 : 200, {
    ...dated,
    'content-length': end - start,
    ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${status.size}` } : {}),
  });
  if (request.method === 'HEAD' || start === end) response.end();
  else await pipeline(createReadStream(file, { start, end: end - 1 }), response);
}

/** Answers below `mlflow-artifacts/artifacts`; `artifact` undefined for the listing. @throws MlflowError */
export async function proxyArtifacts(
  files: ArtifactFiles,
  artifact: string | undefined,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
  state: ProxyState,
): Promise<void> {
  const send = (value: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value, undefined, 2));
  const allowed = artifact === undefined ? ['HEAD', 'GET'] : ['HEAD', 'DELETE', 'PUT', 'GET'];
  if (!allowed.includes(request.method ?? ''))
    throw new PageError(405, { allow: `${allowed.join(', ')}, OPTIONS` });
  if (artifact === undefined) {
    const listed = await files.list(query.get('path') ?? '');
    send(message({ files: listed.map((one) => ({ ...one, path: path.basename(one.path) })) }));
  } else if (request.method === 'PUT') {
    if (artifact.endsWith('/')) {
      const detail = "Artifact path must include a filename (cannot end with '/').";
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ detail }));
      return;
    }
    await files.write(artifact, request as AsyncIterable<Uint8Array>);
    response.writeHead(200, { 'content-length': 0 }).end();
  } else if (request.method === 'DELETE') {
    await files.remove(artifact);
    send({});
  } else await sendArtifact(files, artifact, request, response, state);
}
