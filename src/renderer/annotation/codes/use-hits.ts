/** What a search finds for what is typed now. */
import { useEffect, useRef, useState } from 'react';
import type { Hit } from '../../../shared/nomenclature/search.ts';
import type { CodeFinder } from './code-finder.ts';

interface Found {
  readonly text: string;
  readonly hits: readonly Hit[];
}

const nothing: Found = { text: '', hits: [] };

/** The hits of the newest text that was answered; `isPending` while that is not the present one. */
export function useHits(
  search: CodeFinder | undefined,
  text: string,
  onFound?: () => void,
): { readonly hits: readonly Hit[]; readonly isPending: boolean } {
  const [found, setFound] = useState(nothing);
  const told = useRef(onFound);
  useEffect(() => {
    told.current = onFound;
  });
  useEffect(() => {
    let isStale = false;
    if (text.trim() === '') setFound(nothing);
    else
      void search?.find(text).then((hits) => {
        if (isStale) return;
        setFound({ text, hits });
        told.current?.();
      });
    return () => {
      isStale = true;
    };
  }, [search, text]);
  return text.trim() === ''
    ? { hits: [], isPending: false }
    : { hits: found.hits, isPending: found.text !== text };
}
