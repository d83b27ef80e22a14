/** The work of the exchange that takes long, as its thread does it. Pure. */
import { createHash } from 'node:crypto';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { createTree } from '../../../../shared/nomenclature/tree.ts';
import type { AdjudicationRecord, ItemRecord } from '../files/campaign-files.ts';
import type { ImportFinding } from './import-findings.ts';
import { readAnnotations } from './read-annotations.ts';
import { takenDecisions, type Taken } from './taken-decisions.ts';
import { writeFiles, type Wanted, type WrittenFile } from './write-files.ts';

export interface Records {
  readonly items: ItemRecord[];
  readonly decisions: Decision[];
  readonly adjudications: AdjudicationRecord[];
}

export interface Place {
  readonly campaign: CampaignFile;
  readonly nomenclature: Nomenclature;
}

export type ExchangeJob = Place &
  (
    | { readonly kind: 'export'; readonly wanted: Wanted }
    | {
        readonly kind: 'import';
        readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
        readonly people: Readonly<Record<string, string>>;
      }
  );

/** SHA-256 says what is in it, MD5 goes to the server with it; both hexadecimal. */
export interface HashedFile extends WrittenFile {
  readonly hash: string;
  readonly md5: string;
}

export interface Exported {
  readonly files: readonly HashedFile[];
  readonly ties: number;
  readonly conflicts: number;
}

export type JobAnswer<Job extends ExchangeJob> = Job extends { kind: 'export' } ? Exported : Taken;

/** Does a job on the records that it was sent. */
export function runJob(job: ExchangeJob, records: Records): Exported | Taken {
  const { campaign, nomenclature } = job;
  const tree = createTree(nomenclature);
  if (job.kind === 'export') {
    const { files, ...counts } = writeFiles({ campaign, tree, ...records }, job.wanted);
    return {
      files: files.map((file) => ({
        ...file,
        hash: createHash('sha256').update(file.bytes).digest('hex'),
        md5: createHash('md5').update(file.bytes).digest('hex'),
      })),
      ...counts,
    };
  }
  const read = job.files.map(({ name, bytes }) => readAnnotations(name, bytes));
  const unread = read.flatMap(({ finding }): ImportFinding[] => (finding ? [finding] : []));
  const { items, decisions: known } = records;
  const taken = takenDecisions(
    read.flatMap(({ annotations }) => annotations),
    { campaign, tree, items, known, people: job.people },
  );
  return { ...taken, findings: [...unread, ...taken.findings] };
}
