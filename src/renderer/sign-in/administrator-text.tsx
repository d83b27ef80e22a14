/** What to send to the administrator of the identity provider when it refuses every way. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { failureOf } from '../app/failures.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import classes from './sign-in.module.css';

/** Folded, unless the redirect was refused. */
export function AdministratorText({ platform, open }: { readonly platform: string; readonly open: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [shown, setShown] = useState(open);
  useEffect(() => {
    if (open) setShown(true);
  }, [open]);
  const { data, error } = useQuery({
    queryKey: ['administrator-text', platform, language],
    queryFn: ({ signal }) => core.signIn.administratorText({ id: platform, language }, { signal }),
    enabled: shown,
  });
  return (
    <details open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary className="quiet" style={{ cursor: 'pointer', width: 'fit-content' }}>
        {t('signIn.administrator')}
      </summary>
      <div className={classes.pane} style={{ marginTop: 8 }}>
        <p className="quiet">{t('signIn.administratorLead')}</p>
        {error && <FailureView failure={failureOf(error)} compact />}
        {data && (
          <>
            <pre className={classes.text} tabIndex={0}>
              {data.text}
            </pre>
            <div className={classes.row}>
              <CopyButton text={data.text} />
            </div>
          </>
        )}
      </div>
    </details>
  );
}
