import type { ReadContext } from './expression.ts';
import {
  isJsonArray,
  isJsonObject,
  own,
  sameJson,
  valueAt,
  valueAtText,
  type Json,
  type JsonObject,
  type Path,
} from './json.ts';
import { LaunchFormError } from './launch-form-error.ts';
import type { Branch, Draft, LooseEnd } from './range-sliders.ts';
import type { RangeSliderField, Schema, SchemaType, SliderField } from './types.ts';
import { optionsOf, quantityOf, typeOf } from './validate.ts';

/** What the widgets of a form are made from. */
export type FormSource = {
  readonly values: JsonObject;
  readonly read: ReadContext;
  /** collects the range sliders of which an end is not shown */
  readonly hiddenRangeIds: Set<string>;
};

/** Whether a node is left out of the form with these values (rule 5.1). */
export function isHidden(schema: Schema, values: Json, path: Path): boolean {
  const { hidden } = schema;
  if (hidden === true || schema['x-onyxia']?.hidden === true) return true;
  if (hidden === undefined || hidden === false) return false;
  const start = hidden.isPathRelative === true ? path.slice(0, -1) : [];
  return sameJson(valueAtText(values, [...start, ...hidden.path.split('/')]), hidden.value);
}

/** The title of a node: its own, else its name, else `<array> <n>` for an item. */
export function titleOf(schema: Schema, path: Path): string {
  if (schema.title !== undefined) return schema.title;
  const last = path.at(-1);
  return typeof last === 'number' ? `${path.at(-2) ?? 'item'} ${last + 1}` : (last ?? '');
}

function collectRangeIds(schema: Schema, into: Set<string>): void {
  if (schema.sliderRangeId !== undefined) into.add(schema.sliderRangeId);
  for (const child of Object.values(schema.properties ?? {})) collectRangeIds(child, into);
  if (schema.items !== undefined) collectRangeIds(schema.items, into);
}

type Place = {
  readonly schema: Schema;
  readonly type: SchemaType;
  readonly path: Path;
  readonly value: Json | undefined;
};

type CommonParts = {
  readonly type: 'field';
  readonly title: string;
  readonly isReadonly: boolean;
  readonly helmValuesPath: Path;
  readonly description?: string;
};

function common({ schema, path }: Place): CommonParts {
  return {
    type: 'field',
    title: titleOf(schema, path),
    isReadonly: schema['x-onyxia']?.readonly === true || schema.const !== undefined,
    helmValuesPath: path,
    ...(schema.description !== undefined && { description: schema.description }),
  };
}

function unexpected({ path }: Place, expected: string): LaunchFormError {
  return new LaunchFormError(path, `the value is not ${expected}`);
}

function sliderBounds({ schema, type, path }: Place): { min: number; max: number } {
  if (type !== 'string' && type !== 'number') {
    throw new LaunchFormError(path, `a slider cannot be of type ${type}`);
  }
  if (schema.render !== undefined && schema.render !== 'slider') {
    throw new LaunchFormError(path, `has the bounds of a slider, but is rendered as ${schema.render}`);
  }
  if (schema.sliderMin === undefined || schema.sliderMax === undefined) {
    throw new LaunchFormError(path, 'the slider lacks sliderMin or sliderMax');
  }
  return { min: schema.sliderMin, max: schema.sliderMax };
}

function sliderValue(place: Place): number {
  const unit = place.schema.sliderUnit ?? '';
  if (typeof place.value === 'number' && unit === '') return place.value;
  const quantity = typeof place.value === 'string' ? quantityOf(place.value, unit) : undefined;
  if (quantity === undefined) throw unexpected(place, unit === '' ? 'a number' : `a number of ${unit}`);
  return quantity;
}

function slider(place: Place): SliderField {
  const { sliderUnit, sliderStep } = place.schema;
  return {
    ...common(place),
    fieldType: 'slider',
    ...sliderBounds(place),
    ...(sliderUnit !== undefined && { unit: sliderUnit }),
    ...(sliderStep !== undefined && { step: sliderStep }),
    value: sliderValue(place),
  };
}

function looseEnd(place: Place, extremity: 'down' | 'up'): LooseEnd {
  const { title, isReadonly, helmValuesPath, description } = common(place);
  const { schema, value, path } = place;
  const { min, max } = sliderBounds(place);
  if (schema.sliderRangeId === undefined) {
    throw new LaunchFormError(path, 'an end of a range slider lacks sliderRangeId');
  }
  if (typeof value !== 'number' && typeof value !== 'string') throw unexpected(place, 'a number or text');
  const rangeEndSemantic = schema.sliderExtremitySemantic;
  return {
    type: 'loose end',
    extremity,
    rangeId: schema.sliderRangeId,
    title,
    value,
    schema,
    end: {
      isReadonly,
      helmValuesPath,
      ...(description !== undefined && { description }),
      min,
      max,
      ...(rangeEndSemantic !== undefined && { rangeEndSemantic }),
    },
  };
}

