/** The variables of an item, by whichever names its source had, as the models ask for them. Pure. */
import { fasttextInput, type FasttextForm } from '../../../../shared/text/fasttext-input.ts';
import type { CodingForm } from '../../platform/coding-api/coding-form.ts';
import type { ItemRecord } from '../files/campaign-files.ts';

/** What is asked of an item. */
export type AskedItem = Pick<ItemRecord, 'text' | 'cleanText' | 'fields'>;

type Variable = Exclude<keyof CodingForm, 'text'>;

/** Columns of each variable, the usual one first: those of the items, of Sirene 4 and of the later models. */
const columns: Readonly<Record<Variable, readonly string[]>> = {
  type: ['type_', 'type_liasse', 'liasse_type', 'type_form', 'TYP'],
  nature: ['nature', 'activ_nat_et', 'NAT'],
  surface: ['surface', 'activ_surf_et', 'SRF'],
  event: ['event', 'evenement_type'],
  legalCategory: ['cj', 'CJ'],
  permanence: ['permanence', 'activity_permanence_status', 'activ_perm_et', 'CRT'],
  otherNature: ['other_nature_text', 'other_nature_activity', 'activ_nat_lib_et', 'NAT_LIB'],
  farming: ['precision_act_sec_agricole', 'activ_sec_agri_et', 'AGRI'],
};

/** The question for a served model: the text as it was declared, since the server cleans it itself. */
export function codingForm({ text, fields }: AskedItem): CodingForm {
  return {
    text,
    ...Object.fromEntries(
      Object.entries(columns).map(([variable, names]) => [
        variable,
        names.map((name) => fields[name]).find((value) => value !== undefined && value !== ''),
      ]),
    ),
  };
}

/** The one line for a fastText model; empty where nothing is left of the text, so that variables alone suggest nothing. */
export function fasttextLine(item: AskedItem, form: FasttextForm): string {
  if (item.cleanText.trim() === '') return '';
  const line = fasttextInput({ ...codingForm(item), cleanText: item.cleanText }, form);
  return line.replace(/\s+/g, ' ');
}
