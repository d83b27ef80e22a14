import { expect, test } from 'vitest';
import { isOwnScript, tagFree } from './trusted-types.ts';

test.each([
  ['./assets/yaml.worker-1.js', true],
  ['http://app.sardonyx.localhost:4000/assets/editor.worker-2.js', true],
  ['http://jupyter-1.sardonyx.localhost:4000/assets/editor.worker-2.js', false],
  ['https://example.org/worker.js', false],
  ['blob:http://app.sardonyx.localhost:4000/0-1-2', false],
  ['data:text/javascript,alert(1)', false],
  ['./assets/yaml.worker-1.js?x=1', false],
])('the address %s of a script is ours: %s', (address, ours) => {
  expect(isOwnScript(address, 'http://app.sardonyx.localhost:4000/')).toBe(ours);
});

test('in the desktop app only files of its own host count', () => {
  const page = 'sardonyx-app://app/index.html';
  expect([isOwnScript('./assets/a.js', page), isOwnScript('sardonyx-app://other/assets/a.js', page)]).toEqual(
    [true, false],
  );
});

test('a style sheet passes as text, a tag does not', () => {
  expect(tagFree(':root{--a:1}')).toBe(':root{--a:1}');
  expect(() => tagFree('<img src=x onerror=alert(1)>')).toThrow(TypeError);
});
