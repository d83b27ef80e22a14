/** Small labels: an alias, a stage of old. */
import { useTranslation } from 'react-i18next';
import classes from '../models.module.css';

/** An alias, and the version that it stands at where that is not said around it. */
export function AliasChip({ alias, version }: { readonly alias: string; readonly version?: string }) {
  return (
    <span className={classes.chip} data-champion={alias === 'champion' || undefined}>
      @{alias}
      {version !== undefined && <span className="num">: {version}</span>}
    </span>
  );
}

/** A stage: deprecated by MLflow, so it is only shown. */
export function StageChip({ stage }: { readonly stage: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes.chip} data-legacy title={t('models.model.stageHint')}>
      {stage}
      <span className="quiet"> {t('models.model.stage')}</span>
    </span>
  );
}
