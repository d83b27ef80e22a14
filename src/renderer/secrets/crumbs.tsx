/** Where one is: each folder a link. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSecretsPlace } from '../app/streams.ts';
import { crumbsOf } from './paths.ts';
import classes from './secrets.module.css';

export function Crumbs({ folder }: { readonly folder: string }) {
  const { t } = useTranslation();
  const { value } = useSecretsPlace();
  const crumbs = [
    { name: t('secrets.root', { folder: value?.folder ?? '' }).trim(), path: '' },
    ...crumbsOf(folder),
  ];
  return (
    <nav aria-label={t('secrets.path')} className={classes.crumbs}>
      <ol>
        {crumbs.map(({ name, path }) => (
          <li key={path}>
            <Link
              to="/secrets"
              search={path === '' ? {} : { path }}
              {...(path === folder ? { 'aria-current': 'page' as const } : {})}
            >
              {name}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
