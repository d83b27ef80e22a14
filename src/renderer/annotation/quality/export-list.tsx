/** The exports that were made, newest first. */
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ExportItem } from './export-item.tsx';
import type { Exports } from './use-exports.ts';
import classes from './exchange.module.css';

/** Says that there is none yet, or why they cannot be listed. */
export function ExportList({ at, exports }: { readonly at: CampaignRef; readonly exports: Exports }) {
  const { t } = useTranslation();
  const { made, failure, addresses, reload } = exports;
  return (
    <section className={classes.section} aria-labelledby="exports">
      <h3 id="exports">{t('quality.exchange.exports')}</h3>
      {failure && <FailureView failure={failure} onRetry={reload} compact />}
      {!made && !failure && <Waiting words={t('quality.exchange.readingExports')} rows={3} />}
      {made?.length === 0 && <p className={classes.note}>{t('quality.exchange.noExports')}</p>}
      <ol className={classes.exports}>
        {made?.map(({ name, manifest }, place) => (
          <li key={name}>
            <ExportItem at={at} name={name} manifest={manifest} addresses={addresses} isOpen={place === 0} />
          </li>
        ))}
      </ol>
    </section>
  );
}
