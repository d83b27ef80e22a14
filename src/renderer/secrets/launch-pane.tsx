/** How a service gets the values: the path for the launch form, and the variables that come of it. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Secret } from '../../shared/contract/secrets.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { CodeBox } from '../ui/code-box.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { launchQuery } from './queries.ts';
import classes from './secrets.module.css';

/** `isCopied`: the path was just put on the clipboard. */
export function LaunchPane({
  secret,
  placeKey,
  isCopied,
}: {
  readonly secret: Secret;
  readonly placeKey: string;
  readonly isCopied: boolean;
}) {
  const { t } = useTranslation();
  const { path, version } = secret;
  const { data, error, refetch } = useQuery(launchQuery(placeKey, path, version));
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting words={t('secrets.asking')} />;
  return (
    <>
      <p className={classes.paragraph}>{t(isCopied ? 'secrets.launch.copied' : 'secrets.launch.text')}</p>
      <CodeBox text={data.secret} label={t('secrets.launch.path')} wrap />
      <Names title={t('secrets.launch.variables')} names={data.variables} />
      {data.variables.length === 0 && <p className={classes.note}>{t('secrets.launch.none')}</p>}
      {(data.unusable?.length ?? 0) > 0 && (
        <>
          <p className={classes.note}>{t('secrets.launch.unusable')}</p>
          <Names names={data.unusable ?? []} />
        </>
      )}
      <div className={classes.buttons}>
        <Button variant="filled" renderRoot={(props) => <Link to="/catalog" {...props} />}>
          {t('secrets.launch.catalog')}
        </Button>
      </div>
    </>
  );
}

function Names({ title, names }: { readonly title?: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      {title !== undefined && <h3 className={classes.heading}>{title}</h3>}
      <ul className={classes.names}>
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
