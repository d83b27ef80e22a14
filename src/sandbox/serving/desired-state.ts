/** What an application wants to run, held against what runs. */
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { at, textOf } from '../kubernetes/shape.ts';
import { destinationOf, type Source } from './application.ts';
import { compare, type Compared } from './comparison.ts';
import { render, type SourceType } from './render.ts';
import { checkOut } from './repository.ts';

export interface ApplicationsOptions {
  readonly store: ObjectStore;
  /** Where the Applications and the repositories are. */
  readonly namespace: string;
  /** Where the commits that were seen are kept. */
  readonly folder: string;
  /** The namespaces to which each project may deploy. */
  readonly projects: Readonly<Record<string, readonly string[]>>;
  readonly log: (message: string) => void;
}

export interface Desired {
  readonly revision: string;
  readonly type: SourceType;
  readonly compared: readonly Compared[];
}

/** What the project does not allow. */
class InvalidSpec extends Error {}

/**
 * Renders the source, at its head or at a revision, and compares; the project must allow where it goes.
 * @throws Error in Argo CD's words, which `problemOf` reads
 */
export function desiredState(
  { store, namespace, folder, projects }: ApplicationsOptions,
  application: KubernetesObject,
  source: Source,
  revision?: string,
): Desired {
  const { name } = application.metadata;
  const project = textOf(at(application, 'spec', 'project')) ?? '';
  const destination = destinationOf(application);
  if (projects[project] === undefined)
    throw new InvalidSpec(`Application referencing project ${project} which does not exist`);
  const allowed = projects[project];
  const permit = (wanted: string) => {
    if (!allowed.includes(wanted))
      throw new InvalidSpec(
        `application destination server 'https://kubernetes.default.svc' and namespace '${wanted}' do not match any of the allowed destinations in project '${project}'`,
      );
  };
  permit(destination);
  const checkout = checkOut(store, namespace, source, revision, folder);
  const { type, manifests } = render(checkout.files, source.fields, { name, namespace: destination });
  for (const { metadata } of manifests) permit(metadata.namespace ?? '');
  return { revision: checkout.revision, type, compared: compare(store, name, destination, manifests) };
}

export interface Problem {
  readonly type: 'InvalidSpecError' | 'ComparisonError';
  readonly message: string;
}

/** What is told of an error of `desiredState`. */
export function problemOf(error: unknown): Problem {
  const type = error instanceof InvalidSpec ? 'InvalidSpecError' : 'ComparisonError';
  return { type, message: error instanceof Error ? error.message : String(error) };
}
