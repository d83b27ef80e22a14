/** The drafts of campaigns, in the memory of this tab alone: they survive going elsewhere in the app, and a reload. */
import { create } from 'zustand';
import { useCampaigns, useSession, useStoragePlaces } from '../../../app/streams.ts';
import { pathText } from '../files/object-path.ts';
import { emptyDraft, type PlanDraft } from './draft.ts';
import { draftsIn, textOf } from './kept-drafts.ts';

const storageKey = 'sardonyx.campaign-drafts';

/** One for each platform, person and project. */
const useDrafts = create<Readonly<Record<string, PlanDraft>>>()(() =>
  draftsIn(sessionStorage.getItem(storageKey)),
);
useDrafts.subscribe((drafts) => {
  try {
    sessionStorage.setItem(storageKey, textOf(drafts));
  } catch {
    // More than the tab may keep: the draft then lives as long as the page.
  }
});

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
  const userName = current?.person?.userName ?? '';
  const key = [session?.current, userName, session?.project].join('\n');
  const drafts = useDrafts();
  const home = campaigns?.campaigns[0]
    ? { ...campaigns.campaigns[0].at, prefix: parentOf(campaigns.campaigns[0].at.prefix) }
    : (campaigns?.places[0]?.at ?? places?.home);
  const folder = home ? pathText({ ...home, key: home.prefix }, places?.profiles ?? []) : '';
  const begun = emptyDraft(userName, folder);
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
