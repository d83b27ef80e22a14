/** Edits an object as text: saved only while it is still the one that was read, asked otherwise. */
import { Button, Group, TextInput } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { partProblem } from '../bucket-name.ts';
import { useBrowse } from '../browse-context.ts';
import { useBrowseStore } from '../browse-store.ts';
import { nameOf, parentOf } from '../place-address.ts';
import classes from '../storage.module.css';
import { draftOf, keepDraft, withNewlines, type Draft } from './drafts.ts';

const TextEditor = lazy(async () => ({ default: (await import('./text-editor-loaded.tsx')).TextEditor }));

/** Reads, edits, saves; leaving with unsaved text asks. */
export function TextTab({ object }: { readonly object: ObjectRef }) {
  const { t } = useTranslation();
  const [read, setRead] = useState<Draft>();
  const [revision, setRevision] = useState(0);
  const [failure, setFailure] = useState<FailureData>();
  const load = useCallback(
    async (isWanted: () => boolean, fresh: boolean) => {
      try {
        const kept = fresh ? undefined : draftOf(object);
        const found = kept ?? (await core.storage.readText(object));
        if (!isWanted()) return;
        if (fresh) keepDraft(object, undefined);
        setFailure(undefined);
        setRead(found);
        setRevision((before) => before + 1);
      } catch (error) {
        if (isWanted()) setFailure(failureOf(error));
      }
    },
    [object.profile, object.bucket, object.key],
  );
  useEffect(() => {
    let isHere = true;
    void load(() => isHere, false);
    return () => void (isHere = false);
  }, [load]);
  if (failure) return <FailureView failure={failure} onRetry={() => void load(() => true, false)} />;
  if (!read) return <Waiting words={t('storage.edit.reading')} rows={10} />;
  return <Editing key={revision} object={object} read={read} onReload={() => void load(() => true, true)} />;
}

interface EditingProps {
  readonly object: ObjectRef;
  readonly read: Draft;
  readonly onReload: () => void;
}

