/** Changing what an application serves: first what it would do, then doing it. */
import { Autocomplete, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Application } from '../../../shared/contract/serving/applications.ts';
import { core } from '../../app/core.ts';
import { announce, attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import classes from '../../ui/list-page.module.css';
import { Proposal } from './proposal.tsx';
import { changesOf, imagePlace, versionPlace, type Wanted } from './serving-changes.ts';
import { useRegistered } from './use-registered.ts';

type Proposed = Awaited<ReturnType<typeof core.serving.proposeChange>>;

export interface ChangeDialogProps {
  readonly application: Application;
  readonly onClose: () => void;
}

/** Fields for versions and images; the proposal stands below them until a field changes. */
export function ChangeDialog({ application, onClose }: ChangeDialogProps) {
  const { t } = useTranslation();
  const { id, name, models, images } = application;
  const [wanted, setWanted] = useState<Wanted>({});
  const [proposed, setProposed] = useState<Proposed>();
  const [isAsking, setIsAsking] = useState(false);
  const registered = useRegistered(models.map((model) => model.name));
  const changes = changesOf(application, wanted);
  const want = (place: string) => (value: string) => {
    setWanted({ ...wanted, [place]: value });
    setProposed(undefined);
  };
  const propose = async () => {
    setIsAsking(true);
    setProposed(await attempt(() => core.serving.proposeChange({ id, changes })));
    setIsAsking(false);
  };
  const apply = async () => {
    if (!(await attempt(() => core.serving.applyChange({ id, changes })))) return;
    announce(t('serving.changing.applied', { name }));
    onClose();
  };
  return (
    <Dialog title={t('serving.changing.title', { name })} onClose={onClose} size="xl">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (changes.length > 0) void propose();
        }}
      >
        {models
          .filter(({ variable }) => variable !== undefined)
          .map((model) => (
            <Autocomplete
              key={versionPlace(model)}
              data-autofocus
              label={t('serving.changing.version', { model: model.name })}
              description={t('serving.changing.versionHint')}
              data={registered.get(model.name) ?? []}
              value={wanted[versionPlace(model)] ?? model.version ?? ''}
              onChange={want(versionPlace(model))}
              openOnFocus={false}
              comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
            />
          ))}
        {images.map((image) => (
          <TextInput
            key={imagePlace(image)}
            label={t('serving.changing.image', { container: image.container })}
            value={wanted[imagePlace(image)] ?? image.image}
            onChange={(event) => want(imagePlace(image))(event.currentTarget.value)}
          />
        ))}
        <div className={classes.line}>
          <Button
            type="submit"
            size="sm"
            variant={proposed ? 'default' : 'filled'}
            disabled={changes.length === 0}
            loading={isAsking}
          >
            {t('serving.changing.propose')}
          </Button>
          {changes.length === 0 && <span className={classes.note}>{t('serving.changing.nothing')}</span>}
        </div>
      </form>
      {proposed && <Proposal proposed={proposed} onApply={() => void apply()} />}
    </Dialog>
  );
}
