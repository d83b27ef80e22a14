import { describe, expect, test } from 'vitest';
import { guessColumns } from './guess-columns.ts';

const rolesOf = (columns: Record<string, unknown[]>) =>
  Object.fromEntries(
    guessColumns(Object.entries(columns).map(([name, cells]) => ({ name, cells }))).map((one) => [
      one.name,
      one.rank === undefined ? one.role : `${one.role} ${one.rank}`,
    ]),
  );

describe('what columns mean', () => {
  test('the columns of a request log', () => {
    expect(
      rolesOf({
        Timestamp: ['2024-04-17 10:12:33'],
        'Query.TEXT_FEATURE': ['coiffure à domicile'],
        'Query.TYPE_LIASSE': ['M'],
        'Query.NATURE': ['99'],
        'Response.1.code': ['9602A'],
        'Response.1.probabilite': [0.91],
        'Response.1.libelle': ['Coiffure'],
        'Response.2.code': ['9602B'],
        'Response.IC': [0.87],
        MLversion: ['m-12'],
        date: ['2024-04-17'],
      }),
    ).toEqual({
      Timestamp: 'other',
      'Query.TEXT_FEATURE': 'text',
      'Query.TYPE_LIASSE': 'type_',
      'Query.NATURE': 'nature',
      'Response.1.code': 'suggestion-code 1',
      'Response.1.probabilite': 'suggestion-probability 1',
      'Response.1.libelle': 'suggestion-title 1',
      'Response.2.code': 'suggestion-code 2',
      'Response.IC': 'confidence',
      MLversion: 'model-version',
      date: 'date',
    });
  });

  test('the columns of Sirene, whose three texts stand in for each other', () => {
    expect(
      rolesOf({
        liasse_numero: ['J001'],
        activ_ex_lib_et: ['vente'],
        activ_pr_lib: ['commerce'],
        activ_pr_lib_et: ['vente de vin'],
        activ_nat_lib_et: ['gros'],
        liasse_type: ['C'],
        activ_surf_et: ['120'],
        evenement_type: ['01P'],
        cj: ['1000'],
        activ_perm_et: ['P'],
        NAF2008_code: ['4725Z'],
        apet_manual: ['4725Y'],
        mode_calcul_ape: ['A'],
      }),
    ).toEqual({
      liasse_numero: 'id',
      activ_pr_lib_et: 'text 1',
      activ_ex_lib_et: 'text 2',
      activ_pr_lib: 'text 3',
      activ_nat_lib_et: 'other_nature_text',
      liasse_type: 'type_',
      activ_surf_et: 'surface',
      evenement_type: 'event',
      cj: 'cj',
      activ_perm_et: 'permanence',
      NAF2008_code: 'known-code',
      apet_manual: 'code',
      mode_calcul_ape: 'other',
    });
  });

  test('names that say nothing are told by their values', () => {
    expect(
      rolesOf({ a: ['1', '2'], b: ['taille de haies', 'pose de clôtures'], c: ['81.30Z', '43.32A'] }),
    ).toEqual({
      a: 'other',
      b: 'text',
      c: 'code',
    });
  });

  test('a column called code that holds no codes is none', () => {
    expect(rolesOf({ text: ['tonte'], code: ['FR-75'] })).toEqual({ text: 'text', code: 'other' });
  });
});
