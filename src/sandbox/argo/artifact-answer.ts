/** `/artifact-files/NAMESPACE/workflows/WORKFLOW/NODE/outputs/main-logs`: logs that are kept. */
import type { ArgoCall } from './calls.ts';
import { ArgoRefusal } from './retry.ts';
import type { ArgoServerOptions } from './server.ts';
import { readNodes } from './status.ts';

/** Answers a kept log; false when the address is another. The refusals are plain texts, as the real ones. */
export async function answerArtifact(call: ArgoCall, { store, logs }: ArgoServerOptions): Promise<boolean> {
  const match = /^\/artifact-files\/([^/]+)\/workflows\/([^/]+)\/([^/]+)\/outputs\/([^/]+)$/.exec(
    call.address.pathname,
  );
  if (match === null || call.request.method !== 'GET') return false;
  const [namespace = '', name = '', id = '', artifact = ''] = match.slice(1).map(decodeURIComponent);
  if (!call.asker.may('get', 'workflows', namespace, name))
    throw new ArgoRefusal(7, `workflows.argoproj.io "${name}" is forbidden`);
  const workflow = store.get('workflows', namespace, name);
  const node = readNodes(workflow?.['status']).get(id);
  const key = node?.outputs?.artifacts?.find((each) => each.name === artifact)?.s3.key;
  const log = key === undefined ? undefined : await logs.read(key);
  const { response } = call;
  if (log === undefined) {
    response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('Internal Server Error\n');
    return true;
  }
  response
    .writeHead(200, {
      'content-type': 'text/x-log; charset=utf-8',
      'content-disposition': 'filename="main.log"',
      'content-length': log.length,
    })
    .end(log);
  return true;
}
