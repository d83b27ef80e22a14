/** One secret beside the list: its values, its versions, where it is used. */
import { Button, CloseButton, Menu, Tabs } from '@mantine/core';
import { IconDots, IconEdit, IconRocket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret, SecretsPlace } from '../../shared/contract/secrets.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { announce, attempt } from '../app/notices.ts';
import { Empty } from '../ui/empty.tsx';
import { formatMoment } from '../ui/format.ts';
import { Waiting } from '../ui/waiting.tsx';
import { AboutPane } from './about-pane.tsx';
import { DestroyDialog } from './destroy-dialog.tsx';
import { draftOf } from './draft.ts';
import { useDraft, useDrafts } from './drafts.ts';
import { FieldList } from './field-list.tsx';
import { LaunchPane } from './launch-pane.tsx';
import { RenameDialog } from './name-dialogs.tsx';
import { folderOf, isSetting, nameOf } from './paths.ts';
import { secretQuery, useRefresh } from './queries.ts';
import { SecretEditor } from './secret-editor.tsx';
import { StandingBanner } from './standing-banner.tsx';
import { VersionsPane } from './versions-pane.tsx';
import classes from './secrets.module.css';

const tabs = ['values', 'versions', 'launch', 'about'] as const;
type Tab = (typeof tabs)[number];

export interface SecretPaneProps {
  readonly placeKey: string;
  readonly path: string;
  /** An old version; absent: the newest. */
  readonly version: number | undefined;
  readonly place: SecretsPlace;
}

/** The pane; Escape closes it, a draft stays. */
export function SecretPane({ placeKey, path, version, place }: SecretPaneProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: secret, error, refetch } = useQuery(secretQuery(placeKey, path, version));
  const draft = useDraft(placeKey, path);
  const setDraft = useDrafts(({ set }) => set);
  const [tab, setTab] = useState<Tab>('values');
  const [isCopied, setIsCopied] = useState(false);
  const [asking, setAsking] = useState<'rename' | 'destroy'>();
  const name = nameOf(path);
  const folder = folderOf(path);
  const close = () => void navigate({ to: '/secrets', search: folder === '' ? {} : { path: folder } });
  const isEditing = draft !== undefined && version === undefined;
  const edit = (from: Secret) => {
    setTab('values');
    setDraft(placeKey, path, draftOf(from));
  };

  return (
    <aside
      className={classes.detail}
      aria-label={t('secrets.detail', { name })}
      onKeyDown={(event) => {
        const isField = event.target instanceof HTMLElement && event.target.matches('input, textarea');
        if (event.key === 'Escape' && !event.defaultPrevented && !isField) close();
      }}
    >
      <div className={classes.detailHead}>
        <div className={classes.detailTitle}>
          <h2>{name}</h2>
          <CloseButton aria-label={t('words.close')} onClick={close} />
        </div>
        <VersionLine secret={secret} />
        {secret && secret.version > 0 && !isSetting(path) && (
          <div className={classes.buttons}>
            {!isEditing && (
              <Button
                variant="filled"
                leftSection={<IconEdit size={16} />}
                disabled={secret.deleted || version !== undefined}
                onClick={() => edit(secret)}
              >
                {t('secrets.edit')}
              </Button>
            )}
            <Button
              leftSection={<IconRocket size={16} />}
              disabled={secret.deleted}
              onClick={() => {
                setTab('launch');
                void navigator.clipboard.writeText(path).then(() => {
                  setIsCopied(true);
                  announce(t('secrets.launch.copied'));
                });
              }}
            >
              {t('secrets.useInLaunch')}
            </Button>
            <MoreMenu secret={secret} onAsk={setAsking} />
          </div>
        )}
      </div>
      {secret && secret.version > 0 && (
        <Tabs
          className={classes.tabs ?? ''}
          value={tab}
          onChange={(next) => setTab((next ?? 'values') as Tab)}
        >
          <Tabs.List>
            {tabs.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`secrets.tabs.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      )}
      <div className={classes.detailBody} role="group" aria-label={t(`secrets.tabs.${tab}`)} tabIndex={0}>
        {secret && <StandingBanner secret={secret} version={version} />}
        {isEditing && tab === 'values' ? (
          <SecretEditor
            placeKey={placeKey}
            path={path}
            draft={draft}
            isBroken={place.state === 'broken'}
            onSaved={() => void refetch()}
          />
        ) : !secret ? (
          place.state === 'broken' ? (
            <p className={classes.note}>{t('secrets.valuesLater')}</p>
          ) : error ? (
            <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />
          ) : (
            <Waiting words={t('secrets.asking')} />
          )
        ) : secret.version === 0 ? (
          <Empty title={t('secrets.notThere', { name })}>
            {!isSetting(path) && <Button onClick={() => edit(secret)}>{t('secrets.createHere')}</Button>}
          </Empty>
        ) : (
          <TabContent
            isCopied={isCopied}
            tab={tab}
            secret={secret}
            version={version}
            placeKey={placeKey}
            place={place}
          />
        )}
      </div>
      {asking === 'rename' && <RenameDialog path={path} onClose={() => setAsking(undefined)} />}
      {asking === 'destroy' && secret && (
        <DestroyDialog
          secret={secret}
          onClose={() => setAsking(undefined)}
          onDestroyed={() => {
            setDraft(placeKey, path, undefined);
            close();
          }}
        />
      )}
    </aside>
  );
}

function VersionLine({ secret }: { readonly secret: Secret | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!secret) return null;
  if (secret.version === 0) return <span className="quiet">{t('secrets.newSecret')}</span>;
  const { version, createdAt = 0, versions } = secret;
  const by = versions.find((one) => one.version === version)?.by;
  const time = formatMoment(createdAt, Date.now(), language);
  return (
    <span className="quiet">
      {by ? t('secrets.versionAtBy', { version, time, by }) : t('secrets.versionAt', { version, time })}
    </span>
  );
}

function MoreMenu({
  secret,
  onAsk,
}: {
  readonly secret: Secret;
  readonly onAsk: (what: 'rename' | 'destroy') => void;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const { path, deleted } = secret;
  const remove = async () => {
    if (!(await attempt(() => core.secrets.remove({ path })))) return;
    announce(t('secrets.removed', { name: nameOf(path) }));
    await refresh();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button aria-label={t('secrets.actions')} px={8}>
          <IconDots size={18} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void navigator.clipboard.writeText(path)}>
          {t('secrets.copyPath')}
        </Menu.Item>
        <Menu.Item disabled={deleted} onClick={() => onAsk('rename')}>
          {t('secrets.rename')}
        </Menu.Item>
        <Menu.Item disabled={deleted} onClick={() => void remove()}>
          {t('secrets.remove')}
        </Menu.Item>
        <Menu.Item onClick={() => onAsk('destroy')}>{t('secrets.destroy')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function TabContent({ tab, isCopied, secret, version, placeKey, place }: SecretPaneTab) {
  switch (tab) {
    case 'values':
      return secret.deleted ? null : <FieldList secret={secret} version={version} />;
    case 'versions':
      return <VersionsPane secret={secret} placeKey={placeKey} />;
    case 'launch':
      return <LaunchPane secret={secret} placeKey={placeKey} isCopied={isCopied} />;
    case 'about':
      return <AboutPane secret={secret} place={place} placeKey={placeKey} />;
  }
}

interface SecretPaneTab extends Omit<SecretPaneProps, 'path'> {
  readonly tab: Tab;
  readonly isCopied: boolean;
  readonly secret: Secret;
}
