/** Quantities of Kubernetes (`500m`, `2Gi`, `1e3`) to numbers and back. */

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

const FACTORS = new Map<string, number>([
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ...BINARY.slice(1).map((suffix, index) => [suffix, 1024 ** (index + 1)] as const),
]);

const SHAPE = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]?))$/;

/**
 * The number that a quantity stands for: `250m` is 0.25, `2Gi` is 2147483648. Undefined for what is no quantity.
 * Grammar: Kubernetes API reference, resource.Quantity.
 */
export function parseQuantity(text: string | number | undefined): number | undefined {
  if (typeof text === 'number') return Number.isFinite(text) ? text : undefined;
  const parts = text === undefined ? null : SHAPE.exec(text.trim());
  if (!parts) return undefined;
  if (parts[2] !== undefined) return Number(parts[1] + parts[2]);
  const suffix = parts[3] ?? '';
  const factor = FACTORS.get(suffix) ?? 1;
  // A division keeps decimal fractions exact where a multiplication by 0.001 does not.
  return factor < 1 ? Number(parts[1]) / Math.round(1 / factor) : Number(parts[1]) * factor;
}

/** Cores as Kubernetes writes them: whole ones plain, fractions in thousandths, rounded up (`0.25` → `250m`). */
export function formatCores(cores: number): string {
  const thousandths = Math.ceil(Math.round(cores * 1e6) / 1e3);
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

/** Bytes with the largest binary suffix that keeps them exact (`2147483648` → `2Gi`); part bytes are rounded up. */
export function formatBytes(bytes: number): string {
  let value = Math.ceil(bytes);
  let power = 0;
  while (power < BINARY.length - 1 && value !== 0 && value % 1024 === 0) {
    value /= 1024;
    power += 1;
  }
  return `${value}${BINARY[power] ?? ''}`;
}

/** What a resource of a quota is counted in, from its name (`requests.cpu`, `limits.memory`, `pods`). */
export function resourceUnit(resource: string): 'cores' | 'bytes' | 'count' {
  const base = resource.replace(/^(requests|limits)\./, '');
  if (base === 'cpu') return 'cores';
  return base === 'memory' ||
    base === 'storage' ||
    base === 'ephemeral-storage' ||
    base.endsWith('/requests.storage')
    ? 'bytes'
    : 'count';
}

/** A number of some resource in Kubernetes' notation: `formatQuantity('limits.memory', 2147483648)` → `2Gi`. */
export function formatQuantity(resource: string, value: number): string {
  const unit = resourceUnit(resource);
  if (unit === 'cores') return formatCores(value);
  return unit === 'bytes' ? formatBytes(value) : String(value);
}
