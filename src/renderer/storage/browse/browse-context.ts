/** What the parts of the browser share: the place, its listing, what is selected, and the ways to act. */
import { createContext, useContext } from 'react';
import type { Row } from '../../../shared/contract/storage/listing.ts';
import type { Bucket, Place, Places, Profile } from '../../../shared/contract/storage/places.ts';
import type { ActionName, Obstacle } from './actions/actions.ts';
import type { Chosen } from './list/chosen.ts';
import type { ListingSource, ListingView } from './list/listing-source.ts';

export type DetailTab = 'preview' | 'details' | 'versions' | 'edit';

export interface Browse {
  readonly places: Places;
  readonly profile: Profile;
  readonly place: Place;
  readonly bucket: Bucket | undefined;
  readonly source: ListingSource | undefined;
  readonly view: ListingView;
  readonly filter: string;
  readonly setFilter: (filter: string) => void;
  readonly versions: boolean;
  readonly setVersions: (on: boolean) => void;
  readonly recursive: boolean;
  readonly setRecursive: (on: boolean) => void;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
  /** The row that the keys are about. */
  readonly active: Row | undefined;
  readonly setActive: (row: Row | undefined) => void;
  /** Key of the row being renamed in its place. */
  readonly renaming: string | undefined;
  readonly setRenaming: (key: string | undefined) => void;
  readonly isOffline: boolean;
  readonly go: (
    place: Omit<Place, 'profile'> & { readonly profile?: string; readonly object?: string },
  ) => void;
  /** Shows the pane beside the list; without a key closes it. */
  readonly show: (key: string | undefined, more?: { version?: string; tab?: DetailTab }) => void;
  /** Key that the pane shows. */
  readonly shown: string | undefined;
  /** Does it with the selection, else with the active row; `place`: with the place itself, whatever is selected. */
  readonly perform: (action: ActionName, about?: 'rows' | 'place') => void;
  readonly obstacle: (action: ActionName, about?: 'rows' | 'place') => Obstacle | undefined;
  /** Gives the focus back to the list. */
  readonly focusList: () => void;
}

export const BrowseContext = createContext<Browse | undefined>(undefined);

/** The browser around; throws an Error outside of it. */
export function useBrowse(): Browse {
  const browse = useContext(BrowseContext);
  if (!browse) throw new Error('Outside of the bucket browser');
  return browse;
}
