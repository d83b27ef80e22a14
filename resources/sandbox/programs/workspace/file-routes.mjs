// GET /api/files lists; GET, PUT and DELETE /api/files/<path> read, write and remove one file.
import { readBody } from './body.mjs';
import { failure, largestText } from './files.mjs';

/** Answers a request about files. Throws failures with a status. */
export async function answerFiles(url, request, response, files) {
  const { method } = request;
  if (url.pathname === '/api/files') {
    if (method !== 'GET') throw failure(405, 'method');
    return send(response, 200, 'application/json; charset=utf-8', JSON.stringify(await files.tree()));
  }
  const relative = decode(url.pathname.slice('/api/files/'.length));
  const match = request.headers['if-match'];
  if (method === 'GET') {
    const { content, tag } = await files.read(relative);
    return send(response, 200, 'text/plain; charset=utf-8', content, { etag: tag });
  }
  if (method === 'PUT') {
    const content = await readBody(request, largestText);
    const { tag, created } = await files.write(relative, content, {
      match,
      isNew: request.headers['if-none-match'] === '*',
    });
    return send(response, created ? 201 : 200, 'application/json; charset=utf-8', JSON.stringify({ tag }), {
      etag: tag,
    });
  }
  if (method === 'DELETE') {
    await files.remove(relative, match);
    response.writeHead(204);
    return response.end();
  }
  throw failure(405, 'method');
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw failure(400, 'bad-path');
  }
}

function send(response, status, type, content, headers = {}) {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(content);
}
