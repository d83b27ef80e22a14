/** How far the predicting of a file is, and where its result lies. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { Meter } from '../../ui/meter.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from '../models.module.css';
import { counted } from '../parts/numbers.ts';
import type { BatchState } from './use-batch.ts';

/** `to`: the address that the person gave; absent: the file is fetched from here. */
export function BatchProgress({
  state,
  to,
}: {
  readonly state: BatchState;
  readonly to: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { rows, total, empty } = state;
  if (state.state === 'failed') return null;
  if (state.state !== 'done')
    return (
      <div className={classes.line} role="status">
        <StateMark tone="busy" word={t(`models.batch.states.${state.state}`)} />
        {total === undefined ? (
          <span className="num">{formatNumber(rows, language)}</span>
        ) : (
          <Meter
            label={t('models.batch.progress')}
            used={rows}
            hard={Math.max(1, total)}
            value={t('words.of', { used: formatNumber(rows, language), hard: formatNumber(total, language) })}
          />
        )}
      </div>
    );
  return (
    <div className={classes.line} role="status">
      <StateMark tone="good" word={t('models.batch.done', counted(rows, language))} />
      {empty > 0 && <span className="quiet num">{t('models.batch.empty', counted(empty, language))}</span>}
      {to !== undefined ? (
        <code className={classes.code}>{to}</code>
      ) : (
        state.address !== undefined && (
          <Button
            size="sm"
            variant="filled"
            leftSection={<IconDownload size={16} />}
            component="a"
            href={state.address}
            download="predictions.parquet"
          >
            {t('models.batch.download')}
            {state.bytes !== undefined && ` · ${formatBytes(state.bytes, language)}`}
          </Button>
        )
      )}
    </div>
  );
}
