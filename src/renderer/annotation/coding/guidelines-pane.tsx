/** The guidelines of the campaign, one key away. */
import { useTranslation } from 'react-i18next';
import type { CampaignFile } from '../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { SidePane } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format.ts';
import { Markdown } from '../../ui/markdown.tsx';

/** The newest version, which decisions name. */
export function GuidelinesPane({
  campaign,
  onClose,
}: {
  readonly campaign: CampaignFile;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const newest = campaign.guidelines.toSorted((one, other) => other.version - one.version)[0];
  return (
    <SidePane title={t('coding.guidelines')} onClose={onClose}>
      {newest && newest.text.trim() !== '' ? (
        <>
          <p className="quiet">
            {t('coding.guidelinesVersion', {
              version: newest.version,
              by: newest.by,
              time: formatMoment(newest.at, Date.now(), language),
            })}
          </p>
          <Markdown text={newest.text} label={t('coding.guidelines')} />
        </>
      ) : (
        <p>{t('coding.guidelinesNone')}</p>
      )}
    </SidePane>
  );
}
