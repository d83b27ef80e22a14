/** The way back to the models. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from '../models.module.css';

/** `tab`: where the screen was reached from. */
export function Crumbs({
  server,
  tab,
}: {
  readonly server?: string | undefined;
  readonly tab: 'registry' | 'experiments' | 'pins';
}) {
  const { t } = useTranslation();
  return (
    <nav className={classes.crumbs} aria-label={t('models.crumbs')}>
      <Link to="/models" search={{ ...(server !== undefined && { server }), tab }}>
        {t('models.title')} · {t(`models.tabs.${tab}`)}
      </Link>
    </nav>
  );
}
