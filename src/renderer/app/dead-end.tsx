/** What is shown where there is no screen, or where one stopped working. */
import { Anchor, Button } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/copy-button.tsx';
import { Empty } from '../ui/empty.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty title={t('frame.notFound')}>
      <Anchor component={Link} to="/">
        {t('frame.goHome')}
      </Anchor>
    </Empty>
  );
}

/** A screen that threw; the rest of the frame goes on. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <Empty title={t('frame.crashed')} text={error instanceof Error ? error.message : String(error)}>
      <Button onClick={reset}>{t('words.retry')}</Button>
      <CopyButton
        label={t('failureActions.copyReport')}
        text={error instanceof Error ? (error.stack ?? error.message) : String(error)}
      />
    </Empty>
  );
}
