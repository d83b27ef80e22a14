/** Uploads that nobody finished: listed and removed. */
import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes, formatMoment } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './transfers.module.css';

export interface OrphansDialogProps {
  readonly profile: string;
  readonly bucket: string;
  readonly onClose: () => void;
}

/** Those that a transfer of this laptop still needs cannot be chosen. */
export function OrphansDialog({ profile, bucket, onClose }: OrphansDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const { data, error, refetch } = useQuery({
    queryKey: ['orphans', profile, bucket],
    queryFn: ({ signal }) => core.storage.orphans({ profile, bucket }, { signal }),
    gcTime: 0,
  });
  const chosen = (data ?? []).filter((one) => !one.ours && !kept.has(one.uploadId));
  const remove = () =>
    void attempt(async () => {
      const uploads = chosen.map(({ key, uploadId }) => ({ key, uploadId }));
      await core.storage.abortOrphans({ profile, bucket, uploads });
      await refetch();
    });
  const toggle = (uploadId: string) => {
    const next = new Set(kept);
    if (!next.delete(uploadId)) next.add(uploadId);
    setKept(next);
  };
  return (
    <Dialog title={t('transfers.orphansTitle', { bucket })} onClose={onClose} size="lg">
      <div className={classes.form}>
        <p style={{ margin: 0 }}>{t('transfers.orphansLead')}</p>
        {error && <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting words={t('transfers.orphansReading')} />}
        {data?.length === 0 && <p role="status">{t('transfers.orphansNone')}</p>}
        {data && data.length > 0 && (
          <div className={classes.tableBox}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="visually-hidden">{t('transfers.orphansRemoveWord')}</span>
                  </th>
                  <th scope="col">{t('transfers.orphansName')}</th>
                  <th scope="col">{t('transfers.orphansStarted')}</th>
                  <th scope="col" className={classes.number}>
                    {t('transfers.orphansSize')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.map((one) => (
                  <tr key={one.uploadId}>
                    <td>
                      <Checkbox
                        size="xs"
                        aria-label={t('transfers.orphansRemove', { name: one.key })}
                        disabled={one.ours}
                        checked={!one.ours && !kept.has(one.uploadId)}
                        onChange={() => toggle(one.uploadId)}
                      />
                    </td>
                    <td>
                      {one.key}
                      {one.ours && <div className="quiet">{t('transfers.orphansOurs')}</div>}
                    </td>
                    <td>{formatMoment(one.startedAt, Date.now(), language)}</td>
                    <td className={classes.number}>
                      {one.bytes === undefined ? '–' : formatBytes(one.bytes, language)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <div className={classes.row} style={{ justifyContent: 'flex-end' }}>
          <Button size="sm" onClick={onClose}>
            {t('words.close')}
          </Button>
          {chosen.length > 0 && (
            <Button size="sm" variant="filled" onClick={remove}>
              {t('transfers.orphansAbort', { count: chosen.length })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
