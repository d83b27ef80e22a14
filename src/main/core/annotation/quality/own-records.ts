/** What only this laptop has of a campaign, out of the journal. */
import type { DecisionJournal } from '../../store/decision-journal.ts';
import type { OwnRecords } from './quality-messages.ts';

/** Decisions that are not sent, and all adjudications; those that the server has are the same again. */
export async function ownRecords(
  journal: Pick<DecisionJournal, 'entries'>,
  campaign: string,
): Promise<OwnRecords> {
  const [decisions, adjudications] = await Promise.all([
    journal.entries({ campaign, kind: 'decision', unsent: true }),
    journal.entries({ campaign, kind: 'adjudication' }),
  ]);
  return {
    decisions: decisions.map(({ record }) => record),
    adjudications: adjudications.map(({ record, sent }) => ({ record, sent })),
  };
}
