import { describe, expect, test } from 'vitest';
import { jsonPatch, mergePatch, strategicMerge } from './patch.ts';
import { StatusError } from './status.ts';

describe('patches', () => {
  test('a merge patch follows the examples of RFC 7396', () => {
    expect(mergePatch({ a: 'b' }, { a: null })).toEqual({});
    expect(mergePatch({ a: ['b'] }, { a: 'c' })).toEqual({ a: 'c' });
    expect(mergePatch({ a: { b: 'c' } }, { a: { b: 'd', c: null } })).toEqual({ a: { b: 'd' } });
    expect(mergePatch('foo', { a: { bb: { ccc: null } } })).toEqual({ a: { bb: {} } });
  });

  test('a JSON patch knows its six operations and escaped names', () => {
    const document = { a: { 'b/c~': 1 }, list: [1, 2, 3] };
    expect(
      jsonPatch(document, [
        { op: 'test', path: '/a/b~1c~0', value: 1 },
        { op: 'replace', path: '/a/b~1c~0', value: 2 },
        { op: 'add', path: '/list/1', value: 9 },
        { op: 'add', path: '/list/-', value: 4 },
        { op: 'remove', path: '/list/0' },
        { op: 'copy', from: '/list', path: '/copy' },
        { op: 'move', from: '/a', path: '/moved' },
      ]),
    ).toEqual({ list: [9, 2, 3, 4], copy: [9, 2, 3, 4], moved: { 'b/c~': 2 } });
    expect(() => jsonPatch(document, [{ op: 'test', path: '/list/0', value: 2 }])).toThrow(
      'testing path /list/0 value failed',
    );
    expect(() => jsonPatch(document, [{ op: 'remove', path: '/none' }])).toThrow(StatusError);
  });

  test('no patch reaches what all objects inherit', () => {
    const attack = JSON.parse('[{"op":"add","path":"/__proto__/polluted","value":1}]') as unknown;
    expect(() => jsonPatch({}, attack)).toThrow(StatusError);
    mergePatch({}, JSON.parse('{"__proto__":{"polluted":1}}'));
    strategicMerge({}, JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a strategic merge patch joins containers and their lists by key and obeys its directives', () => {
    const live = {
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
          ports: [{ containerPort: 80 }],
        },
        { name: 'b', image: 'b:1' },
      ],
      volumes: [{ name: 'v', emptyDir: {} }],
      args: ['x', 'y'],
    };
    const patch = {
      containers: [
        { name: 'b', $patch: 'delete' },
        {
          name: 'a',
          env: [
            { name: 'X', $patch: 'delete' },
            { name: 'Z', value: '3' },
          ],
          ports: [{ containerPort: 80, name: 'web' }],
        },
        { name: 'c', image: 'c:1' },
      ],
      '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
      volumes: [{ name: 'v', $retainKeys: ['name', 'secret'], secret: { secretName: 's' } }],
      args: ['z'],
    };
    expect(strategicMerge(live, patch)).toEqual({
      containers: [
        { name: 'c', image: 'c:1' },
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'Y', value: '2' },
            { name: 'Z', value: '3' },
          ],
          ports: [{ containerPort: 80, name: 'web' }],
        },
      ],
      volumes: [{ name: 'v', secret: { secretName: 's' } }],
      args: ['z'],
    });
  });
});
