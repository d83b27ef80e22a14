/** The folders in which campaigns are looked for. */
import { Button, CloseButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaigns } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { failureSentence } from '../../../app/failures.ts';
import { useSay } from '../../../app/language/words.ts';
import { attempt } from '../../../app/notices.ts';
import { useStoragePlaces } from '../../../app/streams.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import { refKey } from '../campaign-ref.ts';
import classes from '../campaigns.module.css';
import { placeOf, placeText } from '../files/object-path.ts';
import { PathField } from '../files/path-field.tsx';

/** Each folder with why it could not be read; one more can be added, an added one left out again. */
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
  const form = useRef<HTMLFormElement>(null);
  const leaveOut = async (at: Place) => {
    const done = await attempt(() => core.annotation.removeCampaignPlace({ at }));
    // The row that had the focus goes.
    if (done) form.current?.querySelector('input')?.focus();
  };
  return (
    <Dialog title={t('annotation.places.title')} onClose={onClose} size="lg">
      <div className={classes.form}>
        <p className={classes.note}>{t('annotation.places.hint')}</p>
        <ul className={classes.placeRows}>
          {places.map(({ at, problem, added }) => (
            <li key={refKey(at)}>
              <ToneIcon tone={problem ? 'bad' : 'good'} />
              <span>
                {placeText(at, profiles)}
                {problem && <span className={classes.sub}>{failureSentence(problem, say)}</span>}
              </span>
              {added && (
                <CloseButton
                  aria-label={t('annotation.places.remove', { place: placeText(at, profiles) })}
                  onClick={() => void leaveOut(at)}
                />
              )}
            </li>
          ))}
        </ul>
        <form
          ref={form}
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
