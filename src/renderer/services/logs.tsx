/** The logs of a service: which container, before the last restart, follow, search, wrap, save. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/contract/services.ts';
import { FailureView } from '../app/failure-view.tsx';
import { saveText } from '../ui/save-text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { matching, pieces, type LogLine } from './log-lines.ts';
import classes from './services.module.css';
import { useLogs } from './use-logs.ts';

/** Only the lines in sight are drawn. */
export function Logs({ service }: { readonly service: Service }) {
  const { t } = useTranslation();
  const places = service.pods.flatMap((pod) =>
    pod.containers.map((container) => ({ pod: pod.name, container })),
  );
  const [chosen, setChosen] = useState<string>();
  const [previous, setPrevious] = useState(false);
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(true);
  const [query, setQuery] = useState('');
  const [attempt, setAttempt] = useState(0);
  const place = places.find((one) => `${one.pod}/${one.container.name}` === chosen) ?? places[0];
  const log = useLogs(
    {
      id: service.id,
      pod: place?.pod ?? service.pods[0]?.name ?? '',
      container: place?.container.name,
      previous,
    },
    attempt,
  );
  const shown = useMemo(() => matching(log.lines, query), [log.lines, query]);

  if (service.pods.length === 0) return <p style={{ padding: '0 16px' }}>{t('logs.noPod')}</p>;
  const save = () =>
    saveText(
      `${service.id}.log`,
      log.lines
        .map((line) => `${line.at === undefined ? '' : `${new Date(line.at).toISOString()} `}${line.text}`)
        .join('\n'),
    );
  return (
    <>
      <div className={classes.logBar}>
        {places.length > 1 && (
          <NativeSelect
            aria-label={t('logs.container')}
            value={`${place?.pod}/${place?.container.name}`}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={places.map((one) => ({
              value: `${one.pod}/${one.container.name}`,
              label: service.pods.length > 1 ? `${one.pod} · ${one.container.name}` : one.container.name,
            }))}
          />
        )}
        <TextInput
          data-filter
          type="search"
          w={180}
          aria-label={t('logs.search')}
          placeholder={t('logs.search')}
          leftSection={<IconSearch size={16} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && query && (event.stopPropagation(), setQuery(''))}
        />
        {query && (
          <span className="quiet num" role="status">
            {t('logs.matches', { count: shown.length })}
          </span>
        )}
        <Checkbox
          label={t('logs.follow')}
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
        <Checkbox
          label={t('logs.wrap')}
          checked={wrap}
          onChange={(event) => setWrap(event.currentTarget.checked)}
        />
        {place?.container.hasPrevious && (
          <Checkbox
            label={t('logs.previous')}
            checked={previous}
            onChange={(event) => setPrevious(event.currentTarget.checked)}
          />
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconDownload size={16} />}
          onClick={save}
          disabled={log.lines.length === 0}
        >
          {t('logs.download')}
        </Button>
        {log.state !== 'loading' && (
          <StateMark
            tone={log.state === 'following' ? 'good' : log.state === 'ended' ? 'paused' : 'busy'}
            word={t(`logs.${log.state}`)}
          />
        )}
      </div>
      {log.failure && <FailureView failure={log.failure} onRetry={() => setAttempt(attempt + 1)} />}
      {log.lines.length === 0 && !log.failure ? (
        log.state === 'loading' ? (
          <Waiting words={t('services.tabs.logs')} rows={12} />
        ) : (
          <p style={{ padding: '0 16px' }}>{t('logs.none')}</p>
        )
      ) : (
        <Lines lines={shown} query={query} wrap={wrap} follow={follow} onLeaveEnd={() => setFollow(false)} />
      )}
    </>
  );
}

interface LinesProps {
  readonly lines: readonly LogLine[];
  readonly query: string;
  readonly wrap: boolean;
  readonly follow: boolean;
  /** Called when the person scrolls up from the end. */
  readonly onLeaveEnd: () => void;
}

function Lines({ lines, query, wrap, follow, onLeaveEnd }: LinesProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 18,
    overscan: 20,
  });
  const count = lines.length;
  useEffect(() => {
    if (follow && count > 0) rows.scrollToIndex(count - 1, { align: 'end' });
  }, [follow, count, wrap, rows]);
  return (
    <div
      ref={box}
      className={classes.log}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={t('services.tabs.logs')}
      onWheel={(event) => event.deltaY < 0 && follow && onLeaveEnd()}
      onKeyDown={(event) => /^(ArrowUp|PageUp|Home)$/.test(event.key) && follow && onLeaveEnd()}
    >
      <div className={classes.logInner} data-wrap={wrap} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            className={classes.logLine}
            data-wrap={wrap}
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {pieces(lines[row.index]?.text ?? '', query).map((piece, index) =>
              piece.found ? <mark key={index}>{piece.text}</mark> : piece.text || ' ',
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
