/** Exports of a campaign, annotations taken in: a tab of the campaign's page. */
import { useTranslation } from 'react-i18next';
import type { CampaignFile, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { ExportForm } from './export-form.tsx';
import { ExportList } from './export-list.tsx';
import { ImportSection } from './import-section.tsx';
import { useExports } from './use-exports.ts';
import classes from './exchange.module.css';

/** What goes out on top, what came before below it, what comes in at the end. */
export function ExchangeTab({ at, campaign }: { readonly at: CampaignRef; readonly campaign: CampaignFile }) {
  const { t } = useTranslation();
  const exports = useExports(at);
  return (
    <div className={classes.page}>
      <h2 className="visually-hidden">{t('quality.exchange.title')}</h2>
      <ExportForm campaign={campaign} exports={exports} />
      <ExportList at={at} exports={exports} />
      <ImportSection at={at} campaign={campaign} />
    </div>
  );
}
