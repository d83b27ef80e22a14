/** Who can be asked: addresses that serve, and models of this laptop. Pure, apart from the hook. */
import { useQuery } from '@tanstack/react-query';
import type { AnswerSource } from '../../shared/contract/serving/asking.ts';
import type { Pin } from '../../shared/contract/models/pins.ts';
import { core } from '../app/core.ts';
import { createLive, useLive } from '../app/live.ts';

const pins = createLive((signal) => core.models.pins({}, { signal }));

export interface NamedSource {
  /** `served https://...` or `pinned <id>`: as it stands in an address of the app. */
  readonly key: string;
  readonly name: string;
  readonly source: AnswerSource;
}

/** The key of a source. */
export function keyOf(source: AnswerSource): string {
  return source.kind === 'served' ? `served ${source.address}` : `pinned ${source.id}`;
}

/** Names of pinned models as people know them. */
export function pinName({ name, version }: Pick<Pin, 'name' | 'version'>): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** Pins that can be predicted with, as sources. */
export function pinnedSources(all: readonly Pin[]): NamedSource[] {
  return all
    .filter(({ state, whyNot }) => state === 'ready' && whyNot === undefined)
    .map((pin) => {
      const source = { kind: 'pinned', id: pin.id } as const;
      return { key: keyOf(source), name: pinName(pin), source };
    });
}

/** Everything that can be asked, as far as it is known by now. */
export function useSources(): {
  readonly live: readonly NamedSource[];
  readonly here: readonly NamedSource[];
} {
  const { value } = useLive(pins);
  const { data = [] } = useQuery({
    queryKey: ['serving', 'addresses'],
    queryFn: ({ signal }) => core.serving.servedAddresses({}, { signal }),
  });
  return {
    live: data.map(({ address, name }) => {
      const source = { kind: 'served', address, dialect: 'auto' } as const;
      return { key: keyOf(source), name, source };
    }),
    here: pinnedSources(value?.pins ?? []),
  };
}
