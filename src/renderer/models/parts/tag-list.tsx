/** Tags: read, added, changed, removed. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attempt } from '../../app/notices.ts';
import classes from '../models.module.css';

export interface TagListProps {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly isFixed: boolean;
  /** `value` undefined: removes the tag. */
  readonly save: (key: string, value: string | undefined) => Promise<unknown>;
}

/** Tags that MLflow keeps for itself stand last. A key that is there already takes the new value. */
export function TagList({ tags, isFixed, save }: TagListProps) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [isAdding, setAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const isOwn = (name: string) => !name.startsWith('mlflow.') && !name.startsWith('sardonyx.');
  const shown = [...tags.filter((tag) => isOwn(tag.key)), ...tags.filter((tag) => !isOwn(tag.key))];
  const leave = () => {
    setAdding(false);
    setKey('');
    setValue('');
    setTimeout(() => add.current?.focus());
  };
  const keep = async () => {
    if (await attempt(() => save(key.trim(), value))) leave();
  };
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2>{t('models.tags.title')}</h2>
        {!isAdding && !isFixed && (
          <Button ref={add} variant="subtle" size="compact-sm" onClick={() => setAdding(true)}>
            {t('models.tags.add')}
          </Button>
        )}
      </div>
      {shown.length === 0 && !isAdding && <p className="quiet">{t('models.tags.none')}</p>}
      {shown.length > 0 && (
        <ul className={classes.tags}>
          {shown.map((tag) => (
            <li key={tag.key}>
              <span className="quiet">{tag.key}</span> <span>{tag.value}</span>
              {!isFixed && isOwn(tag.key) && (
                <ActionIcon
                  size={22}
                  aria-label={t('models.tags.remove', { name: tag.key })}
                  onClick={() =>
                    void attempt(() => save(tag.key, undefined)).then((done) => done && add.current?.focus())
                  }
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding && (
        <form
          className={classes.fields}
          onSubmit={(event) => {
            event.preventDefault();
            if (key.trim() !== '') void keep();
          }}
          onKeyDown={(event) => event.key === 'Escape' && leave()}
        >
          <TextInput
            label={t('models.tags.key')}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            autoFocus
            autoComplete="off"
            spellCheck={false}
          />
          <TextInput
            label={t('models.tags.value')}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button size="sm" type="submit" disabled={key.trim() === ''}>
            {t('models.tags.add')}
          </Button>
          <Button size="sm" onClick={leave}>
            {t('words.cancel')}
          </Button>
        </form>
      )}
    </section>
  );
}
