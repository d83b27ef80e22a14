/** The folders in which campaigns are looked for. */
import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaigns } from '../../../../shared/contract/annotation/campaigns.ts';
import { core } from '../../../app/core.ts';
import { failureSentence } from '../../../app/failures.ts';
import { useSay } from '../../../app/language/words.ts';
import { attempt } from '../../../app/notices.ts';
import { useStoragePlaces } from '../../../app/streams.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import { refKey, spokenPlace } from '../campaign-ref.ts';
import classes from '../campaigns.module.css';
import { placeOf } from '../files/object-path.ts';
import { PathField } from '../files/path-field.tsx';

/** Each folder with why it could not be read; one more can be added, an added one left out. */
export function PlacesDialog({
  places,
  onClose,
}: {
  readonly places: Campaigns['places'];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const [path, setPath] = useState('');
  const place = placeOf(path, profiles);
  const add = async () => {
    if (!place) return;
    const done = await attempt(() => core.annotation.addCampaignPlace({ at: place }));
    if (done) setPath('');
  };
  return (
    <Dialog title={t('annotation.places.title')} onClose={onClose} size="lg">
      <div className={classes.form}>
        <p className={classes.note}>{t('annotation.places.hint')}</p>
        <ul className={classes.placeRows}>
          {places.map(({ at, problem }) => (
            <li key={refKey(at)}>
              <ToneIcon tone={problem ? 'bad' : 'good'} />
              <span>
                {spokenPlace(at)}
                {problem && <span className={classes.sub}>{failureSentence(problem, say)}</span>}
              </span>
              <CloseButton
                aria-label={t('annotation.places.remove', { place: spokenPlace(at) })}
                onClick={() => void attempt(() => core.annotation.removeCampaignPlace({ at }))}
              />
            </li>
          ))}
        </ul>
        <form
          className={classes.inline}
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <div className={classes.grow}>
            <PathField
              label={t('annotation.places.add')}
              value={path}
              onChange={setPath}
              wants="folder"
              autoFocus
            />
          </div>
          <Button size="sm" type="submit" variant="filled" disabled={!place}>
            {t('annotation.places.lookThere')}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
