/** One object or folder beside the list. */
import { Button, CloseButton, Menu, Tabs } from '@mantine/core';
import { IconDots, IconDownload, IconExternalLink } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { attempt } from '../../../app/notices.ts';
import { PreviewPane } from '../../preview/preview-pane.tsx';
import { isEditable } from '../actions/actions.ts';
import { useBrowse, type DetailTab } from '../browse-context.ts';
import { useBrowseStore } from '../browse-store.ts';
import { nameOf } from '../place-address.ts';
import classes from '../storage.module.css';
import { FolderFacts } from './folder-facts.tsx';
import { ObjectFacts } from './object-facts.tsx';
import { ObjectVersions } from './object-versions.tsx';
import { TextTab } from './text-tab.tsx';

export interface DetailPaneProps {
  readonly objectKey: string;
  readonly versionId: string | undefined;
  readonly tab: string;
}

/** The pane; Escape closes it and gives the focus back to the list. */
export function DetailPane({ objectKey, versionId, tab }: DetailPaneProps) {
  const { t } = useTranslation();
  const { place, show, active, focusList } = useBrowse();
  const { profile, bucket } = place;
  const isFolder = objectKey.endsWith('/');
  const object: ObjectRef = { profile, bucket, key: objectKey, ...(versionId ? { versionId } : {}) };
  const size = active?.key === objectKey ? active.size : undefined;
  const canEdit = !isFolder && versionId === undefined && isEditable(objectKey, size);
  const tabs: readonly DetailTab[] = canEdit
    ? ['preview', 'details', 'versions', 'edit']
    : ['preview', 'details', 'versions'];
  const shown = tabs.find((one) => one === tab) ?? 'preview';
  const name = nameOf(objectKey);
  const pane = useRef<HTMLElement>(null);
  const close = () => {
    show(undefined);
    focusList();
  };
  // On a narrow screen the pane lies over the list: what has the focus must be seen.
  useEffect(() => {
    if (matchMedia('(max-width: 1000px)').matches) pane.current?.focus();
  }, []);
  return (
    <aside
      ref={pane}
      tabIndex={-1}
      className={classes.detail}
      data-wide={shown === 'edit'}
      aria-label={t('storage.detail.title', { name })}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && shown !== 'edit' && close()}
    >
      <div className={classes.detailHead}>
        <div className={classes.detailTitle}>
          <h2>{name}</h2>
          <CloseButton aria-label={t('words.close')} onClick={close} />
        </div>
        {versionId !== undefined && (
          <p className={classes.placesNote}>
            {t('storage.detail.oldVersion')}{' '}
            <Button size="compact-sm" variant="subtle" onClick={() => show(objectKey)}>
              {t('storage.detail.showNewest')}
            </Button>
          </p>
        )}
        {!isFolder && <Buttons object={object} />}
      </div>
      {isFolder ? (
        <div
          className={classes.detailBody}
          tabIndex={0}
          role="group"
          aria-label={t('storage.detail.tabs.details')}
        >
          <FolderFacts place={{ ...place, prefix: objectKey }} />
        </div>
      ) : (
        <>
          <Tabs
            value={shown}
            onChange={(next) =>
              show(objectKey, {
                ...(versionId ? { version: versionId } : {}),
                tab: (next ?? 'preview') as DetailTab,
              })
            }
          >
            <Tabs.List>
              {tabs.map((one) => (
                <Tabs.Tab key={one} value={one}>
                  {t(`storage.detail.tabs.${one}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
          <div
            className={classes.detailBody}
            data-fill={shown === 'preview' || shown === 'edit'}
            role="group"
            aria-label={t(`storage.detail.tabs.${shown}`)}
            {...(shown === 'edit' || shown === 'preview' ? {} : { tabIndex: 0 })}
          >
            {shown === 'preview' && <PreviewPane object={object} />}
            {shown === 'details' && <ObjectFacts object={object} />}
            {shown === 'versions' && <ObjectVersions object={object} />}
            {shown === 'edit' && <TextTab key={objectKey} object={object} />}
          </div>
        </>
      )}
    </aside>
  );
}

function Buttons({ object }: { readonly object: ObjectRef }) {
  const { t } = useTranslation();
  const { places, isOffline, place } = useBrowse();
  const ask = useBrowseStore((store) => store.ask);
  const name = nameOf(object.key);
  const { versionId } = object;
  const download = () =>
    ask({
      kind: 'download',
      target: {
        selection: {
          kind: 'rows',
          profile: object.profile,
          bucket: object.bucket,
          keys: [object.key],
          ...(versionId ? { versions: [{ key: object.key, versionId }] } : {}),
        },
        tally: { count: 1, folders: 0, bytes: 0 },
        name,
        place,
      },
    });
  return (
    <div className={classes.buttons}>
      <Button
        leftSection={<IconDownload size={16} />}
        disabled={isOffline || places.forbidsExports}
        onClick={download}
      >
        {t('storage.actions.download')}
      </Button>
      <Button
        leftSection={<IconExternalLink size={16} />}
        disabled={isOffline || places.forbidsLocalCopies}
        onClick={() => void attempt(() => core.storage.openLocally(object))}
      >
        {t('storage.actions.openLocally')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button aria-label={t('storage.detail.actions', { name })} px={8}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={isOffline} onClick={() => ask({ kind: 'share', object })}>
            {t('storage.actions.share')}
          </Menu.Item>
          <Menu.Item onClick={() => ask({ kind: 'snippets', place, key: object.key })}>
            {t('storage.actions.snippets')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
