/** The thread that holds the codings of one campaign and makes figures of them; it opens no file and no connection. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { createEvidence } from './evidence.ts';
import { allFigures, countsOf, pageOf, type KnownFigures } from './figures.ts';
import type { FromThread, ToThread } from './quality-messages.ts';

const evidence = createEvidence();
const known: KnownFigures = new Map();
/** The look that is wanted; an older one ends. */
let wanted = 0;

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}

class Overtaken extends Error {}

async function compute(number: number): Promise<void> {
  const pause = async () => {
    await nextTurn();
    if (wanted !== number) throw new Overtaken();
  };
  try {
    const foreign = evidence.foreignCodes();
    for await (const { figures, share } of allFigures(evidence.view(), pause, known))
      tell({ kind: 'figures', number, figures: { ...figures, foreign }, share });
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
  tell({ kind: 'done', number });
}

async function hear(message: ToThread): Promise<void> {
  switch (message.kind) {
    case 'setting':
      return evidence.set(message.setting);
    case 'items':
      return evidence.addItems(message.items);
    case 'parts':
      return evidence.keepParts(message.names);
    case 'decisions':
      return evidence.addDecisions(message.part, message.rows);
    case 'adjudications':
      return evidence.addAdjudications(message.part, message.rows);
    case 'own':
      return evidence.setOwn(message.own);
    case 'stop':
      wanted = 0;
      return;
    case 'page':
      return tell({ kind: 'page', number: message.number, page: pageOf(evidence.view(), message.query) });
    case 'compute': {
      const { number } = message;
      wanted = number;
      if (message.what === 'all') return compute(number);
      tell({ kind: 'figures', number, figures: countsOf(evidence.view()), share: 0 });
      return tell({ kind: 'done', number });
    }
  }
}

parentPort?.on('message', (message: ToThread) => {
  hear(message).catch((error: unknown) => {
    const number = 'number' in message ? message.number : 0;
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ kind: 'failed', number, data: { code: 'internal', message: words } });
  });
});
