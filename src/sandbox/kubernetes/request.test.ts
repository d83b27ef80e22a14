import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { readRequest } from './request.ts';

test('addresses are read as the API documents them', () => {
  const read = (method: string, url: string) => {
    const { groupVersion, plural, namespace, name, subresource, verb } = readRequest({ method, url });
    return [verb, groupVersion, plural, namespace, name, subresource];
  };
  expect(read('GET', '/api/v1/namespaces/a/pods/b/log?follow=true')).toEqual([
    'get',
    'v1',
    'pods',
    'a',
    'b',
    'log',
  ]);
  expect(read('GET', '/apis/apps/v1/namespaces/a/statefulsets?watch=1')).toEqual([
    'watch',
    'apps/v1',
    'statefulsets',
    'a',
    undefined,
    undefined,
  ]);
  expect(read('DELETE', '/api/v1/namespaces/a/secrets')[0]).toBe('deletecollection');
  expect(read('GET', '/api/v1/namespaces/a')).toEqual(['get', 'v1', 'namespaces', 'a', 'a', undefined]);
  expect(read('PATCH', '/api/v1/nodes/n%2F1/status')).toEqual([
    'patch',
    'v1',
    'nodes',
    undefined,
    'n/1',
    'status',
  ]);
  expect(read('GET', '/version')).toEqual(['list', undefined, undefined, undefined, undefined, undefined]);
});

test('no request line makes it throw', () => {
  const reads = (url: string) => readRequest({ method: 'GET', url }).method === 'GET';
  assert(property(string(), (text) => reads(text) && reads(`/api/${text}`) && reads(`//${text}?${text}`)));
});
