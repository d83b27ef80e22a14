/** One place: first line, path, list, the pane beside it, what is moving. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Row } from '../../../shared/contract/storage/listing.ts';
import type { Buckets, Place, Places, Profile } from '../../../shared/contract/storage/places.ts';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import { useSession } from '../../app/streams.ts';
import { DropZone } from '../transfers/drop-zone.tsx';
import { TransfersLine } from '../transfers/transfers-line.tsx';
import { ActionButton, ContextMenu, MoreActions } from './actions/action-buttons.tsx';
import { usePerform } from './actions/use-perform.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { BrowseContext, type Browse } from './browse-context.ts';
import { useBrowseStore } from './browse-store.ts';
import { DetailPane } from './detail/detail-pane.tsx';
import { OpenedFiles } from './detail/opened-files.tsx';
import { FirstLine, Standing } from './first-line.tsx';
import { nothingChosen, type Chosen } from './list/chosen.ts';
import { useListLook } from './list/columns.ts';
import { ListTools } from './list/list-tools.tsx';
import { NothingListed } from './list/nothing-listed.tsx';
import { ObjectList, type ListHandle } from './list/object-list.tsx';
import { MeasureLine, UndoLine } from './notice-lines.tsx';
import { parentOf } from './place-address.ts';
import { partProblem } from './bucket-name.ts';
import classes from './storage.module.css';
import { useListing } from './use-listing.ts';
import { useReadingAgain } from './use-reading-again.ts';

export interface BrowsePlaceProps {
  readonly places: Places;
  readonly profile: Profile;
  readonly place: Place;
  readonly buckets: Buckets | undefined;
}

/** Keeps the list in its place while one walks through folders, so that the focus stays. */
export function BrowsePlace({ places, profile, place, buckets }: BrowsePlaceProps) {
  const navigate = useNavigate();
  const search = useSearch({ from: '/storage' });
  const network = useSession().value?.network.state;
  const { sort, descending } = useListLook();
  const [filter, setFilter] = useState('');
  const [versions, setVersions] = useState(false);
  const [recursive, setRecursive] = useState(false);
  const [chosen, choose] = useState<Chosen>(nothingChosen);
  const [active, setActive] = useState<Row>();
  const [renaming, setRenaming] = useState<string>();
  const [menu, setMenu] = useState<{ x: number; y: number }>();
  const list = useRef<ListHandle>(null);
  const { source, view } = useListing(place, { versions, recursive }, { sort, descending, filter });
  useReadingAgain(source, place.bucket);
  const { measure, made, created } = useBrowseStore();
  useEffect(() => {
    if (made === undefined || !source) return;
    list.current?.expect(made);
    source.reload();
    created(undefined);
  }, [made, source, created]);

  const { profile: profileId, bucket, prefix } = place;
  const address = `${profileId}\n${bucket}\n${prefix}`;
  useEffect(() => {
    choose(nothingChosen);
    setFilter('');
    setRenaming(undefined);
    setActive(undefined);
    measure(undefined);
  }, [address, measure]);
  // "All" means what is shown: another filter shows something else.
  useEffect(
    () => choose((before) => (before.kind === 'all' ? nothingChosen : before)),
    [filter, versions, recursive],
  );

  const go = useCallback<Browse['go']>(
    (next) => {
      const isUp = next.bucket === bucket && prefix.startsWith(next.prefix) && prefix !== next.prefix;
      // Coming back up, the folder that one leaves is the active row.
      if (isUp) list.current?.expect(childOf(prefix, next.prefix));
      void navigate({
        to: '/storage',
        search: {
          profile: next.profile ?? profileId,
          bucket: next.bucket,
          ...(next.prefix ? { prefix: next.prefix } : {}),
          ...(next.object ? { object: next.object } : {}),
        },
      });
    },
    [navigate, profileId, bucket, prefix],
  );
  const show = useCallback<Browse['show']>(
    (key, more = {}) =>
      void navigate({
        to: '/storage',
        search: (now) => ({
          profile: now.profile ?? profileId,
          bucket: now.bucket ?? bucket,
          ...(now.prefix ? { prefix: now.prefix } : {}),
          ...(key === undefined ? {} : { object: key }),
          ...(key !== undefined && more.version ? { version: more.version } : {}),
          ...(key !== undefined && more.tab && more.tab !== 'preview' ? { tab: more.tab } : {}),
        }),
      }),
    [navigate, profileId, bucket],
  );
  // What was shown and is gone after a reading leaves the pane too.
  const { reading } = view;
  useEffect(() => {
    const key = search.object;
    if (!source || reading <= 1 || key === undefined || filter || versions) return;
    let isLate = false;
    void source.indexOf(key).then(
      (index) => {
        if (!isLate && index < 0 && source.get().state?.state === 'done') show(undefined);
      },
      () => {},
    );
    return () => void (isLate = true);
  }, [source, reading]);
  const isOffline =
    network === 'offline' || (view.state?.asOf !== undefined && view.state.state === 'failed');
  const bucketFacts = buckets?.buckets.find((one) => one.name === bucket);
  const base = {
    places,
    profile,
    place,
    bucket: bucketFacts,
    source,
    view,
    filter,
    setFilter,
    versions,
    setVersions,
    recursive,
    setRecursive,
    chosen,
    choose,
    active,
    setActive,
    renaming,
    setRenaming,
    isOffline,
    go,
    show,
    shown: search.object,
    focusList: () => list.current?.focus(),
  };
  const { perform, obstacle } = usePerform(base);
  const browse: Browse = { ...base, perform, obstacle };

  const renamed = async (row: Row, name: string | undefined) => {
    setRenaming(undefined);
    list.current?.focus();
    if (name === undefined || partProblem(name) !== undefined) return;
    const begun = await attempt(() =>
      core.storage.rename({ profile: profileId, bucket, key: row.key, name }),
    );
    if (!begun) return;
    const slash = row.kind === 'folder' ? '/' : '';
    list.current?.expect(`${parentOf(row.key)}${name}${slash}`);
    if (bucketFacts?.versioning === 'on')
      useBrowseStore.getState().offerUndo({ id: begun.id, kind: 'rename', count: 1 });
  };

  return (
    <BrowseContext value={browse}>
      <div className={classes.mainBox}>
        <DropZone place={place}>
          <section className={classes.main} data-narrow={search.object !== undefined}>
            <header className={classes.head}>
              <FirstLine />
            </header>
            <Standing />
            <div className={classes.bar}>
              <Breadcrumbs />
              <ActionButton action="upload" primary />
              <ActionButton action="newFolder" />
              <MoreActions about="place" />
            </div>
            <ListTools />
            <div className={classes.listBox}>
              <ObjectList handle={list} onMenu={setMenu} onRenamed={(row, name) => void renamed(row, name)} />
              <NothingListed />
            </div>
            <MeasureLine />
            <UndoLine />
            <OpenedFiles />
            <TransfersLine />
          </section>
        </DropZone>
      </div>
      {search.object !== undefined && (
        <DetailPane
          key={`${bucket}\n${search.object}\n${search.version ?? ''}`}
          objectKey={search.object}
          versionId={search.version}
          tab={search.tab ?? 'preview'}
        />
      )}
      <ContextMenu
        at={menu}
        onClose={() => {
          setMenu(undefined);
          requestAnimationFrame(() => list.current?.focus());
        }}
      />
    </BrowseContext>
  );
}

/** The folder of `parent` on the way to `prefix`. */
function childOf(prefix: string, parent: string): string {
  return prefix.slice(0, prefix.indexOf('/', parent.length) + 1);
}
