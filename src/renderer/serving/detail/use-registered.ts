/** The versions and aliases that are registered under some names, wherever a server knows them. */
import { useEffect, useState } from 'react';
import { core } from '../../app/core.ts';

async function first<T>(values: AsyncIterable<T>, isWhole: (value: T) => boolean): Promise<T | undefined> {
  let last: T | undefined;
  for await (const value of values) {
    last = value;
    if (isWhole(value)) break;
  }
  return last;
}

/** By model: its aliases, then its versions, the newest first. Proposals only: what cannot be asked is left out. */
export function useRegistered(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const [found, setFound] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const wanted = names.join('\n');
  useEffect(() => {
    const { signal, ...leaving } = abortable();
    void (async () => {
      const known = await first(core.models.modelServers({}, { signal }), () => true);
      for (const { id: server } of known?.servers ?? [])
        for (const name of wanted.split('\n').filter(Boolean)) {
          const detail = await first(
            core.models.registeredModel({ server, name }, { signal }),
            ({ versions, state }) => versions.length > 0 || state !== 'loading',
          );
          const { model, versions = [] } = detail ?? {};
          const all = [
            ...(model?.aliases ?? []).map(({ alias }) => alias),
            ...versions.map(({ version }) => version),
          ];
          if (all.length > 0) setFound((before) => new Map(before).set(name, all));
        }
    })().catch(() => {});
    return leaving.abort;
  }, [wanted]);
  return found;
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
