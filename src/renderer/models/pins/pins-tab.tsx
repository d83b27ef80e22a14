/** Models on this laptop: what is here, how much room they take, and what can be done with them. */
import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Meter } from '../../ui/meter.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { usePins } from '../parts/model-streams.ts';
import { ImportDialog } from './import-dialog.tsx';
import { PinTable } from './pin-table.tsx';
import { QuotaDialog } from './quota-dialog.tsx';

/** The room, the table, bringing a file. */
export function PinsTab() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, setOpen] = useState<'import' | 'quota'>();
  const { value, failure } = usePins();
  if (!value)
    return failure ? <FailureView failure={failure} /> : <Waiting words={t('models.pins.reading')} />;
  const { pins, bytes, shared, quota } = value;
  const close = () => setOpen(undefined);
  return (
    <div className={classes.tabPage}>
      <div className={classes.tools}>
        <Meter
          label={t('models.pins.room')}
          used={bytes}
          hard={quota}
          value={t('words.of', { used: formatBytes(bytes, language), hard: formatBytes(quota, language) })}
        />
        {shared > 0 && (
          <span className="quiet num">
            {t('models.pins.shared', { bytes: formatBytes(shared, language) })}
          </span>
        )}
        <span className={classes.push}>
          <Button size="sm" onClick={() => setOpen('quota')}>
            {t('models.pins.quota')}
          </Button>
          <Button
            size="sm"
            variant={pins.length === 0 ? 'filled' : 'default'}
            leftSection={<IconFileImport size={16} />}
            onClick={() => setOpen('import')}
          >
            {t('models.pins.import')}
          </Button>
        </span>
      </div>
      {pins.length === 0 ? (
        <Empty title={t('models.pins.empty')} text={t('models.pins.emptyHint')} />
      ) : (
        <PinTable pins={pins} />
      )}
      {open === 'import' && <ImportDialog onClose={close} />}
      {open === 'quota' && <QuotaDialog quota={quota} used={bytes} free={value.free} onClose={close} />}
    </div>
  );
}
