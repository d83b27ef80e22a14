/** The quota of a project as lines to draw: what is used of what there is. */
import type { z } from 'zod';
import type { QuotaLine } from '../../../shared/contract/services.ts';
import { parseQuantity } from '../platform/kubernetes/quantity.ts';

type Line = z.infer<typeof QuotaLine>;

/** Quantities by name, as a ResourceQuota's status or the Onyxia API has them. */
export type Quantities = Readonly<Record<string, string | number>>;

/** One line a resource; with several quotas the tightest of each counts. */
export function quotaLines(
  quotas: readonly { readonly hard?: Quantities | undefined; readonly used?: Quantities | undefined }[],
): Line[] {
  const lines = new Map<string, Line>();
  for (const { hard, used } of quotas) {
    for (const [name, limit] of Object.entries(hard ?? {})) {
      const total = parseQuantity(String(limit));
      if (total === undefined) continue;
      const line: Line = {
        name,
        used: parseQuantity(String(used?.[name] ?? 0)) ?? 0,
        hard: total,
        unit: unitOf(name),
      };
      const other = lines.get(name);
      if (!other || line.hard - line.used < other.hard - other.used) lines.set(name, line);
    }
  }
  return [...lines.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function unitOf(name: string): Line['unit'] {
  if (/(^|\.)cpu$/.test(name)) return 'cores';
  if (/(^|\.)(memory|storage|ephemeral-storage)$/.test(name)) return 'bytes';
  return 'count';
}
