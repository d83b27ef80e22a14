/** What is particular about the version that is shown: old, deleted, destroyed; and the way out. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Secret } from '../../shared/contract/secrets.ts';
import { useLanguage } from '../app/language/setup.ts';
import { formatMoment } from '../ui/format.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import { useVersionActions } from './use-version-actions.ts';
import classes from './secrets.module.css';

export function StandingBanner({
  secret,
  version,
}: {
  readonly secret: Secret;
  readonly version: number | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const actions = useVersionActions(secret);
  const shown = secret.versions.find((one) => one.version === secret.version);
  const newest = secret.versions.at(-1)?.version ?? secret.version;
  const isOld = version !== undefined && version !== newest;
  if (!secret.deleted && !isOld) return null;
  const showNewest = () => void navigate({ to: '/secrets', search: { path: secret.path } });
  return (
    <div className={classes.banner} role="status">
      <ToneIcon tone={secret.deleted ? 'paused' : 'warn'} />
      <div>
        {isOld && <p>{t('secrets.oldVersion', { version: secret.version, newest })}</p>}
        {secret.deleted && (
          <p>
            {shown?.destroyed
              ? t('secrets.destroyedVersion')
              : t('secrets.deletedAt', {
                  time: formatMoment(shown?.deletedAt ?? 0, Date.now(), language),
                })}
          </p>
        )}
        <div className={classes.buttons}>
          {secret.deleted && !shown?.destroyed && (
            <Button variant="filled" onClick={() => void actions.undelete(secret.version)}>
              {t('secrets.bringBack')}
            </Button>
          )}
          {isOld && !secret.deleted && (
            <Button onClick={() => void actions.restore(secret.version)}>
              {t('secrets.versions.restoreVersion', { version: secret.version })}
            </Button>
          )}
          {isOld && <Button onClick={showNewest}>{t('secrets.showNewest')}</Button>}
        </div>
      </div>
    </div>
  );
}
