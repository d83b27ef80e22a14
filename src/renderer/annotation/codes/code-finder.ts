/** The search over a nomenclature, in a thread of its own. */
import type { Nomenclature } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { Hit } from '../../../shared/nomenclature/search.ts';
import type { Language } from '../../ui/format.ts';
import type { SearchAnswer, SearchMessage } from './search-messages.ts';
import SearchWorker from './search.worker.ts?worker';

export interface CodeFinder {
  /** The best codes for what was typed, at most `limit` (20); nothing typed finds nothing. Answers come in the order of the questions. */
  find(text: string, limit?: number): Promise<readonly Hit[]>;
}

/** Starts the thread; whoever starts it stops it. A question that is open then is answered with nothing. */
export function startFinder(
  nomenclature: Nomenclature,
  language: Language,
): CodeFinder & { readonly stop: () => void } {
  const worker = new SearchWorker();
  const waiting = new Map<number, (hits: readonly Hit[]) => void>();
  let asked = 0;
  const tell = (message: SearchMessage) => worker.postMessage(message);
  worker.addEventListener('message', ({ data }: MessageEvent<SearchAnswer>) => {
    waiting.get(data.id)?.(data.hits);
    waiting.delete(data.id);
  });
  tell({ kind: 'read', nomenclature, language });
  return {
    find(text, limit = 20) {
      asked += 1;
      const id = asked;
      tell({ kind: 'find', id, text, limit });
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    stop() {
      worker.terminate();
      for (const answer of waiting.values()) answer([]);
      waiting.clear();
    },
  };
}
