/** The pages of opened services: kept alive while another screen is shown. */
import { Button } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Opened } from '../../shared/contract/services.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useKeysInForce } from '../app/keys/use-keys.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { useOpened } from '../app/streams.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { ToneIcon } from '../ui/state-mark.tsx';
import { useOpenedAddresses } from './opened-addresses.ts';
import { reloadDecision } from './reload-decision.ts';
import { useReasonSentence } from './reason-view.tsx';
import classes from './services.module.css';
import { useViewBounds } from './view-bounds.ts';

/** One page a service; only the one that the address names is in sight. */
export function OpenedServices() {
  const { pathname } = useLocation();
  const opened = useOpened().value ?? [];
  return opened.map((one) => (
    <OpenedPage key={one.id} opened={one} active={pathname === `/opened/${encodeURIComponent(one.id)}`} />
  ));
}

function OpenedPage({ opened, active }: { readonly opened: Opened; readonly active: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const keys = useKeysInForce();
  const { id, name, way } = opened;
  const address = useOpenedAddresses((state) => state.addresses[id]);
  const setAddress = useOpenedAddresses((state) => state.set);
  const region = useRef<HTMLDivElement>(null);
  const sentence = useReasonSentence();

  // After the page was loaded anew the services are still open, but their addresses are not known here.
  const needsAddress = active && address === undefined && way !== 'tab';
  useEffect(() => {
    if (!needsAddress) return;
    void attempt(() => core.services.open({ id })).then((answer) => answer && setAddress(id, answer.address));
  }, [needsAddress, id, setAddress]);
  useViewBounds(region, id, address, active && way === 'view');
  useEffect(() => () => window.sardonyxViews?.close(id), [id]);

  const state = opened.state;
  return (
    <section
      role={active ? 'main' : undefined}
      className={classes.opened}
      data-active={active}
      aria-label={t('services.opened.frame', { name })}
      hidden={!active}
    >
      <h1 className="visually-hidden">{name}</h1>
      {state !== 'ready' && (
        <div className={classes.openedBar} role="status">
          <ToneIcon tone={state === 'stopped' ? 'bad' : 'busy'} />
          <span>{t(`services.opened.${state}`, { name })}</span>
          {opened.reason && (
            <span className="quiet">{sentence({ state: 'starting', reason: opened.reason })}</span>
          )}
        </div>
      )}
      {opened.problem && <FailureView failure={opened.problem} compact />}
      {way === 'tab' && (
        <div className={classes.openedBar}>
          <span>{t('services.opened.inTab', { name })}</span>
          <Button
            onClick={() =>
              void attempt(() => core.services.open({ id })).then(
                (answer) => answer && window.open(answer.address, '_blank', 'noopener'),
              )
            }
          >
            {t('services.opened.openAgain')}
          </Button>
        </div>
      )}
      {way === 'view' && <div ref={region} className={classes.openedFrame} />}
      {way === 'frame' && address !== undefined && (
        <ServiceFrame opened={opened} address={address} active={active} />
      )}
      {active && way === 'view' && (
        <span className="visually-hidden">
          {t('services.opened.back', { key: '' })}{' '}
          <KeyHint keys={keys['leave-service']} language={language} />
        </span>
      )}
    </section>
  );
}

/** The frame of a service with an origin of its own; it is never loaded anew under the hands of a person. */
function ServiceFrame({
  opened,
  address,
  active,
}: {
  readonly opened: Opened;
  readonly address: string;
  readonly active: boolean;
}) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState({
    generation: opened.generation,
    wasReady: opened.state === 'ready',
    visit: 0,
  });
  const [touched, setTouched] = useState(false);
  const setAddress = useOpenedAddresses((state) => state.set);
  const decision = reloadDecision({ loaded, touched, now: opened });

  const reload = async () => {
    const answer = await attempt(() => core.services.open({ id: opened.id }));
    if (answer) setAddress(opened.id, answer.address);
    setTouched(false);
    setLoaded({ generation: opened.generation, wasReady: opened.state === 'ready', visit: loaded.visit + 1 });
  };
  useEffect(() => {
    if (decision === 'reload') void reload();
  }, [decision]);

  // A frame tells nothing of what goes on in it, except that it took the focus: then somebody may be at work in it.
  useEffect(() => {
    const notice = () => document.activeElement === frame.current && setTouched(true);
    window.addEventListener('blur', notice);
    return () => window.removeEventListener('blur', notice);
  }, []);
  useEffect(() => {
    if (active) frame.current?.focus();
  }, [active, loaded.visit]);

  return (
    <>
      {decision === 'offer' && (
        <div className={classes.openedBar} role="status">
          <ToneIcon tone="warn" />
          <span>{t('services.opened.restarted', { name: opened.name })}</span>
          <Button size="compact-sm" onClick={() => void reload()}>
            {t('services.opened.reload')}
          </Button>
        </div>
      )}
      <iframe
        key={loaded.visit}
        ref={frame}
        className={classes.openedFrame}
        src={address}
        title={t('services.opened.frame', { name: opened.name })}
        allow="clipboard-read; clipboard-write; fullscreen"
        data-service={opened.id}
      />
    </>
  );
}
