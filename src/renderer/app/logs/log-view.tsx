/** A log: search, follow, wrap, save. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { saveText } from '../../ui/save-text.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { FailureView } from '../failure-view.tsx';
import { LogBox } from './log-box.tsx';
import { matching } from './log-lines.ts';
import classes from './log-view.module.css';
import type { Log } from './use-log.ts';

export interface LogViewProps {
  /** Of the file that it is saved as, without ending. */
  readonly name: string;
  /** What the lines are, for those who cannot see them. */
  readonly label: string;
  readonly log: Log;
  /** Which log is shown: before and after the common controls. */
  readonly before?: ReactNode;
  readonly after?: ReactNode;
}

/** Only the lines in sight are drawn. */
export function LogView({ name, label, log, before, after }: LogViewProps) {
  const { t } = useTranslation();
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(true);
  const [query, setQuery] = useState('');
  const shown = useMemo(() => matching(log.lines, query), [log.lines, query]);
  const save = () =>
    saveText(
      `${name}.log`,
      log.lines
        .map((line) => `${line.at === undefined ? '' : `${new Date(line.at).toISOString()} `}${line.text}`)
        .join('\n'),
    );
  return (
    <>
      <div className={classes.bar}>
        {before}
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
        {after}
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
      {log.failure && <FailureView failure={log.failure} onRetry={log.retry} />}
      {log.lines.length === 0 && !log.failure ? (
        log.state === 'loading' ? (
          <Waiting words={label} rows={12} />
        ) : (
          <p style={{ padding: '0 16px' }}>{t('logs.none')}</p>
        )
      ) : (
        <LogBox
          lines={shown}
          label={label}
          query={query}
          wrap={wrap}
          follow={follow}
          onLeaveEnd={() => setFollow(false)}
        />
      )}
    </>
  );
}
