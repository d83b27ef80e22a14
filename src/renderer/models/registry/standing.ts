/** What the list of models comes to. Pure. */
import type { RegisteredModel } from '../../../shared/contract/models/registry.ts';

/** The alias that the team means by "the one in use". */
export const champion = 'champion';

/** The version that an alias stands at; undefined where the model does not have it. */
export function versionAt(model: Pick<RegisteredModel, 'aliases'>, alias: string): string | undefined {
  return model.aliases.find((one) => one.alias === alias)?.version;
}

/** Aliases but the champion, by name. */
export function otherAliases(model: Pick<RegisteredModel, 'aliases'>) {
  return model.aliases
    .filter(({ alias }) => alias !== champion)
    .toSorted((a, b) => a.alias.localeCompare(b.alias));
}

export interface RegistryStanding {
  readonly models: number;
  /** Models that have versions and no champion. */
  readonly withoutChampion: number;
  /** The model that was changed last among those whose newest version is not the champion. */
  readonly ahead?: { readonly name: string; readonly newest: string; readonly champion: string };
}

/** Counts the models, and finds where a newer version waits behind the champion. */
export function standingOf(models: readonly RegisteredModel[]): RegistryStanding {
  const waiting = models
    .flatMap((model) => {
      const at = versionAt(model, champion);
      return at !== undefined && model.newest !== undefined && model.newest !== at
        ? [{ name: model.name, newest: model.newest, champion: at, updatedAt: model.updatedAt }]
        : [];
    })
    .toSorted((a, b) => b.updatedAt - a.updatedAt);
  const [first] = waiting;
  return {
    models: models.length,
    withoutChampion: models.filter((model) => model.versions > 0 && versionAt(model, champion) === undefined)
      .length,
    ...(first && { ahead: { name: first.name, newest: first.newest, champion: first.champion } }),
  };
}
