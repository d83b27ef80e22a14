/** What a server can do, in words. */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dialect, Profile } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatMoment } from '../../../ui/format.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import classes from '../storage.module.css';

const abilities = ['checksums', 'deleteObjects', 'policies', 'versioning', 'conditionalWrites'] as const;

/** The table, and a button that tries again; trying leaves nothing behind. */
export function DialectDialog({
  profile,
  onClose,
}: {
  readonly profile: Profile;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [tried, setTried] = useState<Dialect | undefined>(profile.dialect);
  const [isBusy, setBusy] = useState(false);
  const tryIt = async () => {
    setBusy(true);
    const dialect = await attempt(() => core.storage.tryDialect({ profile: profile.id }));
    if (dialect) setTried(dialect);
    setBusy(false);
  };
  return (
    <Dialog title={t('storage.dialect.title', { name: profile.name })} onClose={onClose}>
      <div className={classes.form}>
        <p>
          {tried
            ? t('storage.dialect.product', {
                product: tried.product,
                time: formatMoment(tried.triedAt, Date.now(), language),
              })
            : t('storage.dialect.notTried')}
        </p>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('storage.dialect.ability')}</th>
              <th scope="col">{t('storage.dialect.answer')}</th>
            </tr>
          </thead>
          <tbody>
            {abilities.map((name) => {
              const can = tried?.[name];
              return (
                <tr key={name}>
                  <td>
                    {t(`storage.dialect.${name}`)}
                    <span className={classes.why}>{t(`storage.dialect.${name}Means`)}</span>
                  </td>
                  <td>
                    <StateMark
                      tone={can === undefined ? 'paused' : can ? 'good' : 'warn'}
                      word={t(
                        can === undefined
                          ? 'storage.dialect.untold'
                          : can
                            ? 'storage.dialect.yes'
                            : 'storage.dialect.no',
                      )}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.close')}
          </Button>
          <Button size="sm" variant="filled" loading={isBusy} onClick={() => void tryIt()} data-autofocus>
            {t('storage.dialect.try')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
