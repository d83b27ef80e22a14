/** Names that columns have in request logs, Sirene files, the coding API and Label Studio exports, and what they mean. Pure. */
import type { ColumnRole } from '../../../../shared/contract/annotation/campaigns.ts';

export interface NamedRole {
  readonly role: ColumnRole;
  /** Of suggestions: 1 to 5. Of texts: which comes first; the first that is not empty is the item's. */
  readonly rank?: number;
}

/** Role by name, in small letters without signs; the first name of a role is the best one. Source: reference of the coding project, variables. */
const names: Readonly<Partial<Record<ColumnRole, readonly string[]>>> = {
  text: [
    'textdescription',
    'textfeature',
    'descriptionactivity',
    'libelle',
    'libelleactivite',
    'activprlibet',
    'activexlibet',
    'activprlib',
    'rawtext',
    'text',
    'texte',
    'description',
    'activite',
    'activity',
    'verbatim',
  ],
  id: ['liassenumero', 'sourceid', 'liasseid', 'numeroliasse', 'siret', 'taskid', 'innerid', 'id'],
  type_: ['type', 'liassetype', 'typeliasse', 'typeform', 'typ'],
  nature: ['nature', 'activnatet', 'natureactivites', 'nat'],
  surface: ['surface', 'activsurfet', 'srf', 'surf'],
  event: ['event', 'evenementtype', 'evt'],
  cj: ['cj', 'categoriejuridique'],
  permanence: ['permanence', 'activpermet', 'activitypermanencestatus', 'crt'],
  other_nature_text: ['othernaturetext', 'activnatlibet', 'othernatureactivity', 'natlib'],
  date: ['date', 'datemodification', 'timestamp', 'horodatage'],
  'known-code': ['naf2008code', 'knowncode', 'naf2008', 'nafrev2', 'codenaf2008'],
  code: [
    'apetmanual',
    'codefinal',
    'apetfinale',
    'codetrue',
    'taxonomy',
    'code',
    'apet',
    'ape',
    'naf',
    'codeape',
    'codenaf',
    'nace4',
    'nace',
    'label',
  ],
  confidence: ['ic', 'confidenceindex', 'confidence'],
  'model-version': ['mlversion', 'modelversion', 'fasttextversion'],
};

const byName = new Map<string, NamedRole & { readonly order: number }>(
  Object.entries(names).flatMap(([role, all]) =>
    all.map((name, order) => [name, { role: role as ColumnRole, order }] as const),
  ),
);

const suggestion: Readonly<Record<string, ColumnRole>> = {
  code: 'suggestion-code',
  nace: 'suggestion-code',
  naf: 'suggestion-code',
  label: 'suggestion-code',
  prob: 'suggestion-probability',
  proba: 'suggestion-probability',
  probability: 'suggestion-probability',
  probabilite: 'suggestion-probability',
  score: 'suggestion-probability',
  libelle: 'suggestion-title',
  title: 'suggestion-title',
};

/** Prefixes that say that these are suggestions; others may. */
const usual = /^(response|suggestions?|predictions?)$/i;

/** `Response.1.code`, `ova_top5.1.prob`. */
function suggestionByName(column: string) {
  const [, prefix = '', rank, part = ''] = /^(.+)[._]([1-5])[._]([a-z]+)$/i.exec(column) ?? [];
  const role = suggestion[part.toLowerCase()];
  return rank && role ? { role, rank: Number(rank), order: usual.test(prefix) ? 0 : 1 } : undefined;
}

/** What the name alone says; `order` tells which of two columns of one role has the more telling name (less is better). */
export function roleByName(column: string): (NamedRole & { readonly order: number }) | undefined {
  const ranked = suggestionByName(column);
  if (ranked) return ranked;
  const bare = column.replace(/^(query|response|data)\./i, '');
  return byName.get(bare.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase());
}
