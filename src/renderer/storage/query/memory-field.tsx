/** How much memory a question may take. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { memoryBytes, useDesks } from './desks.ts';
import classes from './query.module.css';

/** In GiB; empty: as the core sees fit. */
export function MemoryField() {
  const { t } = useTranslation();
  const { memory, setMemory } = useDesks();
  const isWrong = memory.trim() !== '' && memoryBytes(memory) === undefined;
  return (
    <label className={classes.memory} title={t('query.memoryHelp')}>
      <span>{t('query.memory')}</span>
      <TextInput
        size="xs"
        w={128}
        inputMode="decimal"
        value={memory}
        placeholder={t('query.memoryAutomatic')}
        aria-description={t('query.memoryHelp')}
        error={isWrong}
        rightSection={<span className="quiet">{t('query.memoryUnit')}</span>}
        rightSectionWidth={34}
        onChange={(event) => setMemory(event.currentTarget.value)}
      />
    </label>
  );
}
