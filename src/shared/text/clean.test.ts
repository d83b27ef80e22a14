import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { cleanText } from './clean.ts';
import { fasttextInput } from './fasttext-input.ts';
import { frenchStopWords } from './french-stop-words.ts';

describe('cleaning', () => {
  test.each([
    ['3 D: La Deratisation - La Desinsectisation - La Desinfection', 'deratis desinsectis desinfect'],
    ['E-commerce et e commerce', 'ecommerc'],
    ['Pré-presse', 'prepress'],
    ['VENTE DE BIJOUX CODE APE 4777Z, voir ci-dessous', 'vent bijoux voir ci dessous'],
    ['Vente de bijoux, voir ci dessous', 'vent bijoux'],
    ['Vente, VENTE, vente', 'vent'],
    ['Élevage d’œufs – 20° et 3 €', 'elevag oeuf deg eur'],
    ['idem', ''],
    ['Néant.', ''],
    ['', ''],
  ])('%s becomes "%s"', (text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });

  test('the stop words are the 157 of NLTK', () => {
    expect(frenchStopWords.size).toBe(157);
  });
});

interface Answer {
  readonly text_description: string;
  readonly clean_text: string;
  readonly fasttext_input: string;
  readonly type_: string;
  readonly nature: string;
  readonly surface: string;
  readonly event: string;
}

const data = process.env['SARDONYX_DATA'];

describe.skipIf(data === undefined)('cleaning of the real pairs (needs SARDONYX_DATA)', () => {
  // The runner reads the file: this folder has no Node.
  const read = async (name: string): Promise<string> => {
    const { default: text } = (await import(/* @vite-ignore */ `${data}/${name}?raw`)) as { default: string };
    return text;
  };

  test('3,119 of 3,120 texts of the training set come out equal', async () => {
    const { data: rows } = Papa.parse<{ raw_text: string; clean_text: string }>(
      await read('ft_naf2008_mini_training.csv'),
      { header: true, skipEmptyLines: true },
    );
    const different = rows.filter((row) => cleanText(row.raw_text) !== row.clean_text);
    expect(rows).toHaveLength(3120);
    // This pair keeps an empty phrase amid other words, which the published rules drop; it alone does not tell why.
    expect(different.map((row) => row.clean_text)).toEqual([
      'dessal eau mer eau souterrain aut product constitu activit principal',
    ]);
    expect(cleanText(different[0]?.raw_text ?? '')).toBe(
      'dessal eau mer eau souterrain aut product constitu',
    );
  });

  test('all 70 texts and input lines of the oracle come out equal', async () => {
    const answers = JSON.parse(await read('ft_naf2008_mini_oracle.json')) as Answer[];
    const ours = answers.map(({ text_description: text, type_: type, nature, surface, event }) => {
      const cleaned = cleanText(text);
      return [cleaned, fasttextInput({ cleanText: cleaned, type, nature, surface, event })];
    });
    expect(ours).toHaveLength(70);
    expect(ours).toEqual(answers.map((answer) => [answer.clean_text, answer.fasttext_input]));
  });
});