function group(place: Place, nodes: readonly Draft[], canAdd: boolean, canRemove: boolean): Branch {
  const { description } = place.schema;
  return {
    type: 'group',
    helmValuesPath: place.path,
    title: titleOf(place.schema, place.path),
    ...(description !== undefined && { description }),
    nodes,
    canAdd,
    canRemove,
  };
}

function objectGroup(place: Place, source: FormSource): Branch {
  if (!isJsonObject(place.value)) throw unexpected(place, 'an object');
  const children = Object.entries(place.schema.properties ?? {});
  const nodes = children.flatMap(([name, child]) => draft(child, [...place.path, name], source));
  return group(place, nodes, false, false);
}

function arrayGroup(place: Place, source: FormSource): Branch {
  const { value, schema } = place;
  const { items } = schema;
  if (!isJsonArray(value)) throw unexpected(place, 'a list');
  const nodes =
    items === undefined ? [] : value.flatMap((_, index) => draft(items, [...place.path, index], source));
  const canAdd = value.length < (schema.maxItems ?? Infinity);
  return group(place, nodes, canAdd, value.length > (schema.minItems ?? 0));
}

function block(place: Place, expectedDataType: 'object' | 'array'): Exclude<Draft, RangeSliderField> {
  const { value } = place;
  const isRight = expectedDataType === 'object' ? isJsonObject(value) : isJsonArray(value);
  if (value === undefined || !isRight) {
    throw unexpected(place, expectedDataType === 'object' ? 'an object' : 'a list');
  }
  return { ...common(place), fieldType: 'yaml code block', expectedDataType, value };
}

function plainField(place: Place): Draft {
  const { schema, type, value } = place;
  if (type === 'boolean') {
    if (typeof value !== 'boolean') throw unexpected(place, 'true or false');
    return { ...common(place), fieldType: 'checkbox', value };
  }
  if (type === 'string') {
    if (typeof value !== 'string') throw unexpected(place, 'text');
    return {
      ...common(place),
      fieldType: 'text field',
      doRenderAsTextArea: schema.render === 'textArea',
      isSensitive: schema.render === 'password',
      ...(schema.pattern !== undefined && { pattern: schema.pattern }),
      value,
      autocomplete: { isLoadingOptions: false, options: [] },
    };
  }
  if (typeof value !== 'number') throw unexpected(place, 'a number');
  return {
    ...common(place),
    fieldType: 'number field',
    value,
    isInteger: type === 'integer',
    ...(schema.minimum !== undefined && { minimum: schema.minimum }),
  };
}

/**
 * The widget of a node, or nothing when it is hidden (rule 5.2, the first that fits).
 * Throws a LaunchFormError when the value and the schema do not fit each other.
 */
export function draft(schema: Schema, path: Path, source: FormSource): readonly Draft[] {
  if (isHidden(schema, source.values, path)) {
    collectRangeIds(schema, source.hiddenRangeIds);
    return [];
  }
  const type = typeOf(schema, path);
  const place: Place = { schema, type, path, value: valueAt(source.values, path) };
  if (type === 'object' && schema.properties === undefined) return [block(place, 'object')];
  if (type === 'array' && schema.items === undefined) return [block(place, 'array')];
  const options = optionsOf(schema, source.read, path);
  if (options !== undefined) {
    const selectedOptionIndex = options.findIndex((option) => sameJson(option, place.value));
    if (selectedOptionIndex === -1) throw unexpected(place, 'one of the options');
    return [{ ...common(place), fieldType: 'select', options, selectedOptionIndex }];
  }
  if (schema.sliderExtremity !== undefined) return [looseEnd(place, schema.sliderExtremity)];
  if (schema.sliderMin !== undefined) return [slider(place)];
  if (type === 'object') return [objectGroup(place, source)];
  if (type === 'array') return [arrayGroup(place, source)];
  return [plainField(place)];
}

/** The schema at a path of the values: properties by name, items by number; undefined where there is none. */
export function schemaAt(schema: Schema, path: Path): Schema | undefined {
  let current: Schema | undefined = schema;
  for (const segment of path) {
    current =
      typeof segment === 'number' ? current?.items : current?.properties && own(current.properties, segment);
  }
  return current;
}
