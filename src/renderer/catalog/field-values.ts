/** From what a widget holds to the value that the chart's values hold. Pure. */
import type { ValuePath } from '../../shared/contract/launch-form.ts';

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The schema of the value at a path, as far as properties and items tell; an empty object where they do not. */
export function schemaAtPath(schema: unknown, path: ValuePath): Record<string, unknown> {
  return path.reduce<Record<string, unknown>>((current, segment) => {
    const below = typeof segment === 'number' ? current.items : record(current.properties)[segment];
    return record(below);
  }, record(schema));
}

/** A quantity of a slider as the values write it: `8` in `Gi` is `"8Gi"`; without a unit a number, unless the schema asks for text. */
export function sliderValue(
  schema: unknown,
  path: ValuePath,
  quantity: number,
  unit: string | undefined,
): string | number {
  if (unit) return `${quantity}${unit}`;
  return schemaAtPath(schema, path).type === 'string' ? String(quantity) : quantity;
}

/** The quantity of a slider out of a value: `"8Gi"` is 8; undefined for anything that does not begin with a number. */
export function sliderQuantity(value: unknown): number | undefined {
  const quantity = typeof value === 'number' ? value : Number.parseFloat(String(value));
  return Number.isFinite(quantity) ? quantity : undefined;
}

/** A quantity moved by steps, kept within the bounds and free of the dust of binary fractions. */
export function stepped(quantity: number, step: number, min: number, max: number): number {
  const steps = Math.round((quantity - min) / step);
  const decimals = Math.max(decimalsOf(step), decimalsOf(min));
  return Number(Math.min(max, Math.max(min, min + steps * step)).toFixed(decimals));
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}

/** What a number field makes of typed text; undefined while it is not a number yet. */
export function typedNumber(text: string, isInteger: boolean): number | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) && (!isInteger || Number.isInteger(value)) ? value : undefined;
}
