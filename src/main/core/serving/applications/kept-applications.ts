/** The applications as they were last seen, in the store. */
import { z } from 'zod';
import { ApplicationDetail } from '../../../../shared/contract/serving/applications.ts';
import type { ProjectContext } from '../../project-context.ts';

type Where = Pick<ProjectContext, 'store' | 'namespace'>;

/** One list a namespace. */
const keyOf = ({ namespace }: Where) => `serving/applications/${namespace}`;

export interface KeptApplications {
  readonly details: readonly ApplicationDetail[];
  readonly asOf: number;
}

/** Undefined where none were seen, or by a version of the app that kept them otherwise. */
export async function keptApplications(where: Where): Promise<KeptApplications | undefined> {
  const kept = await where.store.get(keyOf(where));
  const { data } = z.array(ApplicationDetail).safeParse(kept?.value);
  return kept && data && { details: data, asOf: kept.at };
}

/** @throws Failure `no-space` */
export async function keepApplications(where: Where, details: readonly ApplicationDetail[]): Promise<void> {
  await where.store.set(keyOf(where), details);
}
