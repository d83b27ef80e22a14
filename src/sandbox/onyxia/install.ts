/** Launching, suspending and ending services: what the Onyxia API does with helm, its odd answers included. */
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Catalog, PublishedChart } from '../charts/repository.ts';
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { chartVersion } from './catalogs.ts';
import type { Helm } from './helm.ts';
import { createOwnership, readOwnership } from './ownership.ts';
import { accessDenied, internalError, Refusal } from './respond.ts';
import { listReleases, type Release } from './releases.ts';
import { releasesLike } from './services.ts';
import { resolveSchema, type SchemaRegistry } from './schemas.ts';
import { violations } from './validation.ts';

export const installRequest = z.object({
  catalogId: z.string(),
  packageName: z.string(),
  packageVersion: z.string(),
  name: z.string(),
  friendlyName: z.string().nullish(),
  share: z.boolean().nullish(),
  options: z.record(z.string(), z.unknown()).nullish(),
  dryRun: z.boolean().nullish(),
});

export type InstallRequest = z.infer<typeof installRequest>;

export interface Launcher {
  readonly store: ObjectStore;
  readonly helm: Helm;
  readonly catalogs: readonly Catalog[];
  readonly registry: SchemaRegistry;
  readonly log: (message: string) => void;
}

const releaseName = /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/;

/** The resolved schema of a chart; undefined for one without. */
export function schemaOf(
  chart: PublishedChart,
  registry: SchemaRegistry,
): Record<string, unknown> | undefined {
  return chart.schema && resolveSchema(chart.schema, registry);
}

function check(chart: PublishedChart, registry: SchemaRegistry, values: Record<string, unknown>): void {
  const schema = schemaOf(chart, registry);
  const found = schema ? violations(schema, values) : [];
  if (found.length === 0) return;
  // A single violation is not told: the real API lists the causes of a failure, and one alone has none.
  throw new Refusal(400, 'problem', {
    title: 'Validation failed',
    properties: { errors: found.length > 1 ? found : [] },
  });
}

function objectsOf(stdout: string): KubernetesObject[] {
  const release = JSON.parse(stdout) as { manifest?: string };
  return parseAllDocuments(release.manifest ?? '')
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

/**
 * Installs a chart as `PUT /my-lab/app` does and returns the objects made, in one list inside a list. A name in use is
 * upgraded, and then 500 is answered; values without a single entry and dry runs are 500 as well. Throws Refusal.
 */
export async function install(
  launcher: Launcher,
  request: InstallRequest,
  namespace: string,
  owner: string,
): Promise<KubernetesObject[][]> {
  const { store, helm, catalogs, registry } = launcher;
  const chart = chartVersion(catalogs, request.catalogId, request.packageName, request.packageVersion);
  const values = request.options ?? {};
  check(chart, registry, values);
  if (!releaseName.test(request.name)) throw accessDenied();
  if (Object.keys(values).length === 0 || request.dryRun) throw internalError();
  const outcome = await helm.install({
    release: request.name,
    namespace,
    archive: chart.archive,
    values: JSON.stringify(values),
    reuse: false,
  });
  if (!outcome.ok) throw internalError();
  try {
    createOwnership(store, namespace, request.name, {
      catalog: request.catalogId,
      owner,
      friendlyName: request.friendlyName ?? request.name,
      share: request.share ?? false,
    });
  } catch (error) {
    launcher.log(`release ${request.name}: ${String(error)}`);
    throw internalError();
  }
  return [objectsOf(outcome.stdout)];
}

/** The one release that a service id means. Throws 500 when none or several match, as the real API does. */
export function findRelease(store: ObjectStore, namespace: string, serviceId: string): Release {
  const found = releasesLike(store, namespace, serviceId);
  const [only] = found;
  if (!only || found.length > 1) throw internalError();
  return only;
}

/** Suspends or resumes by an upgrade that keeps the values. Throws 500 when the chart's version left the catalog. */
export async function setSuspended(
  launcher: Launcher,
  namespace: string,
  name: string,
  suspend: boolean,
): Promise<void> {
  const { store, helm, catalogs } = launcher;
  const release = listReleases(store, namespace).find((each) => each.name === name);
  const catalog = readOwnership(store, namespace, name)?.catalog;
  if (!release || catalog === undefined) throw internalError();
  let chart;
  try {
    chart = chartVersion(catalogs, catalog, release.chart.metadata.name, release.chart.metadata.version);
  } catch {
    throw internalError();
  }
  const outcome = await helm.install({
    release: name,
    namespace,
    archive: chart.archive,
    values: JSON.stringify({ global: { suspend } }),
    reuse: true,
  });
  if (!outcome.ok) throw internalError();
}

/** Ends one service; false when there is none of that name. */
export async function uninstall(launcher: Launcher, namespace: string, name: string): Promise<boolean> {
  if (!releaseName.test(name)) return false;
  return (await launcher.helm.uninstall(name, namespace)).ok;
}

/** Ends every service of a namespace that belongs to the person, or (in their own project) to nobody. */
export async function uninstallAll(
  launcher: Launcher,
  namespace: string,
  owner: string,
  own: boolean,
): Promise<boolean> {
  const names = listReleases(launcher.store, namespace)
    .map((release) => release.name)
    .filter((name) => own || readOwnership(launcher.store, namespace, name)?.owner === owner);
  const ended = await Promise.all(names.map((name) => uninstall(launcher, namespace, name)));
  return ended.every(Boolean);
}
