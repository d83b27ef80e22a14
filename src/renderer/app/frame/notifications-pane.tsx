/** What happened while the person looked elsewhere, newest first, the same things in a row grouped. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Notification } from '../../../shared/contract/shell.ts';
import { SidePane } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format.ts';
import { ToneIcon, type Tone } from '../../ui/state-mark.tsx';
import { core } from '../core.ts';
import { useLanguage } from '../language/setup.ts';
import { useSay } from '../language/words.ts';
import { attempt } from '../notices.ts';
import { useNotifications } from '../streams.ts';
import classes from './frame.module.css';
import { useFrame } from './frame-state.ts';
import { grouped } from './group-notifications.ts';

const tones: Record<Notification['severity'], Tone> = {
  info: 'busy',
  good: 'good',
  warning: 'warn',
  bad: 'bad',
};

/** The drawer on the right. */
export function NotificationsPane() {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const set = useFrame((state) => state.set);
  const groups = grouped(useNotifications().value ?? []);
  const latest = groups[0]?.latest.id;
  const close = () => set('notifications', false);
  const sentence = (one: Notification) =>
    say(`notifications.${one.kind}`, one.values) ?? Object.values(one.values).join(' · ') ?? one.kind;
  return (
    <SidePane title={t('frame.notifications')} onClose={close}>
      {latest === undefined ? (
        <p className="quiet">{t('frame.noNotifications')}</p>
      ) : (
        <Button
          size="compact-sm"
          onClick={() => void attempt(() => core.shell.readNotifications({ upTo: latest }))}
        >
          {t('frame.markRead')}
        </Button>
      )}
      <ul className={classes.noteList}>
        {groups.map(({ latest: one, count }) => (
          <li key={one.id} className={classes.note} data-read={one.read}>
            <ToneIcon tone={tones[one.severity]} />
            <span>
              {one.path ? (
                <Link to={one.path} onClick={close}>
                  {sentence(one)}
                </Link>
              ) : (
                sentence(one)
              )}
              {count > 1 && <span className={classes.time}> {t('services.times', { count })}</span>}
            </span>
            <span className={classes.time}>{formatMoment(one.at, Date.now(), language)}</span>
          </li>
        ))}
      </ul>
    </SidePane>
  );
}
