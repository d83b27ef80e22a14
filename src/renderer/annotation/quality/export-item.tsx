/** One export: its files, how to read them, what it was made of. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { CodeBox } from '../../ui/code-box.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatBytes, formatMoment, formatNumber } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { ExportLeftOut } from './export-left-out.tsx';
import { ReadElsewhere } from './read-elsewhere.tsx';
import type { Addresses, Manifest } from './use-exports.ts';
import classes from './exchange.module.css';

export interface ExportItemProps {
  readonly at: CampaignRef;
  readonly name: string;
  readonly manifest: Manifest;
  readonly addresses: Addresses;
  readonly isOpen: boolean;
}

/** Name and origin in its line; the rest unfolds. */
export function ExportItem({ at, name, manifest, addresses, isOpen }: ExportItemProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const { request, files, madeAt, madeBy } = manifest;
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return (
    <details open={isOpen}>
      <summary>
        <b>{name}</b>{' '}
        <span className="quiet">
          {t('quality.exchange.madeOf', {
            format: t(`quality.exchange.formats.${request.format}.name`),
            rows: t('quality.exchange.rowCount', { count: rows, number: formatNumber(rows, language) }),
            by: madeBy,
            time: formatMoment(madeAt, now, language),
          })}
        </span>
      </summary>
      <div className={classes.exportBody}>
        <div
          className={classes.scroll}
          tabIndex={0}
          role="group"
          aria-label={t('quality.exchange.files', { name })}
        >
          <table className={classes.table}>
            <caption className="visually-hidden">{t('quality.exchange.files', { name })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('quality.exchange.file')}</th>
                <th scope="col" className={classes.number}>
                  {t('quality.exchange.rowsHead')}
                </th>
                <th scope="col" className={classes.number}>
                  {t('quality.exchange.size')}
                </th>
                <th scope="col">SHA-256</th>
                <th scope="col">{t('quality.exchange.take')}</th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.key}>
                  <th scope="row">{file.name}</th>
                  <td className={classes.number}>{formatNumber(file.rows, language)}</td>
                  <td className={classes.number}>{formatBytes(file.bytes, language)}</td>
                  <td>
                    <code title={file.hash}>{file.hash.slice(0, 12)}…</code>
                    <CopyButton
                      text={file.hash}
                      aria-label={t('quality.exchange.copyHash', { name: file.name })}
                    />
                  </td>
                  <td>
                    {addresses[file.key] ? (
                      <a href={addresses[file.key]} download={file.name}>
                        {t('quality.exchange.download', { name: file.name })}
                      </a>
                    ) : (
                      <Link
                        to="/storage"
                        search={{
                          profile: at.profile,
                          bucket: at.bucket,
                          prefix: folderOf(file.key),
                          object: file.key,
                        }}
                      >
                        {t('quality.exchange.inStorage')}
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <ExportLeftOut unresolved={manifest.unresolved} />
        <ReadElsewhere at={at} manifest={manifest} />
        <details>
          <summary>{t('quality.exchange.manifest')}</summary>
          <p className={classes.note}>{t('quality.exchange.manifestNote')}</p>
          <CodeBox text={JSON.stringify(manifest, null, 2)} label={t('quality.exchange.manifest')} />
        </details>
      </div>
    </details>
  );
}

const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/') + 1);
