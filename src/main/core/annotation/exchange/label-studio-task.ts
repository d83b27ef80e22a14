/**
 * Items and decisions in the shape of Label Studio's export: a task with its data, results of the projects' tags, predictions. Pure.
 * Sources: Label Studio 1.23, tasks/validation.py (every `$variable` of a project must be in the data, as text) and tasks/serializers.py
 * (what an import keeps: data, meta, results, `lead_time`, `was_cancelled`, and the annotation's id as `import_id`).
 */
import { createHash } from 'node:crypto';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { ItemRecord } from '../files/campaign-files.ts';
import { codingForm } from '../suggestions/item-variables.ts';
import type { ExportRow } from './export-rows.ts';

/** Names of the tags in the existing projects. */
export const tags = { code: 'taxonomy', comment: 'Remarques', difficulty: 'rating' } as const;
/** The choice for what cannot be classified. */
export const unclassifiable = 'XXXXX';
/** Where a task names our item and its decisions; Label Studio keeps it. */
export const metaKey = 'sardonyx';

export interface Result {
  readonly id: string;
  readonly from_name: string;
  readonly to_name: string;
  readonly type: string;
  readonly origin: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The whole number by which an annotation names a decision: 52 bits of a hash, so that it is exact everywhere. */
export function annotationNumber(id: string): number {
  return Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 13), 16);
}

/** Columns of Sirene, which the projects show, and all other variables by their own names; what is missing is an empty text. */
export function taskData(item: ItemRecord, campaign: Pick<CampaignFile, 'fields'>): Record<string, string> {
  const form = codingForm(item);
  const known = item.knownCode ?? '';
  const titled = (name: string, value = '') => {
    const words = campaign.fields.find((field) => field.name === name)?.meanings?.[value];
    const title = words?.fr ?? words?.en;
    return title === undefined ? value : `${value} - ${title}`;
  };
  const both = { liasse_type: form.type, evenement_type: form.event, activ_surf_et: form.surface };
  return Object.fromEntries(
    Object.entries({
      libelle: item.text,
      text_description: item.text,
      activ_pr_lib_et: item.text,
      activ_ex_lib_et: '',
      activ_pr_lib: '',
      ...both,
      type_: form.type,
      event: form.event,
      surface: form.surface,
      nature: form.nature,
      activ_nat_et: form.nature,
      activ_nat_et_intitule: titled('nature', form.nature),
      activ_nat_lib_et: form.otherNature,
      activ_sec_agri_et: form.farming,
      activ_perm_et: form.permanence,
      cj: form.legalCategory,
      cj_intitule: titled('cj', form.legalCategory),
      emetteur: '',
      nom_comm_et: '',
      enseigne_et1: '',
      apet_manual: dotless(known),
      NAF2008_code: dotless(known),
      NAF2008_code_intitule: known,
      ...item.fields,
      liasse_numero: item.sourceId,
      task_id: item.id,
    }).map(([name, value]) => [name, value ?? '']),
  );
}

/** The path of a code in the existing projects, which show section, division and sub-class. */
export function taxonomyPath(code: string, tree: Tree): string[] {
  const above = tree.ancestors(code).filter(({ level }) => level <= 2);
  return [...above.map((node) => node.code), code];
}

/** Code, comment and difficulty of a row. */
export function resultsOf({ status, code, decision, resolved }: ExportRow, tree: Tree): Result[] {
  const comment = resolved?.adjudication?.comment ?? decision?.comment ?? '';
  const difficulty = decision?.difficulty;
  const path =
    status === 'unclassifiable'
      ? [unclassifiable]
      : code === undefined
        ? undefined
        : taxonomyPath(code, tree);
  const results: Result[] = [];
  const add = (name: string, type: string, value: Result['value']) =>
    results.push({ id: `${type}-1`, from_name: name, to_name: 'text', type, origin: 'manual', value });
  if (path && (status === 'done' || status === 'unclassifiable'))
    add(tags.code, 'taxonomy', { taxonomy: [path] });
  if (comment !== '') add(tags.comment, 'textarea', { text: [comment] });
  if (difficulty !== undefined) add(tags.difficulty, 'rating', { rating: difficulty });
  return results;
}

/** What the item's model suggests, one prediction a code. */
export function predictionsOf({ suggestions }: ItemRecord, tree: Tree): unknown[] {
  if (!suggestions) return [];
  const version = [suggestions.model, suggestions.modelVersion].filter(Boolean).join('/');
  return suggestions.suggestions.map(({ code, probability, rank }) => ({
    model_version: version,
    score: probability,
    result: [
      {
        id: `prediction-${rank}`,
        from_name: tags.code,
        to_name: 'text',
        type: 'taxonomy',
        value: { taxonomy: [taxonomyPath(code, tree)] },
      },
    ],
  }));
}
