/** What would be sent: warnings, the command, the YAML. */
import { useTranslation } from 'react-i18next';
import type { core } from '../../app/core.ts';
import { CodeBox } from '../../ui/code-box.tsx';
import classes from '../../ui/list-page.module.css';
import { ToneIcon } from '../../ui/state-mark.tsx';

export interface PlanPaneProps {
  readonly plan: Awaited<ReturnType<typeof core.training.planTraining>>;
}

/** Beside the fields; nothing was made yet. */
export function PlanPane({ plan: { yaml, command, warnings } }: PlanPaneProps) {
  const { t } = useTranslation();
  return (
    <aside className={classes.detail} aria-label={t('training.new.planTitle')}>
      <div className={classes.detailHead}>
        <h2>{t('training.new.planTitle')}</h2>
      </div>
      {warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          <ToneIcon tone="warn" />
          <span>{t(`training.new.warnings.${warning}`)}</span>
        </p>
      ))}
      <CodeBox label={t('training.new.planTitle')} text={command} wrap />
      <CodeBox label="YAML" text={yaml} />
    </aside>
  );
}
