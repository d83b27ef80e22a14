/** Turns the name of an action into what is done, or asked, or shown. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import type { Place, Places } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { announce, attempt } from '../../../app/notices.ts';
import { useBrowseStore, type Target } from '../browse-store.ts';
import type { Browse } from '../browse-context.ts';
import { onlyThese, selectionOf, tally } from '../list/chosen.ts';
import { nameOf, s3Address } from '../place-address.ts';
import { obstacleTo, type ActionName, type ActionWorld } from './actions.ts';

type World = Pick<
  Browse,
  | 'place'
  | 'places'
  | 'view'
  | 'chosen'
  | 'active'
  | 'isOffline'
  | 'go'
  | 'show'
  | 'setRenaming'
  | 'bucket'
  | 'choose'
>;
type About = 'rows' | 'place';

/** Whether a place is among the bookmarks. */
export function isBookmarked(places: Places, place: Place): boolean {
  return places.bookmarks.some(
    (one) => one.profile === place.profile && one.bucket === place.bucket && one.prefix === place.prefix,
  );
}

/** What the selection, else the active row, else the whole place amounts to. */
function targetOf(world: World, about: About): Target & { readonly single: Row | undefined } {
  const { place, chosen, active, view } = world;
  const rows = tally(chosen, view.state).count > 0 ? chosen : onlyThese(active ? [active] : []);
  const selection = about === 'rows' ? selectionOf(rows, place, view.state) : undefined;
  if (!selection) {
    return {
      // The empty prefix is the whole bucket.
      selection: { kind: 'rows', profile: place.profile, bucket: place.bucket, keys: [place.prefix] },
      tally: { count: 0, folders: 0, bytes: 0 },
      name: place.prefix ? nameOf(place.prefix) : place.bucket,
      place,
      single: undefined,
    };
  }
  const single = rows.kind === 'rows' && rows.rows.size === 1 ? [...rows.rows.values()][0] : undefined;
  return { selection, tally: tally(rows, view.state), name: single ? nameOf(single.key) : '', place, single };
}

/** `perform` and `obstacle` of the browser. */
export function usePerform(world: World): Pick<Browse, 'perform' | 'obstacle'> {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { ask, clip, measure, offerUndo, clipboard } = useBrowseStore();
  const { place, places } = world;

  const obstacle = (action: ActionName, about: About = 'rows') => {
    const { tally, single } = targetOf(world, about);
    const state: ActionWorld = {
      count: tally.count,
      single,
      hasFolders: tally.folders > 0,
      hasVersions: single?.version !== undefined && (!single.version.latest || single.version.deleted),
      isOffline: world.isOffline,
      forbidsLocalCopies: places.forbidsLocalCopies,
      forbidsExports: places.forbidsExports,
      clipboard: clipboard ? 1 : 0,
      isBookmarked: isBookmarked(places, single ? { ...place, prefix: single.key } : place),
    };
    return obstacleTo(action, state);
  };

  const paste = async (to: Place) => {
    if (!clipboard) return;
    const { way, target } = clipboard;
    const begun = await attempt(() => core.storage[way]({ selection: target.selection, to }));
    if (!begun) return;
    announce(t('storage.done.pasted'));
    if (way !== 'move') return;
    clip(undefined);
    offerUndo({ id: begun.id, kind: 'move', count: target.tally.count });
  };
  const remove = async (target: Target, mayUndo: boolean) => {
    if (!mayUndo) {
      ask({ kind: 'remove', target, versions: false });
      return;
    }
    const begun = await attempt(() => core.storage.remove({ selection: target.selection }));
    if (!begun) return;
    offerUndo({ id: begun.id, kind: 'remove', count: target.tally.count });
  };

  const perform = (action: ActionName, about: About = 'rows') => {
    const why = obstacle(action, about);
    if (why) {
      announce(t(`storage.obstacles.${why}`));
      return;
    }
    const target = targetOf(world, about);
    const { single } = target;
    const object = single
      ? {
          profile: place.profile,
          bucket: place.bucket,
          key: single.key,
          ...(single.version && !single.version.latest ? { versionId: single.version.id } : {}),
        }
      : undefined;
    const folder = single?.kind === 'folder' ? { ...place, prefix: single.key } : place;
    switch (action) {
      case 'open':
        if (single?.kind === 'folder') world.go({ ...place, prefix: single.key });
        else if (single) world.show(single.key, single.version ? { version: single.version.id } : {});
        return;
      case 'openLocally':
        if (object) void attempt(() => core.storage.openLocally(object));
        return;
      case 'edit':
        if (object) world.show(object.key, { tab: 'edit' });
        return;
      case 'query':
        void navigate({
          to: '/storage/query',
          search: {
            profile: place.profile,
            bucket: place.bucket,
            ...(folder.prefix ? { prefix: folder.prefix } : {}),
            ...(single?.kind === 'object' ? { object: single.key } : {}),
          },
        });
        return;
      case 'download':
        ask({ kind: 'download', target });
        return;
      case 'share':
        if (object) ask({ kind: 'share', object });
        return;
      case 'copyAddress':
        void navigator.clipboard.writeText(s3Address(place.bucket, single?.key ?? place.prefix));
        announce(t('words.copied'));
        return;
      case 'snippets':
        ask({ kind: 'snippets', place: folder, ...(single?.kind === 'object' ? { key: single.key } : {}) });
        return;
      case 'copy':
      case 'cut':
        clip({ way: action === 'cut' ? 'move' : 'copy', target });
        announce(t('storage.done.clipped'));
        return;
      case 'paste':
        void paste(place);
        return;
      case 'copyTo':
      case 'moveTo':
        ask({ kind: 'transfer', way: action === 'copyTo' ? 'copy' : 'move', target });
        return;
      case 'rename':
        if (single) world.setRenaming(single.key);
        return;
      case 'size':
        measure(target);
        return;
      case 'bookmark':
        void attempt(() => core.storage.addBookmark({ ...folder, title: target.name.replace(/\/$/, '') }));
        return;
      case 'remove':
        void remove(target, world.bucket?.versioning === 'on' && !single?.version);
        return;
      case 'removeVersions':
        ask({ kind: 'remove', target, versions: true });
        return;
      case 'publish':
      case 'upload':
      case 'newFolder':
      case 'synchronise':
      case 'orphans':
      case 'removeBucket':
        ask({ kind: action, place: action === 'publish' ? folder : place });
        return;
    }
  };
  return { perform, obstacle };
}
