/** The queue: a row an item, one of which is looked at. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import { Empty } from '../../ui/empty.tsx';
import { ToneIcon } from '../../ui/state-mark.tsx';
import { codesOf } from './queue-filter.ts';
import classes from './adjudication.module.css';

export interface AdjudicationListProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly shown: readonly Disagreement[];
  /** The item that is looked at. */
  readonly active: string | undefined;
  readonly onChoose: (item: Disagreement) => void;
}

const rowHeight = 52;

/** Only the rows in view are drawn; the keys are those of the whole desk. */
export function AdjudicationList({ ref, shown, active, onChoose }: AdjudicationListProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const place = shown.findIndex(({ item }) => item === active);
  const { scrollToIndex } = rows;
  useEffect(() => {
    if (place >= 0) scrollToIndex(place);
  }, [place, scrollToIndex]);
  return (
    <div className={classes.list} ref={scroller}>
      <div
        ref={ref}
        role="listbox"
        tabIndex={0}
        aria-label={t('quality.queue.list')}
        {...(place >= 0 && { 'aria-activedescendant': rowId(place) })}
        className={classes.rows}
        style={{ height: shown.length === 0 ? 'auto' : rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ index, start }) => {
          const one = shown[index];
          return (
            one && (
              <div
                key={one.item}
                id={rowId(index)}
                role="option"
                tabIndex={-1}
                aria-selected={one.item === active}
                aria-setsize={shown.length}
                aria-posinset={index + 1}
                className={classes.row}
                style={{ transform: `translateY(${start}px)`, height: rowHeight }}
                onClick={() => onChoose(one)}
              >
                <RowContent one={one} />
              </div>
            )
          );
        })}
      </div>
      {shown.length === 0 && <Empty title={t('quality.queue.noneShown')} />}
    </div>
  );
}

const rowId = (place: number) => `disagreement-${place}`;

function RowContent({ one }: { readonly one: Disagreement }) {
  const { t } = useTranslation();
  const { text, settled, because } = one;
  return (
    <>
      <ToneIcon tone={settled ? 'good' : because === 'differs' ? 'busy' : 'warn'} />
      <span className={classes.rowText} lang="fr">
        {text}
      </span>
      <span className={classes.rowCodes}>
        {settled
          ? t('quality.queue.settledRow', {
              code: settled.code ?? t(`quality.statuses.${settled.status}`),
            })
          : [
              ...(because === 'differs' ? [] : [t(`quality.queue.causes.${because}`)]),
              ...codesOf(one),
              ...(one.opinions.some(({ status }) => status === 'unclassifiable')
                ? [t('quality.statuses.unclassifiable')]
                : []),
            ].join(' · ')}
      </span>
    </>
  );
}
