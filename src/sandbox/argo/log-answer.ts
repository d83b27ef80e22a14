/** `/api/v1/workflows/NAMESPACE/NAME/[PODNAME/]log`: lines of pods that there are, as JSON by the line. */
import { createInterface } from 'node:readline';
import type { KubernetesObject } from '../kubernetes/model.ts';
import { workflowAddress, type ArgoCall } from './calls.ts';
import { labels } from './labels.ts';
import { ArgoRefusal } from './retry.ts';
import type { ArgoServerOptions } from './server.ts';

/** Answers the log of a workflow, or of one of its pods; false when the address is another. A pod that is gone has no lines. */
export async function answerLog(call: ArgoCall, { store, agent }: ArgoServerOptions): Promise<boolean> {
  const where = workflowAddress(call);
  if (where === undefined || call.request.method !== 'GET' || where.name === undefined) return false;
  const { namespace, name, part, last } = where;
  if ((last ?? part) !== 'log') return false;
  if (!call.asker.may('get', 'workflows', namespace, name) || !call.asker.may('get', 'pods/log', namespace))
    throw new ArgoRefusal(
      7,
      `pods is forbidden: User "${call.asker.name}" cannot get resource "pods/log" in API group "" in the namespace "${namespace}"`,
    );
  if (store.get('workflows', namespace, name) === undefined)
    throw new ArgoRefusal(5, `workflows.argoproj.io "${name}" not found`);
  const { searchParams } = call.address;
  const wanted = last === undefined ? (searchParams.get('podName') ?? '') : (part ?? '');
  const pods = store
    .list('pods', namespace)
    .filter(
      ({ metadata }) =>
        metadata.labels?.[labels.workflow] === name && (wanted === '' || metadata.name === wanted),
    );
  const { response } = call;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const ended = new AbortController();
  response.once('close', () => ended.abort());
  const signal = AbortSignal.any([ended.signal, call.signal]);
  const follow = searchParams.get('logOptions.follow') === 'true';
  const send = async (pod: KubernetesObject) => {
    const tail = Number(searchParams.get('logOptions.tailLines') ?? Number.NaN);
    const options = {
      container: 'main',
      follow,
      previous: false,
      timestamps: false,
      ...(tail >= 0 ? { tailLines: tail } : {}),
    };
    // A pod that waits for its start has no log yet.
    const stream = await agent.logs(pod, options, signal).catch(() => undefined);
    if (stream === undefined) return;
    for await (const content of createInterface({ input: stream }))
      response.write(`${JSON.stringify({ result: { content, podName: pod.metadata.name } })}\n`);
  };
  await Promise.all(pods.map(send));
  response.end();
  return true;
}
