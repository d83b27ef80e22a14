import { expect, test } from 'vitest';
import { fasttextInput } from './fasttext-input.ts';

const variables = {
  cleanText: 'coiffur domicil',
  type: 'X',
  nature: '99',
  surface: 1,
  event: '01P',
  legalCategory: '5499',
};

test('each form has its own names', () => {
  expect(fasttextInput(variables)).toBe('coiffur domicil AUTO_X NAT_SICORE_99 SURF_1 EVT_SICORE_01P');
  expect(fasttextInput(variables, 'sirene-4')).toBe(
    'coiffur domicil liasse_type_X activ_nat_et_99 activ_surf_et_1 evenement_type_01P cj_5499',
  );
});

test('what is missing is NaN, and a float of a whole number has no decimals', () => {
  expect(fasttextInput({ cleanText: '', type: 'None', nature: 'nan', surface: '120.0', event: null })).toBe(
    'AUTO_NaN NAT_SICORE_NaN SURF_120 EVT_SICORE_NaN',
  );
  expect(fasttextInput({ cleanText: 'a', surface: Number.NaN, nature: '04', event: ' ' })).toBe(
    'a AUTO_NaN NAT_SICORE_04 SURF_NaN EVT_SICORE_NaN',
  );
});
