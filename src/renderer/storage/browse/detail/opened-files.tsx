/** Objects that are open in programs of this laptop, and how they are put back. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenedFile } from '../../../../shared/contract/storage/objects.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { useOpenedFiles } from '../../../app/streams.ts';
import { formatMoment } from '../../../ui/format.ts';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import { nameOf } from '../place-address.ts';
import classes from '../storage.module.css';

const tones: Record<OpenedFile['state'], Tone> = {
  fetching: 'busy',
  open: 'good',
  saving: 'busy',
  saved: 'good',
  conflict: 'warn',
  failed: 'bad',
  waiting: 'paused',
};

/** A line for each; nothing while none is open. */
export function OpenedFiles() {
  const { t } = useTranslation();
  const { value } = useOpenedFiles();
  if (!value || value.length === 0) return null;
  return (
    <section aria-label={t('storage.opened.title')}>
      {value.map((file) => (
        <Opened key={file.id} file={file} />
      ))}
    </section>
  );
}

function Opened({ file }: { readonly file: OpenedFile }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, state, savedAt, problem } = file;
  const settle = (how: 'replace' | 'keep-both' | 'discard') =>
    void attempt(() => core.storage.settleOpenedFile({ id, how }));
  return (
    <div className={classes.line}>
      <span className={classes.lineName} title={file.file}>
        {nameOf(file.object.key)}
      </span>
      <StateMark tone={tones[state]} word={t(`storage.opened.states.${state}`)} />
      {savedAt !== undefined && (
        <span className="quiet num">
          {t('storage.opened.savedAt', { time: formatMoment(savedAt, Date.now(), language) })}
        </span>
      )}
      {problem && state !== 'conflict' && <FailureView failure={problem} compact />}
      <span className={classes.lineText} />
      {state === 'conflict' && (
        <>
          <Button size="compact-sm" onClick={() => settle('keep-both')}>
            {t('storage.opened.keepBoth')}
          </Button>
          <Button size="compact-sm" onClick={() => settle('replace')}>
            {t('storage.opened.replace')}
          </Button>
          <Button size="compact-sm" onClick={() => settle('discard')}>
            {t('storage.opened.discard')}
          </Button>
        </>
      )}
      {state !== 'conflict' && (
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={state === 'saving'}
          onClick={() => void attempt(() => core.storage.closeOpenedFile({ id }))}
        >
          {t('storage.opened.close')}
        </Button>
      )}
    </div>
  );
}
