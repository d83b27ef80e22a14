/** One service beside the list: its state, its buttons, and what is behind it. */
import { Button, CloseButton, Menu, Tabs, TextInput } from '@mantine/core';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconExternalLink } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/contract/services.ts';
import { core } from '../app/core.ts';
import { attempt } from '../app/notices.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { Events } from './events.tsx';
import { History, Manifest, Notes, Values } from './facts.tsx';
import { Logs } from './logs.tsx';
import { Overview } from './overview.tsx';
import { Advice, useReasonSentence } from './reason-view.tsx';
import classes from './services.module.css';
import { stateTones } from './sort-services.ts';
import { useServiceActions } from './use-actions.ts';

const tabs = ['overview', 'events', 'logs', 'notes', 'values', 'history', 'manifest'] as const;
type DetailTab = (typeof tabs)[number];

/** The pane; Escape closes it. */
export function ServiceDetail({ service, tab }: { readonly service: Service; readonly tab: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const shown = tabs.find((one) => one === tab) ?? 'overview';
  const sentence = useReasonSentence()(service);
  const close = () => void navigate({ to: '/services' });
  return (
    <aside
      className={classes.detail}
      data-wide={shown !== 'overview'}
      aria-label={t('services.detail', { name: service.name })}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}
    >
      <div className={classes.detailHead}>
        <div className={classes.detailTitle}>
          <h2>{service.name}</h2>
          <CloseButton aria-label={t('words.close')} onClick={close} />
        </div>
        <div className={classes.stateLine}>
          <StateMark tone={stateTones[service.state]} word={t(`states.${service.state}`)} />
          <span className="quiet">
            {service.chart} {service.chartVersion}
          </span>
        </div>
        {sentence && <span className={classes.reason}>{sentence}</span>}
        {service.state === 'ghost' && <span className={classes.advice}>{t('services.ghost')}</span>}
        <Advice service={service} />
        <Buttons service={service} />
      </div>
      <Tabs
        className={classes.tabs ?? ''}
        value={shown}
        onChange={(name) =>
          void navigate({
            to: '/services',
            search: { id: service.id, ...(name && name !== 'overview' ? { tab: name } : {}) },
          })
        }
      >
        <Tabs.List>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`services.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div
        className={classes.detailBody}
        data-fill={shown === 'logs'}
        role="group"
        aria-label={t(`services.tabs.${shown}`)}
        // It scrolls: the arrow keys must reach it, except where the log has a list of its own.
        {...(shown === 'logs' ? {} : { tabIndex: 0 })}
      >
        <TabContent service={service} tab={shown} />
      </div>
    </aside>
  );
}

function TabContent({ service, tab }: { readonly service: Service; readonly tab: DetailTab }) {
  switch (tab) {
    case 'overview':
      return <Overview service={service} />;
    case 'events':
      return <Events id={service.id} />;
    case 'logs':
      return <Logs service={service} />;
    case 'notes':
      return <Notes id={service.id} revision={service.revision} />;
    case 'values':
      return <Values id={service.id} revision={service.revision} />;
    case 'history':
      return <History id={service.id} revision={service.revision} />;
    case 'manifest':
      return <Manifest id={service.id} revision={service.revision} />;
  }
}

function Buttons({ service }: { readonly service: Service }) {
  const { t } = useTranslation();
  const actions = useServiceActions();
  const [newName, setNewName] = useState<string>();
  const { id, name } = service;

  const rename = async () => {
    if (newName?.trim() && newName !== name)
      await attempt(() => core.services.rename({ id, name: newName.trim() }));
    setNewName(undefined);
  };

  if (newName !== undefined) {
    return (
      <form onSubmit={(event) => (event.preventDefault(), void rename())}>
        <TextInput
          label={t('services.newName')}
          value={newName}
          onChange={(event) => setNewName(event.currentTarget.value)}
          onBlur={() => void rename()}
          onKeyDown={(event) => event.key === 'Escape' && (event.preventDefault(), setNewName(undefined))}
          autoFocus
        />
      </form>
    );
  }
  return (
    <div className={classes.buttons}>
      {service.canOpen && (
        <Button
          variant="filled"
          size="sm"
          leftSection={<IconExternalLink size={16} />}
          onClick={() => void actions.open(id, name)}
        >
          {t('services.open')}
        </Button>
      )}
      {service.state === 'paused' ? (
        <Button size="sm" leftSection={<IconPlayerPlay size={16} />} onClick={() => void actions.resume(id)}>
          {t('services.resume')}
        </Button>
      ) : (
        service.canPause &&
        (service.state === 'ready' || service.state === 'starting' || service.state === 'failed') && (
          <Button
            size="sm"
            leftSection={<IconPlayerPause size={16} />}
            onClick={() => void actions.pause(id)}
          >
            {t('services.pause')}
          </Button>
        )
      )}
      <Button size="sm" onClick={() => actions.askDelete(id)}>
        {t('services.delete')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="sm" aria-label={t('services.actions', { name })} px={8}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {service.mine && <Menu.Item onClick={() => setNewName(name)}>{t('services.rename')}</Menu.Item>}
          {service.mine && (
            <Menu.Item
              onClick={() => void attempt(() => core.services.share({ id, share: !service.shared }))}
            >
              {t(service.shared ? 'services.unshare' : 'services.shareIt')}
            </Menu.Item>
          )}
          {service.catalogId && (
            <Menu.Item onClick={() => actions.launchAgain(service)}>{t('services.launchAgain')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
