/** The rows of an export, in an order that depends on nothing but what they say. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { ExportRequest } from '../../../../shared/contract/annotation/exchange.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import { standings, type Standing } from '../coding/in-force.ts';
import type { AdjudicationRecord, ItemRecord } from '../files/campaign-files.ts';
import { resolve, type Resolved } from './resolution.ts';

export type ExportSet = ExportRequest['sets'][number];

/** What a campaign has to export. */
export interface Material {
  readonly campaign: CampaignFile;
  readonly items: readonly ItemRecord[];
  readonly decisions: readonly Decision[];
  readonly adjudications: readonly AdjudicationRecord[];
  readonly tree: Tree;
}

export interface ExportRow {
  /** The place of the item among all items of the campaign, from 1. */
  readonly place: number;
  readonly item: ItemRecord;
  readonly status: Decision['status'];
  /** With its dots. */
  readonly code: string | undefined;
  /** The decision itself, or the newest one that the resolution rests on. */
  readonly decision: Decision | undefined;
  /** Only of resolved rows. */
  readonly resolved: Resolved | undefined;
}

export interface ExportRows {
  readonly sets: ReadonlyMap<ExportSet, readonly ExportRow[]>;
  readonly ties: number;
  readonly conflicts: number;
}

/** Which set a status belongs to: what nobody coded counts as skipped. */
export function setOf(status: Decision['status']): ExportSet {
  if (status === 'done') return 'coded';
  return status === 'unclassifiable' ? 'unclassifiable' : 'skipped';
}

/** How an item stands with each annotator, in the order of their names. */
export function standsOf(decisions: readonly Decision[]): Standing[] {
  return [...Map.groupBy(decisions, ({ annotator }) => annotator)]
    .sort(([one], [other]) => compare(one, other))
    .flatMap(([, own]) => [...standings(own).values()]);
}

/** One row an item (`resolved`), or one a decision in force (`every`), by the set it belongs to. */
export function exportRows(material: Material, rows: ExportRequest['rows']): ExportRows {
  const items = [...material.items].sort(
    (one, other) => compare(one.batch, other.batch) || compare(one.id, other.id),
  );
  const byItem = Map.groupBy(material.decisions, ({ item }) => item);
  const adjudications = Map.groupBy(material.adjudications, ({ item }) => item);
  const found: ExportRow[] = [];
  let ties = 0;
  let conflicts = 0;
  for (const [index, item] of items.entries()) {
    const stands = standsOf(byItem.get(item.id) ?? []);
    conflicts += stands.filter(({ kind }) => kind === 'conflict').length;
    const resolution = resolve(stands, adjudications.get(item.id) ?? []);
    if (resolution === 'tie') ties += 1;
    const base = { place: index + 1, item };
    if (rows === 'every') {
      for (const stand of stands) {
        if (stand.kind !== 'in-force') continue;
        const { decision } = stand;
        const { status, codeFinal: code } = decision;
        found.push({ ...base, status, code, decision, resolved: undefined });
      }
    } else if (typeof resolution === 'object') {
      const { status, code, decision } = resolution;
      found.push({ ...base, status, code, decision, resolved: resolution });
    }
  }
  return { sets: Map.groupBy(found, ({ status }) => setOf(status)), ties, conflicts };
}

/** By code units: the same on every laptop, whatever its language. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
