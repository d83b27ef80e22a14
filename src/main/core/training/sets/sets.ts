/** Training sets: made of campaigns, shown before they are written, listed. */
import { createHash } from 'node:crypto';
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type {
  TrainingSetCounts,
  TrainingSetDraft,
  TrainingSetFile,
} from '../../../../shared/contract/training/sets.ts';
import { mcCommand } from '../../platform/s3/shown-command.ts';
import { openRanged } from '../../platform/s3/ranged-object.ts';
import type { ProjectContext } from '../../project-context.ts';
import type { TrainingParts } from '../training-parts.ts';
import { gatherSet, type Gathered } from './gather.ts';
import { hashOfSet } from './set-files.ts';
import { linesOf } from './set-lines.ts';
import { createSetList } from './set-list.ts';
import { addressOf, placeOfSet } from './set-places.ts';
import { storeSet } from './store-set.ts';

type Handlers = Pick<
  AppHandlers['training'],
  'trainingSets' | 'previewTrainingSet' | 'makeTrainingSet' | 'trainingSetLines'
>;

export interface Sets {
  readonly handlers: Handlers;
  enter(context: ProjectContext | undefined): Promise<void>;
  close(): void;
}

/** Makes it; nothing is looked for before `enter`. */
export function createSets(parts: TrainingParts): Sets {
  const { here, surroundings } = parts;
  const { host, commands, tasks, report } = surroundings;
  const list = createSetList({ clock: host.clock, report });

  async function make(draft: TrainingSetDraft, signal: AbortSignal) {
    const context = here();
    const endpoint = context.endpoint(draft.at.profile);
    const gathered = await gatherSet(parts, draft, true, signal);
    refuse(draft, gathered);
    const { files } = gathered.set;
    const described = files.map(({ name, bytes, rows, hash }) => ({
      name,
      bytes: bytes.byteLength,
      rows,
      hash,
    }));
    const nomenclature = await parts.nomenclature(draft.nomenclature);
    const set: TrainingSetFile = {
      schemaVersion: 1,
      draft,
      counts: countsOf(gathered),
      nomenclature: { id: nomenclature.id, hash: sha256(JSON.stringify(nomenclature)) },
      sources: gathered.sources,
      files: described,
      hash: hashOfSet(described),
      madeAt: host.clock(),
      madeBy: context.userName,
      app: `Sardonyx ${host.version}`,
    };
    const at = placeOfSet(draft);
    const command = mcCommand(['cp', '--recursive', `${draft.name}/`], endpoint, at.bucket, at.prefix);
    const stored = await commands.around('mc', command, () => storeSet(endpoint, at, files, set, signal));
    const made = { at, address: addressOf(at), set: stored };
    await list.put(made);
    return made;
  }

  return {
    handlers: {
      async *trainingSets(_, { signal }) {
        here();
        // What is shown is as old as the last look: somebody opened the screen.
        void list.refresh();
        yield* list.shown.follow(signal);
      },
      async previewTrainingSet(draft, { signal }) {
        here();
        const gathered = await gatherSet(parts, draft, false, signal);
        const { lines, byCode } = gathered.set;
        return { counts: countsOf(gathered), lines: [...lines], byCode: [...byCode] };
      },
      makeTrainingSet: (draft, { signal }) =>
        tasks.run('make-training-set', { name: draft.name }, () => make(draft, signal)),
      async trainingSetLines({ at, offset, limit }, { signal }) {
        const key = `${at.prefix}train.txt`;
        const file = await openRanged(here().endpoint(at.profile), { bucket: at.bucket, key }, signal);
        return { lines: await linesOf(file, offset, limit, signal) };
      },
    },
    enter: (context) => list.enter(context),
    close: () => list.close(),
  };
}

function countsOf({ set, unresolved }: Gathered): TrainingSetCounts {
  return { ...set.counts, unresolved };
}

/** What makes no set. @throws Failure `invalid-input` */
function refuse({ multivocal, name }: TrainingSetDraft, { set: { counts } }: Gathered): void {
  if (multivocal === 'refuse' && counts.multivocal > 0)
    throw failure('invalid-input', 'Some codes have several successors', {
      reason: 'training-multivocal',
      values: { name, count: counts.multivocal },
      field: 'multivocal',
    });
  if (counts.train === 0)
    throw failure('invalid-input', 'Nothing is left to learn from', {
      reason: 'training-set-empty',
      values: { name },
    });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
