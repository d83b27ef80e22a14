/** All that is known of a campaign's codings, in the thread: parts are put in and taken out, figures are made of what is there. */
import { z } from 'zod';
import { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { QualityReport } from '../../../../shared/contract/annotation/quality.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { AdjudicationRecord } from '../files/campaign-files.ts';
import { newestByItem, type Settled } from './adjudications.ts';
import { Adjudication } from './adjudication-record.ts';
import { createCodeTable, type CodeTable } from './code-table.ts';
import { inForce, type InForce } from './codings.ts';
import type { OwnRecords, Setting } from './quality-messages.ts';
import type { SampleItem } from './sample-item.ts';

/** What the figures are made of at one moment. */
export interface View {
  readonly setting: Setting;
  readonly table: CodeTable;
  readonly items: readonly SampleItem[];
  readonly hidden: ReadonlySet<string>;
  readonly held: InForce;
  readonly settled: ReadonlyMap<string, Settled>;
}

export interface Evidence {
  set(setting: Setting): void;
  addItems(items: readonly SampleItem[]): void;
  keepParts(names: readonly string[]): void;
  /** Adds to what is there of the part. */
  addDecisions(part: string, rows: readonly Decision[]): void;
  addAdjudications(part: string, rows: readonly AdjudicationRecord[]): void;
  setOwn(own: OwnRecords): void;
  /** Made anew only when something changed. */
  view(): View;
  /** Parts that hold codes of another nomenclature, which count as missing. */
  foreignCodes(): QualityReport['problems'];
}

/** Nothing is known before `set`. */
export function createEvidence(): Evidence {
  const items = new Map<string, SampleItem>();
  const decisions = new Map<string, readonly Decision[]>();
  const adjudications = new Map<string, readonly AdjudicationRecord[]>();
  let own = { decisions: [] as readonly Decision[], adjudications: [] as readonly Settled[] };
  let setting: Setting | undefined;
  let table: CodeTable | undefined;
  let current: View | undefined;

  function known(): { setting: Setting; table: CodeTable } {
    if (!setting || !table) throw new Error('Nothing is known of the campaign yet');
    return { setting, table };
  }
  function change(): void {
    current = undefined;
  }

  return {
    set(given) {
      setting = given;
      table = createCodeTable(given.paths, given.campaign.level);
      change();
    },
    addItems(added) {
      for (const item of added) items.set(item.id, item);
      change();
    },
    keepParts(names) {
      const there = new Set(names);
      for (const parts of [decisions, adjudications])
        for (const name of parts.keys()) if (!there.has(name)) parts.delete(name);
      change();
    },
    addDecisions(part, rows) {
      decisions.set(part, [...(decisions.get(part) ?? []), ...rows]);
      change();
    },
    addAdjudications(part, rows) {
      adjudications.set(part, [...(adjudications.get(part) ?? []), ...rows]);
      change();
    },
    setOwn(given) {
      own = {
        decisions: given.decisions.flatMap((record) => parsed(Decision, record) ?? []),
        adjudications: given.adjudications.flatMap(({ record, sent }) => {
          const read = parsed(Adjudication, record);
          return read ? [{ record: read, sent }] : [];
        }),
      };
      change();
    },
    view() {
      if (current) return current;
      const all = [...decisions.values(), own.decisions].flat();
      const sent = [...adjudications.values()].flat().map((record) => ({ record, sent: true }));
      current = {
        ...known(),
        items: [...items.values()],
        hidden: new Set(known().setting.controls.map(({ item }) => item)),
        held: inForce(all),
        settled: newestByItem([...sent, ...own.adjudications]),
      };
      return current;
    },
    foreignCodes() {
      const { table, setting } = known();
      const problems = [...decisions].map(([file, rows]) => {
        const codes = rows.flatMap(({ codeFirst, codeFinal }) => [codeFirst, codeFinal]);
        const foreign = codes.filter((code) => code !== undefined && table.categoryOf(code) === undefined);
        return { file, foreign };
      });
      return problems.flatMap(({ file, foreign: [first = '', ...others] }) => {
        if (first === '') return [];
        const values = {
          name: file,
          code: first,
          codes: others.length + 1,
          nomenclature: setting.campaign.nomenclature.id,
        };
        const message = `${file} has codes that ${values.nomenclature} does not have`;
        return [
          { file, problem: failure('invalid-input', message, { reason: 'part-foreign-codes', values }).data },
        ];
      });
    },
  };
}

/** Undefined where it cannot be read: what sends it sets it aside and says so. */
function parsed<T>(schema: z.ZodType<T>, record: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(record)).data;
  } catch {
    return undefined;
  }
}
