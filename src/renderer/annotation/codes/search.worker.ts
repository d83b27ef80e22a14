/** Reads a nomenclature for searching and answers questions: the reading would hold up the page. */
import { createSearch, type Search } from '../../../shared/nomenclature/search.ts';
import { createTree } from '../../../shared/nomenclature/tree.ts';
import type { SearchAnswer, SearchMessage } from './search-messages.ts';

let search: Search | undefined;

addEventListener('message', ({ data }: MessageEvent<SearchMessage>) => {
  if (data.kind === 'read') {
    search = createSearch(createTree(data.nomenclature), data.language);
    return;
  }
  const answer: SearchAnswer = { id: data.id, hits: search?.find(data.text, data.limit) ?? [] };
  postMessage(answer);
});
