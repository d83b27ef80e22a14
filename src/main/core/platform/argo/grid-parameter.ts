/** Which argument of a workflow holds the list of its combinations. Pure. */
import type { WorkflowSpec } from './resources.ts';

/** Annotation by which our own workflows say it. */
export const gridAnnotation = 'sardonyx/grid-parameter';

/** The workflow's parameter over which one of its tasks runs (`withParam: "{{workflow.parameters.grid}}"`); undefined where none does. */
export function gridParameterOf(spec: WorkflowSpec | undefined): string | undefined {
  for (const { dag, steps } of spec?.templates ?? []) {
    const tasks = [...(dag?.tasks ?? []), ...(steps ?? []).flat()];
    for (const { withParam } of tasks) {
      const name = /^\{\{\s*workflow\.parameters\.([\w-]+)\s*\}\}$/.exec(withParam?.trim() ?? '')?.[1];
      if (name !== undefined) return name;
    }
  }
  return undefined;
}
