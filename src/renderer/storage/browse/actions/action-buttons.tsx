/** Actions as buttons and as the entries of a menu; where one cannot be done, the reason stands beside it. */
import { Button, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowsLeftRight,
  IconBookmark,
  IconClipboard,
  IconCode,
  IconCopy,
  IconDatabaseSearch,
  IconDots,
  IconDownload,
  IconExternalLink,
  IconFolderOpen,
  IconFolderPlus,
  IconFolderSymlink,
  IconLink,
  IconPencil,
  IconRuler2,
  IconScissors,
  IconTextCaption,
  IconTrash,
  IconTrashX,
  IconUpload,
  IconUsersGroup,
  IconRefresh,
  IconProgressX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../app/language/setup.ts';
import { isMac, KeyHint } from '../../../ui/key-hint.tsx';
import { showKey } from '../../../ui/show-key.ts';
import ui from '../../../ui/ui.module.css';
import { useBrowse } from '../browse-context.ts';
import classes from '../storage.module.css';
import { actionGroups, actionKeys, isOffered, placeGroups, type ActionName } from './actions.ts';

const icons: Record<ActionName, typeof IconCopy> = {
  open: IconFolderOpen,
  openLocally: IconExternalLink,
  edit: IconTextCaption,
  query: IconDatabaseSearch,
  download: IconDownload,
  share: IconLink,
  copyAddress: IconClipboard,
  snippets: IconCode,
  copy: IconCopy,
  cut: IconScissors,
  paste: IconClipboard,
  copyTo: IconFolderSymlink,
  moveTo: IconArrowsLeftRight,
  rename: IconPencil,
  size: IconRuler2,
  publish: IconUsersGroup,
  bookmark: IconBookmark,
  remove: IconTrash,
  removeVersions: IconTrashX,
  upload: IconUpload,
  newFolder: IconFolderPlus,
  synchronise: IconRefresh,
  orphans: IconProgressX,
  removeBucket: IconTrashX,
};

/** The key of an action, with the name that stands on the keyboard. */
function ActionKey({ keys }: { readonly keys: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!keys.endsWith('delete')) return <KeyHint keys={keys} language={language} />;
  const before = keys.startsWith('shift+') ? `${showKey('shift', language, isMac)} ` : '';
  return (
    <kbd className={ui.key}>
      {before}
      {t('storage.actions.deleteKey')}
    </kbd>
  );
}

/** A button for one action; what stands in the way is told on hover and to screen readers. */
export function ActionButton({
  action,
  primary = false,
}: {
  readonly action: ActionName;
  readonly primary?: boolean;
}) {
  const { t } = useTranslation();
  const { perform, obstacle } = useBrowse();
  const why = obstacle(action);
  const Icon = icons[action];
  const key = actionKeys[action];
  return (
    <Tooltip
      label={why ? t(`storage.obstacles.${why}`) : key ? <ActionKey keys={key} /> : ''}
      disabled={!why && !key}
    >
      <Button
        size="compact-sm"
        variant={primary ? 'filled' : 'default'}
        leftSection={<Icon size={16} />}
        {...(why
          ? {
              'data-disabled': true,
              'aria-disabled': true,
              'aria-description': t(`storage.obstacles.${why}`),
            }
          : {})}
        onClick={() => why === undefined && perform(action)}
      >
        {t(`storage.actions.${action}`)}
      </Button>
    </Tooltip>
  );
}

/** The entries for what is selected, or for the place when nothing is. */
export function ActionEntries({ about }: { readonly about: 'rows' | 'place' }) {
  const { obstacle } = useBrowse();
  const groups: readonly (readonly ActionName[])[] = about === 'place' ? placeGroups : actionGroups;
  const offered = groups
    .map((group) => group.filter((action) => isOffered(obstacle(action, about))))
    .filter((group) => group.length > 0);
  return offered.map((group, index) => (
    <div key={group[0]} role="none">
      {index > 0 && <Menu.Divider />}
      {group.map((action) => (
        <ActionEntry key={action} action={action} about={about} />
      ))}
    </div>
  ));
}

function ActionEntry({ action, about }: { readonly action: ActionName; readonly about: 'rows' | 'place' }) {
  const { t } = useTranslation();
  const { perform, obstacle } = useBrowse();
  const why = obstacle(action, about);
  const Icon = icons[action];
  const key = actionKeys[action];
  return (
    <Menu.Item
      leftSection={<Icon size={16} />}
      rightSection={key ? <ActionKey keys={key} /> : undefined}
      disabled={why !== undefined}
      onClick={() => perform(action, about)}
    >
      {t(`storage.actions.${action}`)}
      {why && <span className={classes.why}>{t(`storage.obstacles.${why}`)}</span>}
    </Menu.Item>
  );
}

/** A button with the rest of the actions. */
export function MoreActions({ about = 'rows' }: { readonly about?: 'rows' | 'place' }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" leftSection={<IconDots size={16} />}>
          {t('words.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''}>
        <ActionEntries about={about} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The menu at the pointer, or below the active row. */
export function ContextMenu({
  at,
  onClose,
}: {
  readonly at: { readonly x: number; readonly y: number } | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { active, chosen } = useBrowse();
  if (!at) return null;
  const isAboutRows = active !== undefined || chosen.kind === 'all' || chosen.rows.size > 0;
  return (
    <Menu opened onClose={onClose} position="right-start" offset={0} trapFocus returnFocus>
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('storage.actions.title')}
          className={classes.menuAnchor}
          style={{ left: at.x, top: at.y }}
        />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''} aria-label={t('storage.actions.title')}>
        <ActionEntries about={isAboutRows ? 'rows' : 'place'} />
      </Menu.Dropdown>
    </Menu>
  );
}
