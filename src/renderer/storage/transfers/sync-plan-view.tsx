/** What a synchronisation would do. */
import { useTranslation } from 'react-i18next';
import type { SyncPlan } from '../../../shared/contract/storage/transfers.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import classes from './transfers.module.css';

/** Counts of each kind, and the first lines. */
export function SyncPlanView({ plan }: { readonly plan: SyncPlan }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const line = (kind: 'create' | 'update' | 'remove') =>
    plan[kind].files > 0 && (
      <li key={kind}>
        {t(`transfers.plan.${kind}`, {
          count: plan[kind].files,
          number: formatNumber(plan[kind].files, language),
          size: formatBytes(plan[kind].bytes, language),
        })}
      </li>
    );
  const nothing = plan.create.files + plan.update.files + plan.remove.files === 0;
  return (
    <section aria-label={t('transfers.plan.title')} aria-busy={plan.state === 'comparing'}>
      <p role="status" style={{ margin: 0 }}>
        {plan.state === 'comparing'
          ? t('transfers.plan.comparing')
          : plan.state === 'ready' && nothing
            ? t('transfers.plan.nothing')
            : ''}
      </p>
      <ul>
        {line('create')}
        {line('update')}
        {line('remove')}
        {plan.same > 0 && (
          <li>{t('transfers.plan.same', { count: plan.same, number: formatNumber(plan.same, language) })}</li>
        )}
      </ul>
      {plan.sample.length > 0 && (
        <div className={classes.tableBox} tabIndex={0} role="group" aria-label={t('transfers.plan.sample')}>
          <table className={classes.table}>
            <tbody>
              {plan.sample.map((one) => (
                <tr key={`${one.action} ${one.name}`}>
                  <td>{t(`transfers.plan.${one.action}Word`)}</td>
                  <td>{one.name}</td>
                  <td className={classes.number}>{formatBytes(one.bytes, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
