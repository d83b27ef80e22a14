/**
 * Amounts of CPU, memory and storage as Kubernetes writes them: `350m`, `4`, `448Mi`, `1e3`.
 * Grammar and canonical form: k8s.io/apimachinery `resource.Quantity` (documented in the API reference under "Quantity").
 */

const binary: [string, number][] = [
  ['Ei', 2 ** 60],
  ['Pi', 2 ** 50],
  ['Ti', 2 ** 40],
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
];
const decimal: [string, number][] = [
  ['E', 1e18],
  ['P', 1e15],
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
];
const factors = new Map<string, number>([
  ...binary,
  ...decimal,
  ['', 1],
  ['m', 1e-3],
  ['u', 1e-6],
  ['n', 1e-9],
]);

type QuantityFormat = 'binary' | 'decimal';
export interface Quantity {
  /** In units (cores, bytes, pieces), exact to a thousandth below 9e12. */
  value: number;
  format: QuantityFormat;
}

/** Reads a quantity. Answers undefined when the text is none. */
export function parseQuantity(given: unknown): Quantity | undefined {
  const text = typeof given === 'number' ? String(given) : given;
  if (typeof text !== 'string') return undefined;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null) return undefined;
  const [, digits = '', exponent, suffix = ''] = match;
  const factor = exponent === undefined ? factors.get(suffix) : 10 ** Number(exponent);
  if (factor === undefined) return undefined;
  return {
    value: roundToThousandth(Number(digits) * factor),
    format: suffix.endsWith('i') ? 'binary' : 'decimal',
  };
}

/** Writes a quantity in canonical form: the largest suffix that leaves a whole number. */
export function formatQuantity({ value, format }: Quantity): string {
  if (value === 0) return '0';
  if (!Number.isInteger(value)) return `${Math.round(value * 1000)}m`;
  const suffixes =
    format === 'binary' && Math.abs(value) >= 1024 ? binary : format === 'binary' ? [] : decimal;
  for (const [suffix, factor] of suffixes) if (value % factor === 0) return `${value / factor}${suffix}`;
  return String(value);
}

/** The sum of two quantities, in the format of the first that is not zero. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  return {
    value: roundToThousandth(left.value + right.value),
    format: left.value === 0 ? right.format : left.format,
  };
}

function roundToThousandth(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * 1000) / 1000;
}
