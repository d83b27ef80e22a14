/** What the variables of items are called where the source has only the name of a column. Pure. */
import type { ItemField } from '../../../../shared/contract/annotation/campaigns.ts';

/** Titles of the variables of the existing files (the same in the forms of the one-stop shop). */
const titles: Readonly<Record<string, ItemField['titles']>> = {
  type_: { fr: 'Type de liasse', en: 'Type of form' },
  nature: { fr: 'Nature de l’activité', en: 'Nature of the activity' },
  surface: { fr: 'Surface (m²)', en: 'Floor area (m²)' },
  event: { fr: 'Évènement', en: 'Event' },
  cj: { fr: 'Catégorie juridique', en: 'Legal category' },
  permanence: { fr: 'Permanence de l’activité', en: 'Permanence of the activity' },
  other_nature_text: { fr: 'Autre nature, en clair', en: 'Other nature, in words' },
  date: { fr: 'Date', en: 'Date' },
};

const meanings: Readonly<Record<string, ItemField['meanings']>> = {
  permanence: {
    P: { fr: 'permanente', en: 'permanent' },
    S: { fr: 'saisonnière', en: 'seasonal' },
  },
};

/** The fields of a campaign, in the order of the source. */
export function itemFields(names: readonly string[]): ItemField[] {
  return names.map((name) => {
    const known = meanings[name];
    return { name, titles: titles[name] ?? {}, ...(known && { meanings: known }) };
  });
}
