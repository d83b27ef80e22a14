import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from './json-fault.ts';

describe('where JSON breaks', () => {
  test.each([
    ['{"a":}', 5],
    ['{"a":1 "b":2}', 7],
    ['{"a":1,}', 7],
    ['[1,2', 4],
    ['{"a":"x\ny"}', 7],
    ['{"a":"\\q"}', 6],
    ['{a:1}', 1],
    ['{"a" 1}', 5],
    ['01', 1],
    ['{"a":1} x', 8],
    ['nul', 0],
    ['', 0],
    ['"abc', 4],
  ])('%j breaks at %i', (text, at) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonFault(text)).toBe(at);
  });

  test('it agrees with JSON.parse on whether a text is JSON', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', ':', 'x'),
        (json, seed, sign) => {
          const at = seed % (json.length + 1);
          const text = json.slice(0, at) + sign + json.slice(at + (seed % 2));
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          expect(jsonFault(text) === -1).toBe(isJson);
        },
      ),
    );
  });
});
