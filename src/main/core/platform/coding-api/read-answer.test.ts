import { describe, expect, test } from 'vitest';
import { readAnswer, readAnswers } from './read-answer.ts';

const echo = (code: string, probabilite: unknown) => ({ code, probabilite, libelle: 'x' });

describe('an answer', () => {
  test('has its codes by their numbers and its index, whatever else is in it', () => {
    expect(
      readAnswer({
        IC: 0.6,
        '2': echo('0113Z', 0.25),
        '1': echo('4721Z', 0.75),
        MLversion: 'm-7',
        more: [1],
      }),
    ).toEqual({
      codes: [
        { code: '4721Z', probability: 0.75 },
        { code: '0113Z', probability: 0.25 },
      ],
      confidenceIndex: 0.5,
      version: 'm-7',
    });
  });

  test.each([
    ['numbers as text', { '1': echo('A', '0.5'), '2': echo('B', '0,25') }, [0.5, 0.25], 0.25],
    ['a probability above 1', { '1': echo('A', 1.00001), '2': echo('B', 0.25) }, [1, 0.25], 0.75],
    ['one code and its index', { '1': echo('A', 0.9), IC: '0.85' }, [0.9], 0.85],
    ['one code and an index above 1', { '1': echo('A', 0.9), IC: 1.2 }, [0.9], 1],
    ['one code and no index', { '1': echo('A', 0.9) }, [0.9], undefined],
    ['the spelling of the course', { '1': { nace: 'A', probability: 0.9 } }, [0.9], undefined],
    ['a code twice', { '1': echo('A', 0.9), '2': echo('A', 0.9), '3': echo('B', 0.4) }, [0.9, 0.4], 0.5],
    [
      'codes below one in a hundred',
      { '1': echo('A', 0.9), '2': echo('B', 0.4), '3': echo('C', 0.009) },
      [0.9, 0.4],
      0.5,
    ],
    ['no codes', { IC: 0 }, [], 0],
  ])('is read with %s', (_, value, probabilities, index) => {
    const read = readAnswer(value);
    expect(read?.codes.map(({ probability }) => probability)).toEqual(probabilities);
    expect(read?.confidenceIndex).toEqual(index);
  });

  test.each([
    [undefined],
    [null],
    ['x'],
    [[]],
    [{}],
    [{ detail: 'x' }],
    [{ '1': { code: 'A' } }],
    [{ '1': 3 }],
  ])('is not %o', (value) => {
    expect(readAnswer(value)).toBeUndefined();
  });

  test('to a batch is one for each text, or none at all', () => {
    const one = { '1': echo('A', 0.9) };
    expect(readAnswers([one, one], 2)).toHaveLength(2);
    expect(readAnswers([one], 2)).toBeUndefined();
    expect(readAnswers([one, {}], 2)).toBeUndefined();
    expect(readAnswers(one, 1)).toHaveLength(1);
  });
});
