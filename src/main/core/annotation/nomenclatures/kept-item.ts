/** What is kept besides the bundled nomenclatures: the index of the files, as it stands in the store. */
import { z } from 'zod';
import { checkNomenclature } from '../../../../shared/nomenclature/check.ts';
import { languagesOf } from './compose.ts';
import type { Content } from './reading.ts';

export const KeptItem = z.object({
  kind: z.enum(['nomenclature', 'notes', 'correspondence']),
  /** Id of the nomenclature, of the first that notes are of, `from to` of a correspondence. */
  id: z.string(),
  /** The nomenclatures that notes are of, the two of a correspondence. */
  of: z.array(z.string()),
  /** Of notes: the languages that are in it. */
  languages: z.array(z.string()),
  /** Of notes: all codes are in it with their titles, so that it serves as the nomenclature itself. */
  whole: z.boolean(),
  origin: z.enum(['imported', 'team']),
  hash: z.string(),
  at: z.number(),
  /** Where the team shares it. */
  address: z.string().optional(),
  etag: z.string().optional(),
});
export type KeptItem = z.infer<typeof KeptItem>;

export const KeptIndex = z.object({ version: z.literal(1), items: z.array(KeptItem) });

/** The line of the index for a content, but for where and when it is kept. */
export function describeContent(
  content: Content,
): Pick<KeptItem, 'kind' | 'id' | 'of' | 'languages' | 'whole'> {
  switch (content.kind) {
    case 'nomenclature':
      return { kind: 'nomenclature', id: content.nomenclature.id, of: [], languages: [], whole: true };
    case 'notes': {
      const { nomenclature, of } = content;
      const { titlesIn, notesIn } = languagesOf(nomenclature);
      const whole = titlesIn.length > 0 && checkNomenclature(nomenclature).length === 0;
      return { kind: 'notes', id: of[0] ?? nomenclature.id, of: [...of], languages: notesIn, whole };
    }
    case 'correspondence': {
      const { from, to } = content.correspondence;
      return { kind: 'correspondence', id: `${from} ${to}`, of: [from, to], languages: [], whole: true };
    }
  }
}

/** Whether one takes the place of the other: the same thing of the same origin; notes also in the same languages. */
export function replaces(one: KeptItem, other: KeptItem): boolean {
  return (
    one.kind === other.kind &&
    one.id === other.id &&
    one.origin === other.origin &&
    one.languages.join() === other.languages.join()
  );
}
