/** Changing a secret: a draft that survives going elsewhere, saved only over the version that was read. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { announce, attempt } from '../app/notices.ts';
import { addField, changesOf, isChanged, moveField, problemsOf, type Draft } from './draft.ts';
import { useDrafts } from './drafts.ts';
import { FieldEditor } from './field-editor.tsx';
import { MergeView } from './merge-view.tsx';
import { nameOf } from './paths.ts';
import { useRefresh } from './queries.ts';
import { useWindowFocus } from './use-hiding.ts';
import classes from './secrets.module.css';

export interface SecretEditorProps {
  readonly placeKey: string;
  readonly path: string;
  readonly draft: Draft;
  readonly isBroken: boolean;
  readonly onSaved: () => void;
}

export function SecretEditor({ placeKey, path, draft, isBroken, onSaved }: SecretEditorProps) {
  const { t } = useTranslation();
  const setDraft = useDrafts(({ set }) => set);
  const refresh = useRefresh();
  const [failure, setFailure] = useState<FailureData>();
  const [isTold, setIsTold] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const become = (next: Draft | undefined) => setDraft(placeKey, path, next);
  const problems = problemsOf(draft);

  async function save(current: Draft): Promise<void> {
    setFailure(undefined);
    setIsSaving(true);
    try {
      const { version } = await core.secrets.write({
        path,
        version: current.base,
        fields: changesOf(current),
      });
      become(undefined);
      announce(t('secrets.editor.saved', { version }));
      onSaved();
      await refresh();
    } catch (error) {
      const data = failureOf(error);
      if (data.code === 'conflict') await meet(current, data);
      else {
        become(current);
        setFailure(data);
      }
    } finally {
      setIsSaving(false);
    }
  }

  /** Someone was first: what they changed is put beside what was typed. */
  async function meet(current: Draft, conflict: FailureData): Promise<void> {
    become(current);
    try {
      const theirs = await core.secrets.read({ path });
      if (theirs.version === current.base && !theirs.deleted) return setFailure(conflict);
      const isGone = theirs.deleted || theirs.version === 0;
      const changes = isGone
        ? { added: [], removed: [...current.keys], changed: [] }
        : current.base === 0
          ? { added: theirs.fields.map(({ key }) => key), removed: [], changed: [] }
          : await core.secrets.compare({ path, from: current.base, to: theirs.version });
      become({ ...current, conflict: { theirs, changes } });
    } catch {
      setFailure(conflict);
    }
  }

  if (draft.conflict)
    return (
      <MergeView
        path={path}
        draft={draft}
        conflict={draft.conflict}
        onMerged={(next) => void save(next)}
        onBringBack={(version) =>
          void attempt(() => core.secrets.undelete({ path, versions: [version] })).then((done) => {
            const { conflict: _conflict, ...rest } = draft;
            return done && save(rest);
          })
        }
        onBack={() => {
          const { conflict: _conflict, ...rest } = draft;
          become(rest);
        }}
        onDiscard={() => {
          become(undefined);
          void refresh();
        }}
      />
    );
  return (
    <EditorForm
      path={path}
      draft={draft}
      problems={isTold ? problems : new Map()}
      isSaving={isSaving || isBroken}
      failure={failure}
      onChange={become}
      onSave={() => {
        setIsTold(true);
        if (problems.size === 0 && !isSaving) void save(draft);
      }}
    />
  );
}

interface EditorFormProps {
  readonly path: string;
  readonly draft: Draft;
  readonly problems: ReturnType<typeof problemsOf>;
  readonly isSaving: boolean;
  readonly failure: FailureData | undefined;
  readonly onChange: (draft: Draft | undefined) => void;
  readonly onSave: () => void;
}

function EditorForm({ path, draft, problems, isSaving, failure, onChange, onSave }: EditorFormProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<{ id: number; part: string }>(undefined);
  const isLooking = useWindowFocus();
  const changed = isChanged(draft);

  // What has the focus is moved within the page, and loses it there.
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const { id, part } = wanted.current;
    wanted.current = undefined;
    const row = list.current?.querySelector(`[data-field="${id}"]`);
    const target = row?.querySelector<HTMLElement>(`[data-part="${part}"]:not(:disabled)`);
    (target ?? row?.querySelector<HTMLElement>('[data-part="key"]'))?.focus();
  }, [draft.fields]);
  const isNew = draft.base === 0;
  useEffect(() => {
    if (isNew) list.current?.querySelector<HTMLElement>('[data-part="key"]')?.focus();
  }, [isNew]);

  const move = (id: number, by: number, part: string) => {
    const next = moveField(draft, id, by);
    const number = next.fields.findIndex((one) => one.id === id) + 1;
    wanted.current = { id, part };
    onChange(next);
    announce(t('secrets.editor.moved', { name: next.fields[number - 1]?.key ?? '', number }));
  };

  return (
    <form
      className={classes.form}
      noValidate
      aria-label={t('secrets.editor.title', { name: nameOf(path) })}
      data-away={!isLooking}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || (event.key !== 's' && event.key !== 'Enter')) return;
        event.preventDefault();
        onSave();
      }}
    >
      <ol className={classes.editorFields} ref={list}>
        {draft.fields.map((field, index) => (
          <FieldEditor
            key={field.id}
            path={path}
            version={draft.base}
            draft={draft}
            field={field}
            number={index + 1}
            problem={problems.get(field.id)}
            onChange={onChange}
            onMove={(by, part) => move(field.id, by, part)}
          />
        ))}
      </ol>
      <div className={classes.buttons}>
        <Button
          leftSection={<IconPlus size={16} />}
          onClick={() => {
            wanted.current = { id: draft.nextId, part: 'key' };
            onChange(addField(draft));
          }}
        >
          {t('secrets.editor.add')}
        </Button>
      </div>
      {failure && <FailureView failure={failure} onRetry={onSave} compact />}
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" size="sm" disabled={isSaving || !changed}>
          {draft.base === 0
            ? t('secrets.editor.saveNew')
            : t('secrets.editor.save', { version: draft.base + 1 })}
        </Button>
        <Button size="sm" onClick={() => onChange(undefined)}>
          {t(changed ? 'secrets.editor.discard' : 'secrets.editor.leave')}
        </Button>
      </div>
      <p className={classes.note}>{t('secrets.editor.keys')}</p>
    </form>
  );
}
