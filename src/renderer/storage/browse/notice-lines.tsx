/** Lines below the list: how much lies there, what was done and can be undone. */
import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { useTransfers } from '../../app/streams.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useBrowseStore, type Target } from './browse-store.ts';
import classes from './storage.module.css';
import { useMeasure } from './use-measure.ts';
import { counted, exactBytes } from './words.ts';

/** The size of what was asked for. */
export function MeasureLine() {
  const measured = useBrowseStore((store) => store.measured);
  return measured ? <Measuring target={measured} /> : null;
}

function Measuring({ target }: { readonly target: Target }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const measure = useBrowseStore((store) => store.measure);
  const { objects, bytes, done, failure } = useMeasure(target.selection);
  const words = t('storage.measure.amount', {
    ...counted(objects, language),
    bytes: exactBytes(bytes, language),
  });
  return (
    <div className={classes.line}>
      <StateMark
        tone={failure ? 'bad' : done ? 'good' : 'busy'}
        word={target.name || t('storage.list.selected', counted(target.tally.count, language))}
      />
      <span className={`${classes.lineText} num`} role="status">
        {done ? words : t('storage.measure.soFar', { amount: words })}
      </span>
      {failure && <FailureView failure={failure} compact />}
      {done || failure ? (
        <CloseButton aria-label={t('words.close')} onClick={() => measure(undefined)} />
      ) : (
        <Button size="compact-sm" onClick={() => measure(undefined)}>
          {t('storage.measure.stop')}
        </Button>
      )}
    </div>
  );
}

const ended = new Set(['done', 'failed', 'cancelled']);

/** What was just done, with the way back where versions are kept. */
export function UndoLine() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { undoable, offerUndo } = useBrowseStore();
  const transfer = useTransfers().value?.transfers.find((one) => one.id === undoable?.id);
  const canUndo = transfer?.canUndo === true;
  const undo = async (id: string) => {
    const begun = await attempt(() => core.storage.undo({ id }));
    if (begun) offerUndo(undefined);
  };
  useEffect(() => {
    if (!undoable || !canUndo) return;
    const listen = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
      const isText =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]');
      if (!isUndo || isText || event.defaultPrevented) return;
      event.preventDefault();
      void undo(undoable.id);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [undoable, canUndo]);

  if (!undoable) return null;
  const values = counted(Math.max(undoable.count, 1), language);
  const isOver = transfer !== undefined && ended.has(transfer.state);
  return (
    <div className={classes.line}>
      <span className={classes.lineText} role="status">
        {undoable.kind === 'remove'
          ? t(isOver ? 'storage.done.removed' : 'storage.done.removing', values)
          : undoable.kind === 'move'
            ? t(isOver ? 'storage.done.moved' : 'storage.done.moving', values)
            : t(isOver ? 'storage.done.renamed' : 'storage.done.renaming')}
      </span>
      {transfer?.problem && <FailureView failure={transfer.problem} compact />}
      {canUndo && (
        <Button
          size="compact-sm"
          rightSection={<KeyHint keys="mod+z" language={language} />}
          onClick={() => void undo(undoable.id)}
        >
          {t('storage.done.undo')}
        </Button>
      )}
      <CloseButton aria-label={t('frame.dismiss')} onClick={() => offerUndo(undefined)} />
    </div>
  );
}
