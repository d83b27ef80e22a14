/** What a person wants of an application, as the changes to ask for. Pure. */
import type { Application, ServingChange } from '../../../shared/contract/serving/applications.ts';

/** Values by place: `variable <workload> <container>` and `image <workload> <container>`. */
export type Wanted = Readonly<Record<string, string>>;

export const versionPlace = ({ workload, container }: { workload: string; container: string }) =>
  `variable ${workload} ${container}`;
export const imagePlace = ({ workload, container }: { workload: string; container: string }) =>
  `image ${workload} ${container}`;

/** Only what differs from what is there; empty fields change nothing. */
export function changesOf({ models, images }: Application, wanted: Wanted): ServingChange[] {
  const versions = models.flatMap((model): ServingChange[] => {
    const value = wanted[versionPlace(model)]?.trim();
    if (model.variable === undefined || !value || value === model.version) return [];
    const { workload, container, variable } = model;
    return [{ kind: 'variable', workload, container, name: variable, value }];
  });
  const tags = images.flatMap((one): ServingChange[] => {
    const image = wanted[imagePlace(one)]?.trim();
    if (!image || image === one.image) return [];
    return [{ kind: 'image', workload: one.workload, container: one.container, image }];
  });
  return [...versions, ...tags];
}

export interface DiffLine {
  readonly kind: 'removed' | 'added' | 'same' | 'place';
  readonly text: string;
}

/** The lines of a unified diff without the names of its files. */
export function diffLines(diff: string): DiffLine[] {
  return diff
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--- ') && !line.startsWith('+++ '))
    .map((line) => {
      if (line.startsWith('@@')) return { kind: 'place', text: line };
      const kind = line.startsWith('-') ? 'removed' : line.startsWith('+') ? 'added' : 'same';
      return { kind, text: line.slice(1) };
    });
}
