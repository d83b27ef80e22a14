import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Meanings } from '../../../../shared/contract/annotation/campaigns.ts';
import { createOccurringValues, givenMeanings, itemFields } from './item-fields.ts';
import { legalCategory } from './meanings/legal-categories.ts';
import { meaningsOf } from './meanings/variable-words.ts';

const data = process.env['SARDONYX_DATA'];
const codesOf = (file: string) =>
  Object.keys(JSON.parse(readFileSync(path.join(data ?? '', file), 'utf8')) as object);
const french = (name: string, ...values: string[]) =>
  values.map((value) => meaningsOf(name, new Set(values))[value]?.fr);

function fieldsOf(rows: readonly Record<string, string>[], given: Record<string, Meanings> = {}) {
  const names = Object.keys(rows[0] ?? {});
  const occurring = createOccurringValues(names);
  for (const row of rows) occurring.add(row);
  return itemFields(names, occurring, givenMeanings(given, [{ name: 'statut', role: 'cj' }]));
}

test('a surface has the words of its class, and 120 is of the second', () => {
  const classes = french(
    'surface',
    '0',
    '119.9',
    '120',
    '120.0',
    '399',
    '400',
    '2499',
    '2500',
    '-3',
    'x',
    '',
  );
  expect(classes.map((words) => words?.slice(0, 8))).toEqual([
    ...['classe 1', 'classe 1', 'classe 2', 'classe 2', 'classe 2', 'classe 3', 'classe 3', 'classe 4'],
    ...[undefined, undefined, undefined],
  ]);
});

test('surfaces that are classes are told from square metres', () => {
  expect(french('surface', '1', '4')).toEqual(['classe 1 : moins de 120 m²', 'classe 4 : 2 500 m² et plus']);
  expect(french('surface', '4', '80')[0]).toBe('classe 1 : moins de 120 m²');
});

test('an event has its own words, else those of its letter, else none', () => {
  expect(french('event', '01P', '05P', '77M', '12A', 'PM')).toEqual([
    'création d’une entreprise individuelle',
    'évènement d’une personne physique',
    'évènement d’une personne morale',
    undefined,
    undefined,
  ]);
});

test('a legal category that is not listed has the words of its two digits', () => {
  expect(legalCategory('5710')?.fr).toBe('SAS');
  expect(legalCategory('5453')).toEqual(legalCategory('54'));
  expect(legalCategory('7')?.en).toBe('Body under administrative law');
  expect([legalCategory('571'), legalCategory('x'), legalCategory('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('numbers that were printed with a fraction or without their zero are still codes', () => {
  expect(french('nature', '99', '99.0', '4', '03')).toEqual([
    'autre',
    'autre',
    'fabrication, production',
    undefined,
  ]);
  expect(french('cj', '1000.0')).toEqual(['Entrepreneur individuel']);
});

test('fields have titles and the words of the values that occur, the person’s words first', () => {
  const rows = [
    { nature: '10', cj: '5499', mystery: 'a', constructor: 'b' },
    { nature: '99', cj: '9999', mystery: 'b', constructor: 'b' },
  ];
  expect(
    fieldsOf(rows, { nature: { 99: { fr: 'divers' } }, statut: { X: { fr: 'inconnu' } }, mystery: {} }),
  ).toEqual([
    {
      name: 'nature',
      titles: { fr: 'Nature de l’activité', en: 'Nature of the activity' },
      meanings: { 10: { fr: 'détail en magasin', en: 'retail in a shop' }, 99: { fr: 'divers' } },
    },
    {
      name: 'cj',
      titles: { fr: 'Catégorie juridique', en: 'Legal category' },
      meanings: {
        5499: { fr: 'SARL sans autre indication', en: 'SARL, not specified further' },
        9999: legalCategory('99'),
        X: { fr: 'inconnu' },
      },
    },
    { name: 'mystery', titles: {} },
    { name: 'constructor', titles: {} },
  ]);
});

test.skipIf(!data)(
  'every legal category in use has words, and every nature with a label (needs SARDONYX_DATA)',
  () => {
    const categories = [...codesOf('insee_cj_labels.json'), ...codesOf('insee_mapping_CJ.json')];
    expect(categories.filter((code) => code !== 'NaN' && !legalCategory(code))).toEqual([]);
    const natures = codesOf('insee_nature_activite_labels.json');
    expect(french('nature', ...natures).filter((words) => words !== undefined)).toHaveLength(14);
  },
);
