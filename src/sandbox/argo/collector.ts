/** What is kept of a pod that ended: its log on S3, and what it printed where a later task asks for it. */
import type { KubernetesObject, NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { isFields, textOf } from '../kubernetes/shape.ts';
import { labels } from './labels.ts';
import type { Hands } from './operation.ts';

/** Puts a log away; answers when it is there. */
export type LogKeeper = (key: string, log: Buffer) => Promise<void>;

interface CollectorOptions {
  readonly store: ObjectStore;
  readonly agent: NodeAgent;
  readonly keepLog: LogKeeper;
  log(message: string): void;
}

/** As executors before 3.4 told what they had kept: on the pod itself. Its change is what the controller waits for. */
const outputs = 'workflows.argoproj.io/outputs';
/** What is printed for later tasks is cut here, as by the executor. */
const longestResult = 256 * 1024;

/** The key of the log of a pod's main container. */
export function logKey(namespace: string, workflow: string, pod: string): string {
  return `${namespace}/${workflow}/${pod}/main.log`;
}

/** Makes the collector. */
export function createCollector({ store, agent, keepLog, log }: CollectorOptions): {
  collected: Hands['collected'];
  stop(): void;
} {
  const going = new Set<string>();
  const stopping = new AbortController();

  const collect = async (pod: KubernetesObject, wanted: { log: boolean; result: boolean }) => {
    const { namespace = '', name, labels: given } = pod.metadata;
    const text = await logOf(agent, pod, stopping.signal);
    const key = logKey(namespace, given?.[labels.workflow] ?? '', name);
    if (wanted.log) await keepLog(key, text);
    const result = text.subarray(0, longestResult).toString('utf8').replace(/\n$/, '');
    const kept = { ...(wanted.log ? { key } : {}), ...(wanted.result ? { result } : {}) };
    if (stopping.signal.aborted) return;
    store.modify('pods', namespace, name, (draft) => {
      if (draft.metadata.uid !== pod.metadata.uid) return;
      draft.metadata.annotations = { ...draft.metadata.annotations, [outputs]: JSON.stringify(kept) };
    });
  };

  return {
    collected(pod, wanted) {
      const kept = pod.metadata.annotations?.[outputs];
      if (kept !== undefined) return readKept(kept);
      if (!wanted.log && !wanted.result) return {};
      const { uid } = pod.metadata;
      if (!going.has(uid)) {
        going.add(uid);
        collect(pod, wanted)
          .catch((error: unknown) => log(`the log of pod ${pod.metadata.name} is not kept: ${String(error)}`))
          .finally(() => going.delete(uid));
      }
      return undefined;
    },
    stop: () => stopping.abort(),
  };
}

function readKept(text: string): { key?: string; result?: string } {
  const read: unknown = JSON.parse(text);
  if (!isFields(read)) return {};
  const key = textOf(read['key']);
  const result = textOf(read['result']);
  return { ...(key === undefined ? {} : { key }), ...(result === undefined ? {} : { result }) };
}

/** The whole log of the main container; empty when it never started. */
async function logOf(agent: NodeAgent, pod: KubernetesObject, signal: AbortSignal): Promise<Buffer> {
  const options = { container: 'main', follow: false, previous: false, timestamps: false };
  const stream = await agent.logs(pod, options, signal).catch(() => undefined);
  const chunks: Buffer[] = [];
  if (stream !== undefined) for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
