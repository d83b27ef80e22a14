/** A nomenclature in memory: fetched once, read once, shared by all that show it. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Nomenclature } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { createTree, type Tree } from '../../../shared/nomenclature/tree.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useNomenclatures } from '../../app/streams.ts';
import type { Language } from '../../ui/format.ts';
import { startFinder, type CodeFinder } from './code-finder.ts';

export interface LoadedNomenclature {
  readonly nomenclature: Nomenclature;
  readonly tree: Tree;
  /** Absent while its thread starts. */
  readonly search: CodeFinder | undefined;
}

export interface NomenclatureState extends Partial<LoadedNomenclature> {
  readonly isPending: boolean;
  readonly failure?: FailureData;
  readonly retry: () => void;
}

/** A nomenclature by its id, again when its content changed (its hash); no id: nothing is asked. */
export function useNomenclature(id: string | undefined): NomenclatureState {
  const { value } = useNomenclatures();
  const hash = value?.nomenclatures.find((one) => one.id === id)?.hash ?? '';
  const { data, error, isPending, refetch } = useQuery({
    ...nomenclatureQuery(id ?? '', hash),
    enabled: id !== undefined && value !== undefined,
  });
  const search = useFinder(data?.nomenclature, hash);
  return {
    ...(data && { ...data, search }),
    ...(error && { failure: failureOf(error) }),
    isPending: id !== undefined && isPending,
    retry: () => void refetch(),
  };
}

const nomenclatureQuery = (id: string, hash: string) =>
  queryOptions({
    queryKey: ['annotation', 'nomenclature', id, hash],
    queryFn: async ({ signal }) => {
      const nomenclature = await core.annotation.nomenclature({ id }, { signal });
      return { nomenclature, tree: createTree(nomenclature) };
    },
    staleTime: Infinity,
    // A tree has functions, which nothing may copy.
    structuralSharing: false,
  });

interface Shared {
  readonly finder: ReturnType<typeof startFinder>;
  users: number;
  lingering?: ReturnType<typeof setTimeout>;
}

const lingerMilliseconds = 60_000;
const shared = new Map<string, Shared>();

/** One thread for a nomenclature and language, ended a while after its last user left. */
function useFinder(nomenclature: Nomenclature | undefined, hash: string): CodeFinder | undefined {
  const language = useLanguage();
  const [finder, setFinder] = useState<CodeFinder>();
  useEffect(() => {
    if (!nomenclature) return;
    const key = `${nomenclature.id} ${hash} ${language}`;
    setFinder(join(key, nomenclature, language));
    return () => {
      setFinder(undefined);
      leave(key);
    };
  }, [nomenclature, hash, language]);
  return finder;
}

function join(key: string, nomenclature: Nomenclature, language: Language): CodeFinder {
  const known = shared.get(key) ?? { finder: startFinder(nomenclature, language), users: 0 };
  shared.set(key, known);
  clearTimeout(known.lingering);
  known.users += 1;
  return known.finder;
}

function leave(key: string): void {
  const known = shared.get(key);
  if (!known) return;
  known.users -= 1;
  if (known.users > 0) return;
  known.lingering = setTimeout(() => {
    shared.delete(key);
    known.finder.stop();
  }, lingerMilliseconds);
}
