/** All versions, newest first: look at one, compare it, bring it back. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret, SecretVersionSummary } from '../../shared/contract/secrets.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { formatMoment } from '../ui/format.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { isSetting } from './paths.ts';
import { MaskedValue } from './masked-value.tsx';
import { useVersionActions } from './use-version-actions.ts';
import classes from './secrets.module.css';

export function VersionsPane({ secret, placeKey }: { readonly secret: Secret; readonly placeKey: string }) {
  const { t } = useTranslation();
  const [compared, setCompared] = useState<number>();
  if (secret.versions.length === 0) return <p className={classes.note}>{t('secrets.versions.none')}</p>;
  const newest = secret.versions.at(-1)?.version ?? 0;
  return (
    <>
      <ol className={classes.versions} aria-label={t('secrets.versions.title')}>
        {secret.versions.toReversed().map((one) => (
          <li key={one.version}>
            <Version
              secret={secret}
              one={one}
              newest={newest}
              isCompared={compared === one.version}
              onCompare={() => setCompared(compared === one.version ? undefined : one.version)}
            />
            {compared === one.version && (
              <Comparison path={secret.path} placeKey={placeKey} from={one.version} to={newest} />
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function Version({
  secret,
  one,
  newest,
  isCompared,
  onCompare,
}: {
  readonly secret: Secret;
  readonly one: SecretVersionSummary;
  readonly newest: number;
  readonly isCompared: boolean;
  readonly onCompare: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const actions = useVersionActions(secret);
  const { version, createdAt, by, destroyed, deletedAt } = one;
  const isGone = destroyed || deletedAt !== undefined;
  const isOld = version !== newest;
  const isOurs = !isSetting(secret.path);
  const time = formatMoment(createdAt, Date.now(), language);
  return (
    <>
      <div className={classes.stateLine}>
        <strong>
          {by ? t('secrets.versionAtBy', { version, time, by }) : t('secrets.versionAt', { version, time })}
        </strong>
        {!isOld && <span className={classes.kind}>{t('secrets.versions.current')}</span>}
        {isGone && (
          <StateMark
            tone="paused"
            word={t(destroyed ? 'secrets.versions.destroyed' : 'secrets.versions.deleted')}
          />
        )}
      </div>
      <div className={classes.buttons}>
        {!isGone && (
          <Button
            size="compact-sm"
            aria-label={t('secrets.versions.showVersion', { version })}
            onClick={() =>
              void navigate({
                to: '/secrets',
                search: { path: secret.path, ...(isOld && { version: String(version) }) },
              })
            }
          >
            {t('secrets.versions.show')}
          </Button>
        )}
        {isOld && !destroyed && (
          <Button
            size="compact-sm"
            aria-expanded={isCompared}
            aria-label={t('secrets.versions.compareVersion', { version })}
            onClick={onCompare}
          >
            {t('secrets.versions.compare')}
          </Button>
        )}
        {isOld && !isGone && isOurs && (
          <Button
            size="compact-sm"
            aria-label={t('secrets.versions.restoreVersion', { version })}
            onClick={() => void actions.restore(version)}
          >
            {t('secrets.versions.restore')}
          </Button>
        )}
        {isGone && !destroyed && isOurs && (
          <Button
            size="compact-sm"
            aria-label={t('secrets.versions.undeleteVersion', { version })}
            onClick={() => void actions.undelete(version)}
          >
            {t('secrets.versions.undelete')}
          </Button>
        )}
      </div>
    </>
  );
}

/** Which keys differ; values only when they are shown on purpose. */
function Comparison({
  path,
  placeKey,
  from,
  to,
}: {
  readonly path: string;
  readonly placeKey: string;
  readonly from: number;
  readonly to: number;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['secrets', placeKey, 'compare', path, from, to],
    queryFn: ({ signal }) => core.secrets.compare({ path, from, to }, { signal }),
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />;
  if (!data) return null;
  const rows = (['changed', 'added', 'removed'] as const).flatMap((change) =>
    data[change].map((key) => ({ key, change })),
  );
  const fetch = (key: string, version: number) => async () =>
    (await attempt(() => core.secrets.reveal({ path, key, version })))?.value;
  return (
    <section className={classes.comparison} aria-label={t('secrets.versions.difference', { from, to })}>
      <h3>{t('secrets.versions.difference', { from, to })}</h3>
      {rows.length === 0 && <p>{t('secrets.versions.noDifference')}</p>}
      <ul className={classes.fields}>
        {rows.map(({ key, change }) => (
          <li key={key}>
            <div className={classes.fieldHead}>
              <code>{key}</code>
              <span className={classes.kind}>{t(`secrets.merge.changes.${change}`)}</span>
            </div>
            <div className={classes.sides}>
              {change !== 'added' && (
                <div>
                  <span className={classes.kind}>{t('secrets.versions.before')}</span>
                  <MaskedValue name={`${key} (${from})`} fetch={fetch(key, from)} />
                </div>
              )}
              {change !== 'removed' && (
                <div>
                  <span className={classes.kind}>{t('secrets.versions.after')}</span>
                  <MaskedValue name={`${key} (${to})`} fetch={fetch(key, to)} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
