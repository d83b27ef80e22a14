/** Over a list without rows: why, and what to do. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../ui/empty.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { ActionButton } from '../actions/action-buttons.tsx';
import { useBrowse } from '../browse-context.ts';
import classes from '../storage.module.css';

/** Nothing while there are rows. */
export function NothingListed() {
  const { t } = useTranslation();
  const { view, filter, setFilter, place, focusList } = useBrowse();
  const { state, failure } = view;
  if (!state) {
    return failure ? null : (
      <div className={classes.over}>
        <Waiting words={t('storage.standing.asking')} rows={8} />
      </div>
    );
  }
  if (state.matching > 0 || state.state !== 'done') return null;
  return (
    <div className={classes.over}>
      {filter ? (
        <Empty title={t('storage.list.noMatch')} text={t('storage.list.noMatchHint')}>
          <Button onClick={() => (setFilter(''), focusList())}>{t('storage.list.clearFilter')}</Button>
        </Empty>
      ) : (
        <Empty
          title={t(place.prefix ? 'storage.list.emptyFolder' : 'storage.list.emptyBucket')}
          text={t('storage.list.emptyHint')}
        >
          <ActionButton action="upload" primary />
        </Empty>
      )}
    </div>
  );
}
