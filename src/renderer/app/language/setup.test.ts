import { expect, test } from 'vitest';
import { chooseLanguage } from './setup.ts';

test.each([
  ['system', ['fr-FR', 'en-US'], 'fr'],
  ['system', ['de-DE', 'fr-CA'], 'fr'],
  ['system', ['de-DE'], 'en'],
  ['system', [], 'en'],
  ['en', ['fr-FR'], 'en'],
  ['fr', ['en-GB'], 'fr'],
] as const)('the setting %s on a system in %j speaks %s', (setting, system, language) => {
  expect(chooseLanguage(setting, system)).toBe(language);
});
