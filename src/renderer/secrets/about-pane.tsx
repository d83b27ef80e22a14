/** What surrounds a secret: notes that Vault keeps beside it, where it is, the commands that reach it. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret, SecretsPlace } from '../../shared/contract/secrets.ts';
import { core } from '../app/core.ts';
import { announce, attempt } from '../app/notices.ts';
import { CodeBox } from '../ui/code-box.tsx';
import uiClasses from '../ui/ui.module.css';
import { isSetting } from './paths.ts';
import { useRefresh } from './queries.ts';
import classes from './secrets.module.css';

export function AboutPane({
  secret,
  place,
  placeKey,
}: {
  readonly secret: Secret;
  readonly place: SecretsPlace;
  readonly placeKey: string;
}) {
  const { t } = useTranslation();
  const { path } = secret;
  const { data } = useQuery({
    queryKey: ['secrets', placeKey, 'commands', path],
    queryFn: ({ signal }) => core.secrets.commands({ path }, { signal }),
  });
  return (
    <>
      {!isSetting(path) && <Notes key={JSON.stringify(secret.metadata)} secret={secret} />}
      <h3 className={classes.heading}>{t('secrets.about.where')}</h3>
      <dl className={uiClasses.pairs}>
        <dt>{t('secrets.about.server')}</dt>
        <dd>{[place.product, place.address].filter(Boolean).join(' · ')}</dd>
        <dt>{t('secrets.about.engine')}</dt>
        <dd>{place.mount}</dd>
        <dt>{t('secrets.path')}</dt>
        <dd>{[place.folder, path].join('/')}</dd>
      </dl>
      <h3 className={classes.heading}>{t('secrets.about.commands')}</h3>
      {data && <CodeBox text={data.text} label={t('secrets.about.commands')} wrap />}
    </>
  );
}

function Notes({ secret }: { readonly secret: Secret }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [notes, setNotes] = useState(() =>
    Object.entries(secret.metadata).map(([key, text], id) => ({ id, key, text })),
  );
  const change = (id: number, next: { key?: string; text?: string }) =>
    setNotes(notes.map((one) => (one.id === id ? { ...one, ...next } : one)));
  const metadata = Object.fromEntries(
    notes.filter(({ key, text }) => key !== '' && text !== '').map(({ key, text }) => [key, text]),
  );
  const isSame = JSON.stringify(metadata) === JSON.stringify(secret.metadata);
  const save = async () => {
    if (!(await attempt(() => core.secrets.describe({ path: secret.path, metadata })))) return;
    announce(t('secrets.about.notesSaved'));
    await refresh();
  };
  return (
    <section>
      <h3 className={classes.heading}>{t('secrets.about.notes')}</h3>
      <p className={classes.note}>{t('secrets.about.notesHint')}</p>
      <form
        className={classes.notes}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {notes.map(({ id, key, text }, index) => (
          <div key={id} className={classes.noteRow}>
            <TextInput
              aria-label={t('secrets.about.noteKey', { number: index + 1 })}
              value={key}
              onChange={(event) => change(id, { key: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('secrets.about.noteValue', { number: index + 1 })}
              value={text}
              onChange={(event) => change(id, { text: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={t('secrets.about.removeNote', { number: index + 1 })}
              onClick={() => setNotes(notes.filter((one) => one.id !== id))}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </div>
        ))}
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            leftSection={<IconPlus size={16} />}
            onClick={() =>
              setNotes([...notes, { id: Math.max(-1, ...notes.map(({ id }) => id)) + 1, key: '', text: '' }])
            }
          >
            {t('secrets.about.addNote')}
          </Button>
          {!isSame && (
            <Button size="compact-sm" type="submit" variant="filled">
              {t('secrets.about.saveNotes')}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}
