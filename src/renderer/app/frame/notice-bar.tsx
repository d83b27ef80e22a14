/** The line that says what was asked for and did not work. */
import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FailureView } from '../failure-view.tsx';
import { useNotices } from '../notices.ts';
import { useSession } from '../streams.ts';
import classes from './frame.module.css';

/** Above the commands, until it is dismissed. */
export function NoticeBar() {
  const { t } = useTranslation();
  const { notice, dismiss } = useNotices();
  const platform = useSession().value?.current;
  if (!notice) return null;
  return (
    <div className={classes.notice}>
      <FailureView failure={notice.failure} onRetry={notice.retry} platform={platform} compact />
      <CloseButton aria-label={t('frame.dismiss')} onClick={dismiss} />
    </div>
  );
}
