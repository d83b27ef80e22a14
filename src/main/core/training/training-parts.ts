/** What training needs of other capabilities. */
import type { Correspondence, Nomenclature } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { MlflowOf } from '../platform/mlflow/mlflow.ts';
import type { InProject, ProjectSurroundings } from '../project-context.ts';
import type { CodedItemsOf } from '../project-needs.ts';

export interface TrainingParts {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly codedItemsOf: CodedItemsOf;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  /** @throws Failure where it is not known */
  readonly correspondence: (from: string, to: string) => Promise<Correspondence>;
  readonly mlflowOf: MlflowOf;
}
