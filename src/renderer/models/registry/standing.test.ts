import { describe, expect, test } from 'vitest';
import type { RegisteredModel } from '../../../shared/contract/models/registry.ts';
import { otherAliases, standingOf, versionAt } from './standing.ts';

const model = (
  name: string,
  newest: string | undefined,
  aliases: Record<string, string>,
  updatedAt = 0,
): RegisteredModel => ({
  name,
  description: '',
  createdAt: 0,
  updatedAt,
  tags: [],
  aliases: Object.entries(aliases).map(([alias, version]) => ({ alias, version })),
  versions: newest === undefined ? 0 : Number(newest),
  ...(newest !== undefined && { newest }),
});

describe('how the models stand', () => {
  test('a model without versions lacks no champion', () => {
    expect(standingOf([model('empty', undefined, {}), model('new', '2', {})])).toEqual({
      models: 2,
      withoutChampion: 1,
    });
  });

  test('the newest change among champions that are not the newest version is named', () => {
    const models = [
      model('old', '3', { champion: '1' }, 1),
      model('naf', '9', { champion: '7' }, 5),
      model('settled', '4', { champion: '4' }, 9),
    ];
    expect(standingOf(models).ahead).toEqual({ name: 'naf', newest: '9', champion: '7' });
  });

  test('other aliases come by name, the champion apart', () => {
    const one = model('naf', '9', { staging: '8', champion: '7', challenger: '9' });
    expect(versionAt(one, 'champion')).toBe('7');
    expect(otherAliases(one).map(({ alias }) => alias)).toEqual(['challenger', 'staging']);
  });
});
