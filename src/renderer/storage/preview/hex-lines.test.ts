import { expect, test } from 'vitest';
import { hexLines } from './hex-lines.ts';

test('bytes stand with their offset and their letters', () => {
  expect(hexLines('504b0304 68c3a96c6c6f00ff0a20414243 44')).toBe(
    [
      '00000000  50 4b 03 04 68 c3 a9 6c  6c 6f 00 ff 0a 20 41 42  PK..h..llo... AB',
      '00000010  43 44                                             CD',
    ].join('\n'),
  );
  expect(hexLines('')).toBe('');
});
