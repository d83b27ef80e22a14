/** The registry of a server, asked page by page. */
import type {
  MlflowClient,
  MlflowModel,
  MlflowModelVersion,
  MlflowPage,
} from '../../platform/mlflow/mlflow.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { RegistrySnapshot } from './snapshot.ts';

/** Some hundred kilobytes a page, which is a few milliseconds of parsing. */
const modelsOfPage = 200;
const versionsOfPage = 500;
/** Versions that are kept of one registry. */
const mostVersions = 50_000;

type Call = { readonly signal?: AbortSignal | undefined };

async function everyPage<T>(
  ask: (from: string | undefined) => Promise<MlflowPage<T>>,
  most: number,
): Promise<T[]> {
  const found: T[] = [];
  let from: string | undefined;
  do {
    const page = await ask(from);
    found.push(...page.values);
    // A server that gives the same token again would be asked for ever.
    if (page.next === from || page.values.length === 0) break;
    from = page.next;
  } while (from !== undefined && found.length < most);
  return found;
}

/** All models and all their versions. @throws Failure */
export async function readRegistry(client: MlflowClient, call: Call): Promise<RegistrySnapshot> {
  const [models, versions] = await Promise.all([
    everyPage(
      (from) => client.searchModels({ most: modelsOfPage, ...(from && { from }) }, call),
      mostVersions,
    ),
    everyPage(
      (from) => client.searchVersions({ most: versionsOfPage, ...(from && { from }) }, call),
      mostVersions,
    ),
  ]);
  const names = new Set(models.map(({ name }) => name));
  // Versions of prompts (MLflow 3), whose models are not listed.
  return { models, versions: versions.filter(({ name }) => names.has(name)) };
}

/** One model with its versions; undefined where it is gone. @throws Failure */
export async function readModel(
  client: MlflowClient,
  name: string,
  call: Call,
): Promise<{ model: MlflowModel; versions: MlflowModelVersion[] } | undefined> {
  try {
    const model = await client.model(name, call);
    const filter = `name=${quoted(name)}`;
    const versions = await everyPage(
      (from) => client.searchVersions({ filter, most: versionsOfPage, ...(from && { from }) }, call),
      mostVersions,
    );
    return { model, versions };
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** A text in a filter: MLflow knows no escape, so the quote that it does not hold is taken. */
function quoted(name: string): string {
  return name.includes("'") ? `"${name}"` : `'${name}'`;
}
