/** A training as a person puts it together. Pure. */
import type { TrainingSet } from '../../../shared/contract/training/sets.ts';
import type { Grid, TrainingStart, TrainingTemplate } from '../../../shared/contract/training/start.ts';
import { countCombinations, mostCombinations } from '../../../shared/training/grid.ts';
import { parseCron } from '../../../shared/training/cron.ts';

export interface StartForm {
  /** `app`, or the scope and name of a template: `namespace/train`. */
  readonly template: string;
  /** Address; empty: none. */
  readonly set: string;
  readonly grid: Grid;
  readonly parameters: Readonly<Record<string, string>>;
  /** Id of a server; empty: runs are recorded nowhere. */
  readonly server: string;
  readonly experiment: string;
  readonly image: string;
  readonly command: string;
  readonly cpu: string;
  readonly memory: string;
  readonly gpus: number;
  /** Name of a secret; empty: the person's own keys. */
  readonly secret: string;
  readonly parallelism: number;
  readonly deadlineHours: number;
  readonly retries: number;
  readonly keepDays: number;
  /** Undefined: now. */
  readonly schedule: { readonly name: string; readonly cron: string; readonly timezone: string } | undefined;
}

/** The values of Insee's fastText models, small enough to try: what a person most likely changes stands first. */
export const usualGrid: Grid = {
  LR: ['0.2', '0.5'],
  EPOCHS: ['10', '25'],
  DIM: ['50'],
  WORDNGRAMS: ['3'],
  MINN: ['3'],
  MAXN: ['4'],
  MINCOUNT: ['1'],
  BUCKET: ['100000'],
  LOSS: ['softmax'],
};

/** Each Monday at three, where this laptop is. */
export function firstSchedule(): NonNullable<StartForm['schedule']> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { name: 'retrain', cron: '0 3 * * 1', timezone: timeZone };
}

/** How a template is meant in the form. */
export const templateKey = ({ name, scope }: Pick<TrainingTemplate, 'name' | 'scope'>) =>
  scope === 'app' ? 'app' : `${scope}/${name}`;

/** The template of a form. */
export function templateOf(key: string): TrainingStart['template'] {
  if (key === 'app') return { name: 'app', scope: 'app' };
  const [scope, name = ''] = key.split('/');
  return { name, scope: scope === 'cluster' ? 'cluster' : 'namespace' };
}

export type StartProblem = 'set' | 'grid' | 'experiment' | 'image' | 'schedule' | 'cron';

/** What is wrong with it; undefined when it can be asked for. */
export function problemOf(form: StartForm): StartProblem | undefined {
  const isOwn = form.template === 'app';
  if (isOwn && form.set === '') return 'set';
  const count = countCombinations(form.grid);
  if (count === 0 || count > mostCombinations) return 'grid';
  if (form.server !== '' && form.experiment.trim() === '') return 'experiment';
  if (isOwn && form.image.trim() === '') return 'image';
  const { schedule } = form;
  if (!schedule) return undefined;
  if (!/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/.test(schedule.name)) return 'schedule';
  return cronProblem(schedule.cron) === undefined ? undefined : 'cron';
}

/** What a cron line says wrong; undefined where it says nothing wrong. */
export function cronProblem(cron: string): string | undefined {
  try {
    parseCron(cron);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'found' in error ? String(error.found) : cron;
  }
}

/** What to ask for. */
export function startOf(form: StartForm, sets: readonly TrainingSet[]): TrainingStart {
  const set = sets.find(({ address }) => address === form.set);
  const command = form.command.trim();
  return {
    template: templateOf(form.template),
    ...(form.set !== '' && { set: form.set }),
    ...(set && { setHash: set.set.hash }),
    grid: form.grid,
    parameters: form.parameters,
    ...(form.server !== '' && { tracking: { server: form.server, experiment: form.experiment.trim() } }),
    ...(form.template === 'app' && {
      container: {
        image: form.image.trim(),
        ...(command !== '' && { command: command.split(/\s+/) }),
        cpu: form.cpu,
        memory: form.memory,
        gpus: form.gpus,
        storage: form.secret === '' ? { kind: 'session' } : { kind: 'secret', name: form.secret },
      },
    }),
    parallelism: form.parallelism,
    deadlineHours: form.deadlineHours,
    retries: form.retries,
    keepDays: form.keepDays,
  };
}
