/** Sources of items: files of texts, what they hold, and the frames that are drawn from. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { campaignOperations, SourceReading } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Nomenclature, SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { AnnotationSurroundings, Here } from '../annotation-context.ts';
import type { CodeList } from './code-book.ts';
import type { Frame } from './frame.ts';
import type { ColumnChoice } from './guess-columns.ts';
import { createFrame, fileName, jobFiles } from './kept-frame.ts';
import { readMeanings } from './read-meanings.ts';
import type { ScanAnswer } from './source-jobs.ts';
import { createSourceThreads } from './source-thread.ts';

export interface SourceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of the share of the bytes that was read, from 0 to 1. */
  readonly progress?: ((share: number) => void) | undefined;
}

export interface Sources {
  readonly handlers: {
    /** Of several files, the first says what the columns are. @throws Failure of the network; what is wrong in the files is a finding */
    readSource(
      input: z.infer<typeof campaignOperations.readSource.input>,
      options?: SourceOptions,
    ): Promise<SourceReading>;
    /** @throws Failure of the network; `unsupported` with `meanings-too-big` */
    readMeanings(
      input: z.infer<typeof campaignOperations.readMeanings.input>,
      options?: Pick<SourceOptions, 'signal'>,
    ): Promise<z.infer<typeof campaignOperations.readMeanings.output>>;
  };
  /**
   * The frame of a reading; the files are read again only where columns or nomenclature are not those of the reading.
   * @param reading of `readSource`
   * @throws Failure `not-found` with `source-reading-gone`; `invalid-input` with `source-no-text`; `conflict` with `storage-changed` or `source-changed`
   */
  frame(
    reading: string,
    columns: readonly ColumnChoice[],
    options?: SourceOptions & { readonly nomenclature?: string | undefined },
  ): Promise<Frame>;
  close(): Promise<void>;
}

export interface SourcesParts {
  readonly here: Here;
  /** @throws Failure `not-found`, ... */
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  /** @throws Failure `not-found` */
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  readonly surroundings: { readonly host: Pick<AnnotationSurroundings['host'], 'clock'> };
}

interface Reading {
  /** Of the context in which it was read. */
  readonly key: string;
  readonly files: readonly Ranged[];
  readonly nomenclature: string | undefined;
  readonly readAt: number;
  scan: ScanAnswer;
  list: CodeList | undefined;
  frame: { readonly columns: string; readonly frame: Frame } | undefined;
}

/** Bytes that a file of labels may have: they go into `campaign.json`. */
const largestLabels = 1024 ** 2;

/** Readings that are held, the last ones: 30 bytes a row each, and 10 a distinct text. */
const mostReadings = 4;

/** Makes it; no thread runs before the first reading. */
export function createSources({ here, openSource, nomenclature, surroundings }: SourcesParts): Sources {
  const threads = createSourceThreads();
  const readings = new Map<string, Reading>();

  async function listOf(id: string | undefined): Promise<CodeList | undefined> {
    if (id === undefined) return undefined;
    const { nodes, letters } = await nomenclature(id);
    return { id, codes: nodes.map(({ code }) => code), letters };
  }

  function keep(reading: Reading): string {
    const id = randomUUID();
    readings.set(id, reading);
    for (const oldest of readings.keys()) {
      if (readings.size <= mostReadings) break;
      readings.delete(oldest);
    }
    return id;
  }

  async function readSource(
    input: z.infer<typeof campaignOperations.readSource.input>,
    options: SourceOptions = {},
  ): Promise<SourceReading> {
    const { key } = here();
    const list = await listOf(input.nomenclature);
    const files = await Promise.all(input.files.map((file) => openSource(file, options.signal)));
    const job = { what: 'scan', files: jobFiles(files), choices: undefined, list } as const;
    const scan = await threads.run(job, files, options);
    const readAt = surroundings.host.clock();
    const kept = { key, files, nomenclature: input.nomenclature, readAt, scan, list, frame: undefined };
    const encoding = scan.encodings.find((one) => one !== undefined && one !== 'utf-8') ?? scan.encodings[0];
    return {
      ...(canBeUsed(scan) && { reading: keep(kept) }),
      format: scan.format,
      ...(encoding !== undefined && { encoding }),
      rows: scan.rows,
      distinctTexts: scan.columns.some(({ role }) => role === 'text') ? scan.hashes.length : 0,
      columns: [...scan.columns],
      ...(scan.nomenclature !== undefined && { nomenclature: scan.nomenclature }),
      findings: [...scan.findings],
      findingsInAll: scan.findingsInAll,
    };
  }

  async function frame(
    id: string,
    columns: readonly ColumnChoice[],
    options: SourceOptions & { readonly nomenclature?: string | undefined } = {},
  ): Promise<Frame> {
    const reading = readings.get(id);
    if (!reading || reading.key !== here().key)
      throw failure('not-found', 'The source must be read again', { reason: 'source-reading-gone' });
    const wanted = options.nomenclature ?? reading.nomenclature;
    const choices = corrected(reading.scan.choices, columns);
    const said = JSON.stringify([wanted, choices]);
    if (reading.frame?.columns === said) return reading.frame.frame;
    if (wanted !== reading.list?.id || JSON.stringify(choices) !== JSON.stringify(reading.scan.choices)) {
      const list = await listOf(wanted);
      const job = { what: 'scan', files: jobFiles(reading.files), choices, list } as const;
      const scan = await threads.run(job, reading.files, options);
      Object.assign(reading, { scan, list });
    }
    const { files, scan, list, readAt } = reading;
    const made = createFrame({ files, scan, list, threads, readAt });
    reading.frame = { columns: said, frame: made };
    return made;
  }

  return {
    handlers: {
      readSource,
      async readMeanings({ file, language }, { signal } = {}) {
        const { name, size, read } = await openSource(file, signal);
        if (size > largestLabels)
          throw failure('unsupported', 'The file is too large for labels', {
            reason: 'meanings-too-big',
            values: { name: fileName(name), megabytes: largestLabels / 1024 ** 2 },
          });
        return readMeanings(fileName(name), await read(0, size, signal), language);
      },
    },
    frame,
    async close() {
      readings.clear();
      await threads.close();
    },
  };
}

/** The columns in the order of the file, with what the person says of them. */
function corrected(found: readonly ColumnChoice[], said: readonly ColumnChoice[]): ColumnChoice[] {
  const byName = new Map(said.map((one) => [one.name, one]));
  return found.map((one) => {
    const { name, role, rank } = byName.get(one.name) ?? one;
    return { name, role, ...(rank !== undefined && { rank }) };
  });
}

/** A column that is not known as the text can still be named by the person; no other error can be mended so. */
function canBeUsed({ findings, columns }: ScanAnswer): boolean {
  return (
    columns.length > 0 &&
    findings.every(({ severity, kind }) => severity !== 'error' || kind === 'no-text-column')
  );
}
