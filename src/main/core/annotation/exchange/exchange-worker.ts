/** The thread of one export or import; it opens no file and no connection. */
import { parentPort, workerData } from 'node:worker_threads';
import { runJob, type ExchangeJob, type Records } from './exchange-job.ts';
import { handedOver, recordsAtOnce, type FromExchange, type ToExchange } from './exchange-messages.ts';
import type { Taken } from './taken-decisions.ts';

const records: Records = { items: [], decisions: [], adjudications: [] };

function tell(message: FromExchange, memory: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, memory);
}

let taken: Taken | undefined;
let told = 0;

function run(): void {
  const value = runJob(workerData as ExchangeJob, records);
  if ('files' in value)
    return tell({ kind: 'done', value }, handedOver(value.files.map(({ bytes }) => bytes)));
  taken = value;
  tellMore(value);
}

function tellMore(of: Taken): void {
  const decisions = of.decisions.slice(told, told + recordsAtOnce);
  told += decisions.length;
  if (decisions.length > 0) tell({ kind: 'decisions', decisions });
  else tell({ kind: 'done', value: { ...of, decisions: [] } });
}

parentPort?.on('message', (message: ToExchange) => {
  if (message.kind === 'run') return run();
  if (message.kind === 'more') return taken && tellMore(taken);
  const kept: unknown[] = records[message.of];
  for (const one of message.records) kept.push(one);
});
