/** Reads the charts that ship with the sandbox from `resources/sandbox/charts/<catalog>/<chart>/`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { writeArchive, type ArchiveFile } from './tar.ts';

const dependency = z.object({
  name: z.string(),
  version: z.string(),
  repository: z.string().optional(),
  condition: z.string().optional(),
});

const metadata = z.looseObject({
  apiVersion: z.literal('v2'),
  name: z.string(),
  version: z.string(),
  appVersion: z.string().optional(),
  description: z.string().optional(),
  type: z.enum(['application', 'library']).optional(),
  home: z.string().optional(),
  icon: z.string().optional(),
  keywords: z.array(z.string()).optional(),
  sources: z.array(z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  dependencies: z.array(dependency).optional(),
});

type ChartMetadata = z.infer<typeof metadata>;

export interface Chart {
  readonly metadata: ChartMetadata;
  readonly valuesYaml: string;
  /** `values.schema.json`, parsed; undefined when the chart has none. */
  readonly schema: Record<string, unknown> | undefined;
  readonly readme: string | undefined;
  readonly icon: Buffer | undefined;
  readonly archive: Buffer;
}

/** Name of an annotation of Chart.yaml that says what is missing on this machine; the chart then cannot start here. */
export const needsAnnotation = 'sardonyx.sandbox/needs';

type Files = Map<string, Buffer>;

function readFolder(folder: string): Files {
  const files: Files = new Map();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const file = path.join(folder, entry);
    if (statSync(file).isFile()) files.set(entry.split(path.sep).join('/'), readFileSync(file));
  }
  return files;
}

const text = (files: Files, name: string) => files.get(name)?.toString('utf8');

/** Puts the charts that a chart names by `file://../<folder>` below its `charts/`, as `helm dependency build` does. */
function withDependencies(folder: string, files: Files, parsed: ChartMetadata): Files {
  const all = new Map(files);
  for (const each of parsed.dependencies ?? []) {
    if (!each.repository?.startsWith('file://')) continue;
    const source = path.resolve(folder, each.repository.slice('file://'.length));
    const below = readFolder(source);
    const nested = metadata.parse(parse(text(below, 'Chart.yaml') ?? ''));
    for (const [name, content] of withDependencies(source, below, nested)) {
      if (name !== 'icon.svg') all.set(`charts/${each.name}/${name}`, content);
    }
  }
  return all;
}

export interface ReadOptions {
  /** Address at which the repository will serve the chart's icon. */
  iconUrl: (chart: string) => string;
  /** Annotations to change, by chart: a text sets, `undefined` removes `needsAnnotation`. */
  needs: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads one chart; `overlay` is a folder whose files replace those of `folder` (an older version of the same chart).
 * Throws when Chart.yaml is missing or wrong.
 */
function readChart(folder: string, overlay: string | undefined, options: ReadOptions): Chart {
  const files = readFolder(folder);
  for (const [name, content] of overlay === undefined ? [] : readFolder(overlay)) files.set(name, content);
  const parsed = metadata.parse(parse(text(files, 'Chart.yaml') ?? ''));
  const icon = files.get('icon.svg');
  files.delete('icon.svg');

  const annotations = { ...parsed.annotations };
  if (parsed.name in options.needs) {
    const needs = options.needs[parsed.name];
    if (needs === undefined) delete annotations[needsAnnotation];
    else annotations[needsAnnotation] = needs;
  }
  const final: ChartMetadata = {
    ...parsed,
    ...(icon ? { icon: options.iconUrl(parsed.name) } : {}),
    annotations,
  };
  if (Object.keys(annotations).length === 0) delete final.annotations;
  files.set('Chart.yaml', Buffer.from(stringify(final)));

  const archive: ArchiveFile[] = [...withDependencies(folder, files, parsed)].map(([name, content]) => ({
    path: `${parsed.name}/${name}`,
    content,
  }));
  const schema = text(files, 'values.schema.json');
  return {
    metadata: final,
    valuesYaml: text(files, 'values.yaml') ?? '',
    schema: schema === undefined ? undefined : (JSON.parse(schema) as Record<string, unknown>),
    readme: text(files, 'README.md'),
    icon,
    archive: writeArchive(archive),
  };
}

/** Every chart of a catalog's folder, with its older versions (`<chart>@<version>` folders) after it. */
export function readCatalogCharts(folder: string, options: ReadOptions): Chart[] {
  const names = readdirSync(folder).toSorted();
  return names
    .filter((name) => !name.includes('@') && existsSync(path.join(folder, name, 'Chart.yaml')))
    .flatMap((name) => {
      const base = path.join(folder, name);
      const older = names.filter((each) => each.startsWith(`${name}@`)).toReversed();
      return [undefined, ...older.map((each) => path.join(folder, each))].map((overlay) =>
        readChart(base, overlay, options),
      );
    });
}
