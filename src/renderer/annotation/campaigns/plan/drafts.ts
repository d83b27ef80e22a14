/** The drafts of campaigns, in the memory of this page alone: they survive going elsewhere in the app. */
import { create } from 'zustand';
import { useCampaigns, useSession, useStoragePlaces } from '../../../app/streams.ts';
import { pathText } from '../files/object-path.ts';
import { emptyDraft, type PlanDraft } from './draft.ts';

/** One for each platform and project. */
const useDrafts = create<Readonly<Record<string, PlanDraft>>>()(() => ({}));

export interface DraftOfPage {
  readonly draft: PlanDraft;
  readonly isChanged: boolean;
  /** Takes over some fields, or what a function makes of the present draft. */
  readonly change: (change: Partial<PlanDraft> | ((draft: PlanDraft) => PlanDraft)) => void;
  readonly forget: () => void;
}

/** The draft for where the person works now; begun with the person's own name and folder. */
export function useDraft(): DraftOfPage {
  const { value: session } = useSession();
  const { value: places } = useStoragePlaces();
  const { value: campaigns } = useCampaigns();
  const current = session?.platforms.find(({ id }) => id === session.current);
  const key = `${session?.current ?? ''}\n${session?.project ?? ''}`;
  const drafts = useDrafts();
  const home = campaigns?.campaigns[0]
    ? { ...campaigns.campaigns[0].at, prefix: parentOf(campaigns.campaigns[0].at.prefix) }
    : (campaigns?.places[0]?.at ?? places?.home);
  const folder = home ? pathText({ ...home, key: home.prefix }) : '';
  const begun = emptyDraft(current?.person?.userName ?? '', folder);
  const known = drafts[key];
  return {
    draft: known ?? begun,
    isChanged: known !== undefined,
    change: (change) =>
      useDrafts.setState((all) => {
        const before = all[key] ?? begun;
        return { [key]: typeof change === 'function' ? change(before) : { ...before, ...change } };
      }),
    forget: () =>
      useDrafts.setState(
        (all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== key)),
        true,
      ),
  };
}

/** The folder that holds `campaigns/<id>/`. */
function parentOf(prefix: string): string {
  return prefix.replace(/campaigns\/[^/]+\/$/, '');
}