function Editing({ object, read, onReload }: EditingProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { isOffline, source, show } = useBrowse();
  const made = useBrowseStore((store) => store.created);
  const etag = useRef(read.etag);
  const text = useRef(read.text);
  const [isChanged, setChanged] = useState(draftOf(object) !== undefined);
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const [failure, setFailure] = useState<FailureData>();
  const [hasConflict, setConflict] = useState(false);
  const blocker = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });

  const change = (next: string) => {
    text.current = next;
    setState('idle');
    setChanged(true);
    keepDraft(object, { ...read, etag: etag.current, text: next });
  };
  const save = async (force = false): Promise<boolean> => {
    if (state === 'saving' || isOffline) return false;
    const sent = text.current;
    setState('saving');
    setFailure(undefined);
    try {
      const written = await core.storage.writeText({
        ...object,
        text: withNewlines(sent, read.newline),
        encoding: read.encoding,
        etag: etag.current,
        force,
      });
      etag.current = written.etag;
      setConflict(false);
      source?.reload();
      // What was typed while it was sent is not saved yet.
      const isAll = text.current === sent;
      setChanged(!isAll);
      keepDraft(object, isAll ? undefined : { ...read, etag: written.etag, text: text.current });
      setState(isAll ? 'saved' : 'idle');
      return isAll;
    } catch (error) {
      const problem = failureOf(error);
      setState('idle');
      if (problem.code === 'conflict') setConflict(true);
      else setFailure(problem);
      return false;
    }
  };
  const saveAs = async (name: string) => {
    const key = `${parentOf(object.key)}${name}`;
    try {
      await core.storage.writeText({
        profile: object.profile,
        bucket: object.bucket,
        key,
        text: withNewlines(text.current, read.newline),
        encoding: read.encoding,
        etag: '',
      });
      keepDraft(object, undefined);
      setChanged(false);
      setConflict(false);
      made(key);
      // Once the text counts as saved, nothing holds the way to the new one.
      setTimeout(() => show(key, { tab: 'edit' }), 0);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const giveUp = () => {
    keepDraft(object, undefined);
    blocker.proceed?.();
  };

  return (
    <div
      className={classes.editing}
      role="group"
      aria-label={t('storage.detail.tabs.edit')}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
        event.preventDefault();
        void save();
      }}
    >
      <div className={classes.editBar}>
        <Button
          variant="filled"
          size="compact-sm"
          disabled={!isChanged || isOffline}
          loading={state === 'saving'}
          rightSection={<KeyHint keys="mod+s" language={language} />}
          onClick={() => void save()}
        >
          {t('storage.edit.save')}
        </Button>
        <span role="status">
          {isChanged ? (
            <StateMark tone="warn" word={t(isOffline ? 'storage.edit.offline' : 'storage.edit.changed')} />
          ) : (
            state === 'saved' && <StateMark tone="good" word={t('storage.edit.saved')} />
          )}
        </span>
        <span className="quiet">{read.encoding}</span>
      </div>
      {failure && <FailureView failure={failure} onRetry={() => void save()} compact />}
      <Suspense fallback={<Waiting words={t('storage.edit.reading')} rows={10} />}>
        <TextEditor
          label={t('storage.edit.label', { name: nameOf(object.key) })}
          name={nameOf(object.key)}
          value={read.text}
          onChange={change}
        />
      </Suspense>
      {hasConflict && (
        <ConflictDialog
          name={nameOf(object.key)}
          onReload={() => {
            setConflict(false);
            setChanged(false);
            onReload();
          }}
          onReplace={() => void save(true)}
          onSaveAs={(name) => void saveAs(name)}
          onClose={() => setConflict(false)}
          failure={failure}
        />
      )}
      {blocker.status === 'blocked' && (
        <Dialog title={t('storage.edit.leaveTitle', { name: nameOf(object.key) })} onClose={blocker.reset}>
          <div className={classes.form}>
            <p>{t('storage.edit.leaveHint')}</p>
            <Group justify="flex-end" gap={8}>
              <Button size="sm" onClick={giveUp}>
                {t('storage.edit.giveUp')}
              </Button>
              <Button size="sm" onClick={blocker.reset} data-autofocus>
                {t('storage.edit.stay')}
              </Button>
              <Button
                size="sm"
                variant="filled"
                disabled={isOffline}
                onClick={() => void save().then((isSaved) => (isSaved ? blocker.proceed() : blocker.reset()))}
              >
                {t('storage.edit.saveAndLeave')}
              </Button>
            </Group>
          </div>
        </Dialog>
      )}
    </div>
  );
}

interface ConflictDialogProps {
  readonly name: string;
  readonly failure: FailureData | undefined;
  readonly onReload: () => void;
  readonly onReplace: () => void;
  readonly onSaveAs: (name: string) => void;
  readonly onClose: () => void;
}

function ConflictDialog({ name, failure, onReload, onReplace, onSaveAs, onClose }: ConflictDialogProps) {
  const { t } = useTranslation();
  const dot = name.lastIndexOf('.');
  const [other, setOther] = useState(dot > 0 ? `${name.slice(0, dot)}-2${name.slice(dot)}` : `${name}-2`);
  const problem = partProblem(other);
  return (
    <Dialog title={t('storage.edit.conflictTitle', { name })} onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!problem && other !== name) onSaveAs(other);
        }}
      >
        <p>{t('storage.edit.conflictHint')}</p>
        <TextInput
          label={t('storage.edit.otherName')}
          value={other}
          error={problem ? t(`storage.nameProblems.${problem}`) : undefined}
          onChange={(event) => setOther(event.currentTarget.value)}
          data-autofocus
        />
        {failure && <FailureView failure={failure} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onReload}>
            {t('storage.edit.reloadTheirs')}
          </Button>
          <Button size="sm" onClick={onReplace}>
            {t('storage.edit.replaceTheirs')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={problem !== undefined || other === name}>
            {t('storage.edit.saveAs')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
