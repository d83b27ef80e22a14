/** One key of a draft: its name, its value as far as it was shown, its place. */
import { ActionIcon, Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { formatBytes } from '../ui/format.ts';
import {
  changeField,
  isVariableName,
  removeField,
  type Draft,
  type DraftField,
  type FieldProblem,
} from './draft.ts';
import { generatePassword } from './generate-password.ts';
import classes from './secrets.module.css';

/** Vault 1.21 refuses a longer text. */
const mostBytes = 2 ** 20;

export interface FieldEditorProps {
  readonly path: string;
  readonly version: number;
  readonly draft: Draft;
  readonly field: DraftField;
  /** Place in the list, from one. */
  readonly number: number;
  readonly problem: FieldProblem | undefined;
  readonly onChange: (draft: Draft) => void;
  /** `part` has the focus, and is to keep it. */
  readonly onMove: (by: number, part: string) => void;
}

/** Alt with an arrow moves the key. */
export function FieldEditor(props: FieldEditorProps) {
  const { t } = useTranslation();
  const { draft, field, number, problem, onChange, onMove } = props;
  const name = field.key === '' ? t('secrets.editor.unnamed') : field.key;
  const keyProblem = problem !== undefined && problem !== 'not-json' ? problem : undefined;
  return (
    <li
      data-field={field.id}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        const { part = 'key' } = event.target instanceof HTMLElement ? event.target.dataset : {};
        onMove(event.key === 'ArrowUp' ? -1 : 1, part);
      }}
    >
      <div className={classes.fieldLine}>
        <TextInput
          className={classes.keyInput ?? ''}
          data-part="key"
          aria-label={t('secrets.editor.key', { number })}
          value={field.key}
          onChange={(event) => onChange(changeField(draft, field.id, { key: event.currentTarget.value }))}
          error={keyProblem && t(`secrets.editor.problems.${keyProblem}`)}
          autoComplete="off"
          spellCheck={false}
        />
        <ActionIcon
          data-part="up"
          aria-label={t('secrets.editor.up', { name })}
          disabled={number === 1}
          onClick={() => onMove(-1, 'up')}
        >
          <IconArrowUp size={18} />
        </ActionIcon>
        <ActionIcon
          data-part="down"
          aria-label={t('secrets.editor.down', { name })}
          disabled={number === draft.fields.length}
          onClick={() => onMove(1, 'down')}
        >
          <IconArrowDown size={18} />
        </ActionIcon>
        <ActionIcon
          aria-label={t('secrets.editor.removeField', { name })}
          onClick={() => onChange(removeField(draft, field.id))}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </div>
      {field.key !== '' && !keyProblem && !isVariableName(field.key) && (
        <p className={classes.warning}>{t('secrets.editor.notVariable')}</p>
      )}
      {field.value === undefined ? <Kept {...props} name={name} /> : <ValueEditor {...props} name={name} />}
    </li>
  );
}

/** The value stays as it is, unseen. */
function Kept({ path, version, draft, field, onChange, name }: FieldEditorProps & { readonly name: string }) {
  const { t } = useTranslation();
  const reveal = async () => {
    const { from: key = field.key } = field;
    const answer = await attempt(() => core.secrets.reveal({ path, key, version }));
    if (answer) onChange(changeField(draft, field.id, { shown: answer.value, value: answer.value }));
  };
  return (
    <div className={classes.kept} role="group" aria-label={t('secrets.editor.value', { name })}>
      <span className={classes.dots} aria-hidden="true">
        ••••••••
      </span>
      <span className={classes.kind}>{t('secrets.editor.keep')}</span>
      <Button size="compact-sm" onClick={() => void reveal()}>
        {t('secrets.editor.show')}
      </Button>
      <Button size="compact-sm" onClick={() => onChange(changeField(draft, field.id, { value: '' }))}>
        {t('secrets.editor.replace')}
      </Button>
    </div>
  );
}

function ValueEditor({
  draft,
  field,
  problem,
  onChange,
  name,
}: FieldEditorProps & { readonly name: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const value = field.value ?? '';
  const isLong = value.length * 3 > mostBytes && new TextEncoder().encode(value).length > mostBytes;
  const become = (change: Partial<DraftField>) => onChange(changeField(draft, field.id, change));
  const keepOld = () => {
    const { value: _value, shown: _shown, ...rest } = field;
    onChange({ ...draft, fields: draft.fields.map((one) => (one.id === field.id ? rest : one)) });
  };
  return (
    <div className={classes.valueEditor}>
      <Textarea
        data-part="value"
        classNames={{ input: classes.valueInput ?? '' }}
        aria-label={t('secrets.editor.value', { name })}
        value={value}
        onChange={(event) => become({ value: event.currentTarget.value })}
        minRows={1}
        maxRows={12}
        error={
          problem === 'not-json'
            ? t('secrets.editor.problems.not-json')
            : isLong && t('secrets.editor.tooLarge', { limit: formatBytes(mostBytes, language) })
        }
        autoComplete="off"
        spellCheck={false}
      />
      <div className={classes.buttons}>
        <Checkbox
          label={t('secrets.editor.json')}
          aria-description={t('secrets.editor.jsonHint')}
          checked={field.kind === 'json'}
          onChange={(event) => become({ kind: event.currentTarget.checked ? 'json' : 'text' })}
        />
        <Button size="compact-sm" onClick={() => become({ value: generatePassword(), kind: 'text' })}>
          {t('secrets.editor.generate')}
        </Button>
        {field.from !== undefined && (
          <Button size="compact-sm" onClick={keepOld}>
            {t('secrets.editor.keepOld')}
          </Button>
        )}
      </div>
    </div>
  );
}
