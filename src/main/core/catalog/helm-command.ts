/** The lines of a shell that would install the same, with each secret named by an environment variable. */
import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import type { ChartKey } from '../../../shared/contract/catalog.ts';
import { mapStrings, type JsonObject, type Path } from '../../../shared/launch-form/json.ts';

export interface HelmCommandInput {
  readonly releaseName: string;
  readonly chart: ChartKey;
  readonly version: string;
  readonly namespace: string;
  readonly repository: string | undefined;
  readonly values: JsonObject;
  readonly secretPaths: readonly Path[];
}

/** Values come by a quoted here-document when they hold no secret, else by one in which the shell fills in variables. */
export function helmCommand(input: HelmCommandInput): string {
  const mark = `variable${randomBytes(8).toString('hex')}`;
  const names = new Map<string, string>();
  const secret = new Set(input.secretPaths.map((path) => JSON.stringify(path)));
  const shown = mapStrings(input.values, (text, path) => {
    if (!secret.has(JSON.stringify(path))) return text;
    const name = variableName(path, new Set(names.values()), names.get(text));
    names.set(text, name);
    return `${mark}${name}${mark}`;
  });
  const yaml = stringify(shown, { lineWidth: 0 });
  const hasSecrets = names.size > 0;
  const escaped = hasSecrets ? yaml.replace(/[\\$`]/g, String.raw`\$&`) : yaml;
  const body = escaped.replace(new RegExp(`"?${mark}(\\w+?)${mark}"?`, 'g'), '"${$1}"');
  const lines = [
    ...(input.repository === undefined
      ? []
      : [`helm repo add ${quote(input.chart.catalogId)} ${quote(input.repository)}`]),
    `helm install ${input.releaseName} ${quote(`${input.chart.catalogId}/${input.chart.name}`)} --version ${quote(input.version)} --namespace ${quote(input.namespace)} --values - <<${hasSecrets ? 'VALUES' : "'VALUES'"}`,
    body.trimEnd(),
    'VALUES',
  ];
  return lines.join('\n');
}

function variableName(path: Path, taken: ReadonlySet<string>, known: string | undefined): string {
  if (known !== undefined) return known;
  const base = path
    .filter((part) => typeof part === 'string')
    .slice(-2)
    .join('_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  const start = /^[A-Z]/.test(base) ? base : `SECRET_${base}`;
  let name = start;
  for (let count = 2; taken.has(name); count += 1) name = `${start}_${count}`;
  return name;
}

/** A word for a POSIX shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
