import { expect, test } from 'vitest';
import { violations } from './validation.ts';

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema',
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$' },
    git: { type: 'object', properties: { enabled: { type: 'boolean' } } },
    size: { $schema: 'http://json-schema.org/draft-06/schema#', type: 'integer', minimum: 1 },
    role: { enum: ['view', 'edit'] },
    hosts: { type: 'array', maxItems: 1 },
    closed: { type: 'object', additionalProperties: false, properties: {} },
  },
};

test('values that fit have no violations, whatever dialects the parts of a schema name', () => {
  expect(violations(schema, { name: 'a', size: 3, role: 'view', unknown: true })).toEqual([]);
});

test.each([
  [{ name: 'a', git: { enabled: 'yes' } }, '#/git/enabled: expected type: Boolean, found: String'],
  [{ name: 4 }, '#/name: expected type: String, found: Integer'],
  [{ name: 'A' }, '#/name: string [A] does not match pattern ^[a-z]+$'],
  [{}, '#: required key [name] not found'],
  [{ name: 'a', size: 0 }, '#/size: 0 is not greater or equal to 1'],
  [{ name: 'a', size: null }, '#/size: expected type: Integer, found: Null'],
  [{ name: 'a', role: 'own' }, '#/role: own is not a valid enum value'],
  [{ name: 'a', hosts: [1, 2] }, '#/hosts: expected maximum item count: 1, found: 2'],
  [{ name: 'a', closed: { x: 1 } }, '#/closed: extraneous key [x] is not permitted'],
])('%j is told as "%s"', (values, line) => {
  expect(violations(schema, values)).toEqual([line]);
});

test('every violation is a line', () => {
  expect(violations(schema, { name: 1, git: { enabled: 1 } })).toHaveLength(2);
});
