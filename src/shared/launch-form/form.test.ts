import { describe, expect, test } from 'vitest';
import { computeForm, listNotShown } from './form.ts';
import type { JsonObject } from './json.ts';
import type { Dependency, Form, FormNode, Schema } from './types.ts';

function formOf(
  properties: Readonly<Record<string, Schema>>,
  values: JsonObject,
  more: { dependencies?: Dependency[]; chartName?: string } = {},
): Form {
  const schema: Schema = { type: 'object', properties };
  const result = computeForm({ schema, values, context: { langs: ['fr', 'en'] }, ...more });
  if ('error' in result) throw new Error(result.error);
  return result.form;
}

const names = (nodes: readonly FormNode[]): unknown[] =>
  nodes.map((node) =>
    node.type === 'group' ? { [node.title]: names(node.nodes) } : `${node.title} ${node.fieldType}`,
  );

const text: Schema = { type: 'string' };

describe('what is left out', () => {
  const hidden = { value: false, path: 'on' };

  test('a field is hidden always, by the instance, or by another value', () => {
    const form = formOf(
      {
        on: { type: 'boolean' },
        a: { ...text, hidden: true },
        b: { ...text, 'x-onyxia': { hidden: true } },
        c: { ...text, hidden },
        d: text,
      },
      { on: false, a: '', b: '', c: '', d: '' },
    );
    expect(names(form.main)).toEqual(['on checkbox', 'd text field']);
  });

  test('a relative path starts at the parent, and a group with nothing in it goes too', () => {
    const inner = {
      type: 'object',
      properties: {
        on: { type: 'boolean', hidden: true },
        x: { ...text, hidden: { ...hidden, isPathRelative: true } },
      },
    } as const;
    expect(formOf({ g: inner }, { g: { on: false, x: '' } }).main).toEqual([]);
    expect(names(formOf({ g: inner }, { g: { on: true, x: '' } }).main)).toEqual([{ g: ['x text field'] }]);
  });

  test('the topmost places without a widget are listed', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        g: { type: 'object', properties: { a: text, b: { ...text, hidden: true } } },
        h: { type: 'object', properties: { c: { ...text, hidden: true } } },
      },
    };
    const result = computeForm({ schema, values: { g: { a: '', b: '' }, h: { c: '' } }, context: {} });
    expect('form' in result && listNotShown(schema, result.form)).toEqual([['g', 'b'], ['h']]);
  });
});

describe('widgets', () => {
  test('each type has its own', () => {
    const form = formOf(
      {
        box: { type: 'boolean', title: 'Box' },
        free: { type: 'object' },
        list: { type: 'array' },
        pick: { ...text, enum: ['a', 'b'] },
        lang: { ...text, 'x-onyxia': { overwriteListEnumWith: 'langs' } },
        size: { ...text, sliderMin: 1, sliderMax: 9, sliderUnit: 'Gi' },
        count: { type: 'integer', minimum: 0 },
        fixed: { const: 'c' },
        items: { type: 'array', items: text, maxItems: 1 },
      },
      {
        box: true,
        free: {},
        list: [],
        pick: 'b',
        lang: 'en',
        size: '5Gi',
        count: 2,
        fixed: 'c',
        items: ['x'],
      },
    );
    expect(names(form.main)).toEqual([
      'Box checkbox',
      'free yaml code block',
      'list yaml code block',
      'pick select',
      'lang select',
      'size slider',
      'count number field',
      'fixed text field',
      { items: ['items 1 text field'] },
    ]);
    expect(form.main[5]).toMatchObject({ value: 5, min: 1, max: 9, unit: 'Gi' });
    expect(form.main[7]).toMatchObject({ isReadonly: true });
    expect(form.main[8]).toMatchObject({ canAdd: false, canRemove: true });
  });

  test.each([
    ['a value that is no option', { ...text, enum: ['a'] }, 'b'],
    ['a value of another type', { type: 'boolean' }, 'yes'],
    ['a slider of integers', { type: 'integer', sliderMin: 0, sliderMax: 9 }, 1],
    ['a slider without its upper bound', { ...text, sliderMin: 0 }, '1'],
    ['a missing value', text, undefined],
  ] as const)('%s is an error', (_name, field, value) => {
    const values = value === undefined ? {} : { field: value };
    expect(() => formOf({ field }, values)).toThrow('field');
  });
});

