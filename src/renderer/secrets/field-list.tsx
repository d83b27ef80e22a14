/** The keys of a secret in their order, each with its masked value. */
import { useTranslation } from 'react-i18next';
import type { Secret } from '../../shared/contract/secrets.ts';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { formatNumber } from '../ui/format.ts';
import { MaskedValue } from './masked-value.tsx';
import classes from './secrets.module.css';

/** `version`: an old one; absent: the newest. */
export function FieldList({
  secret,
  version,
}: {
  readonly secret: Secret;
  readonly version: number | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (secret.fields.length === 0) return <p className={classes.note}>{t('secrets.noFields')}</p>;
  return (
    <>
      <ul className={classes.fields}>
        {secret.fields.map(({ key, kind, length, multiline }) => (
          <li key={`${secret.version} ${key}`}>
            <div className={classes.fieldHead}>
              <code>{key}</code>
              <span className={classes.kind}>
                {[
                  t('secrets.fieldSize', { count: length, formatted: formatNumber(length, language) }),
                  kind === 'json' ? t('secrets.fieldJson') : multiline ? t('secrets.fieldLines') : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
            <MaskedValue
              name={key}
              fetch={async () =>
                (
                  await attempt(() =>
                    core.secrets.reveal({
                      path: secret.path,
                      key,
                      ...(version !== undefined && { version }),
                    }),
                  )
                )?.value
              }
            />
          </li>
        ))}
      </ul>
      <p className={classes.note}>{t('secrets.revealHint')}</p>
    </>
  );
}
