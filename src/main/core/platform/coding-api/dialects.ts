/** All dialects, and which one a server speaks by its own description. Pure. */
import { z } from 'zod';
import { formation } from './formation.ts';
import { forms2025 } from './forms-2025.ts';
import { predict202401 } from './predict-2024-01.ts';
import { predict202402 } from './predict-2024-02.ts';
import { predictV1 } from './predict-v1.ts';
import { pytorchV1 } from './pytorch-v1.ts';
import type { Dialect, DialectId } from './dialect.ts';

/** In the order in which they are tried where a server does not describe itself: what only reads comes before what is posted. */
export const dialects: readonly Dialect[] = [
  predict202402,
  predictV1,
  pytorchV1,
  predict202401,
  formation,
  forms2025,
];

/** The dialect of that name. */
export function dialectOf(id: DialectId): Dialect {
  return dialects.find((one) => one.id === id) ?? predict202402;
}

const Described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z
        .object({ parameters: z.array(z.object({ name: z.string() }).catch({ name: '' })).catch([]) })
        .catch({ parameters: [] }),
    ),
  ),
});

/**
 * The dialect that an OpenAPI description tells of, the most telling first; undefined where it tells of none.
 * @param description what `GET /openapi.json` gave
 */
export function describedDialect(description: unknown): Dialect | undefined {
  const { data } = Described.safeParse(description);
  if (!data) return undefined;
  const at = Object.entries(data.paths).flatMap(([path, methods]) =>
    /^\/predict\/?$/.test(path) ? [methods] : [],
  );
  const has = ({ operation: { method, parameters } }: Dialect) =>
    at.some((methods) => {
      const names = methods[method]?.parameters.map(({ name }) => name);
      return names !== undefined && parameters.every((name) => names.includes(name));
    });
  return dialects.find(has);
}