describe('range sliders', () => {
  const end = {
    ...text,
    sliderMin: 0,
    sliderMax: 9,
    sliderUnit: 'm',
    sliderStep: 1,
    sliderRangeId: 'cpu',
  } as const;
  const low: Schema = { ...end, sliderExtremity: 'down', title: 'CPU' };
  const high: Schema = { ...end, sliderExtremity: 'up', title: 'not used' };
  const both = (lowEnd: Schema, highEnd: Schema): Record<string, Schema> => ({
    limits: { type: 'object', properties: { cpu: highEnd } },
    requests: { type: 'object', properties: { cpu: lowEnd } },
    last: text,
  });
  const values = { requests: { cpu: '1m' }, limits: { cpu: '5m' }, last: '' };

  test('two ends become one slider, last in their common group', () => {
    const form = formOf(both(low, high), values);
    expect(names(form.main)).toEqual(['last text field', 'CPU range slider']);
    expect(form.main[1]).toMatchObject({
      lowEndRange: { value: 1 },
      highEndRange: { value: 5 },
      step: 1,
      unit: 'm',
    });
  });

  test('with one end hidden the other is hidden too', () => {
    expect(names(formOf(both(low, { ...high, hidden: true }), values).main)).toEqual(['last text field']);
  });

  test.each([
    ['no partner', both(low, text), 'no high end'],
    ['different units', both(low, { ...high, sliderUnit: '' }), 'units'],
    ['different steps', both(low, { ...high, sliderStep: 2 }), 'steps'],
    [
      'low above high',
      both({ ...low, sliderExtremity: 'up' }, { ...high, sliderExtremity: 'down' }),
      'above',
    ],
  ])('%s is an error', (_name, properties, problem) => {
    expect(() => formOf(properties, values)).toThrow(problem);
  });
});

describe('sections', () => {
  const properties: Record<string, Schema> = {
    db: { type: 'object', properties: { on: { type: 'boolean' }, size: text } },
    global: { type: 'object', properties: { tz: text, db: { type: 'object', properties: { port: text } } } },
    size: text,
  };
  const values = { db: { on: true, size: '' }, global: { tz: '', db: { port: '' } }, size: '' };
  const db = { chartName: 'db', condition: ['db', 'on'] };

  test('global and enabled dependencies have their own', () => {
    const form = formOf(properties, values, { dependencies: [db, { chartName: 'library-chart' }] });
    expect(names(form.main)).toEqual(['size text field']);
    expect(names(form.global)).toEqual(['tz text field']);
    expect(Object.keys(form.dependencies)).toEqual(['db']);
    expect(names(form.dependencies['db']?.main ?? [])).toEqual(['on checkbox', 'size text field']);
    expect(names(form.dependencies['db']?.global ?? [])).toEqual(['port text field']);
  });

  test('a disabled dependency stays where it is', () => {
    const form = formOf(properties, { ...values, db: { on: false, size: '' } }, { dependencies: [db] });
    expect(form.disabledDependencies).toEqual(['db']);
    expect(names(form.main)).toEqual([{ db: ['on checkbox', 'size text field'] }, 'size text field']);
  });

  test('of several conditions the first that is in the values counts', () => {
    const condition = ['none', 'on,db', 'on'];
    expect(formOf(properties, values, { dependencies: [{ ...db, condition }] }).disabledDependencies).toEqual(
      [],
    );
    expect(
      formOf(properties, values, { dependencies: [{ ...db, condition: 'none.on' }] }).disabledDependencies,
    ).toEqual(['db']);
  });

  test('a dependency named like the chart is part of it, but for names that are taken', () => {
    const form = formOf(properties, values, { dependencies: [db], chartName: 'db' });
    expect(names(form.main)).toEqual(['size text field', 'on checkbox']);
    expect(names(form.global)).toEqual(['tz text field', 'port text field']);
    expect(names(form.dependencies['db']?.main ?? [])).toEqual(['size text field']);
  });
});
