/** Above the queue: how things stand, and which items are shown. */
import { Button, NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { wordsIn } from '../codes/code-words.ts';
import { useSending } from '../coding/saved-mark.tsx';
import { causes, sectionCounts, shownStates, type QueueFilter } from './queue-filter.ts';
import type { Queue } from './queue-store.ts';
import { SendingLine } from './sending-line.tsx';
import type { Roles } from './use-roles.ts';
import classes from './adjudication.module.css';

export interface QueueHeadProps {
  readonly at: CampaignRef;
  readonly disagreements: readonly Disagreement[];
  readonly isComplete: boolean;
  readonly shown: number;
  readonly queue: Queue;
  readonly tree: Tree | undefined;
  readonly roles: Roles;
  readonly showNames: boolean;
  readonly onShowNames: (show: boolean) => void;
  readonly onReload: () => void;
}

/** The sentence, the filters, the switch for names. */
export function QueueHead(props: QueueHeadProps) {
  const { at, disagreements, isComplete, shown, queue, tree, roles, showNames } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const sending = useSending(at);
  const { filter, setFilter } = queue;
  const open = disagreements.filter(({ settled }) => !settled).length;
  const unsent = disagreements.filter(({ settled }) => settled && !settled.sent).length;
  const number = (value: number) => formatNumber(value, language);
  const { onReload } = props;
  const sentSo = `${sending?.waiting} ${sending?.lastSentAt}`;
  useEffect(() => {
    if (unsent > 0) onReload();
    // Only when something was sent: the list is asked again whether it was these.
  }, [sentSo]);
  const change = (part: Partial<Record<keyof QueueFilter, string>>) => {
    const entries = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '');
    setFilter(Object.fromEntries(entries) as unknown as QueueFilter);
  };
  return (
    <div className={classes.head}>
      <h2 className="visually-hidden">{t('quality.queue.title')}</h2>
      <p className={classes.standing} role="status">
        {t(open === 0 ? 'quality.queue.allSettled' : 'quality.queue.open', {
          count: open,
          number: number(open),
          all: number(disagreements.length),
        })}{' '}
        {!isComplete && <span className="quiet">{t('quality.queue.more')}</span>}
        {!roles.settles && <span className="quiet">{t('quality.queue.readOnly')}</span>}
      </p>
      <SendingLine unsent={unsent} sending={sending} />
      <div className={classes.filters}>
        <SegmentedControl
          size="xs"
          aria-label={t('quality.queue.which')}
          value={filter.state}
          data={shownStates.map((state) => ({ value: state, label: t(`quality.queue.states.${state}`) }))}
          onChange={(state) => change({ state })}
        />
        <NativeSelect
          size="xs"
          aria-label={t('quality.queue.section')}
          value={filter.section ?? ''}
          data={[
            { value: '', label: t('quality.queue.anySection') },
            ...(tree ? sectionCounts(disagreements, tree) : []).map(({ code, count }) => ({
              value: code,
              label: `${code} ${wordsIn(tree?.node(code)?.titles ?? {}, language).text} (${number(count)})`,
            })),
          ]}
          onChange={(event) => change({ section: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          aria-label={t('quality.queue.because')}
          value={filter.because ?? ''}
          data={[
            { value: '', label: t('quality.queue.anyCause') },
            ...causes.map((cause) => ({ value: cause, label: t(`quality.queue.causes.${cause}`) })),
          ]}
          onChange={(event) => change({ because: event.currentTarget.value })}
        />
        {filter.pair && (
          <Button
            rightSection={<IconX size={14} />}
            aria-label={t('quality.queue.anyPair', { one: filter.pair[0], other: filter.pair[1] })}
            onClick={() => {
              const { pair: _pair, ...others } = filter;
              setFilter(others);
            }}
          >
            {t('quality.pair', { one: filter.pair[0], other: filter.pair[1] })}
          </Button>
        )}
        <span className="quiet">{t('quality.queue.shown', { count: shown, number: number(shown) })}</span>
        {roles.isLead && (
          <Switch
            className={classes.names ?? ''}
            size="xs"
            label={t('quality.queue.showNames')}
            checked={showNames}
            onChange={(event) => props.onShowNames(event.currentTarget.checked)}
          />
        )}
      </div>
    </div>
  );
}
