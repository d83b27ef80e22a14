/** Saved configurations: launch, copy the link, rename, delete. */
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedConfiguration } from '../../shared/contract/catalog.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { announce, attempt } from '../app/notices.ts';
import { useSavedConfigurations } from '../app/streams.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Waiting } from '../ui/waiting.tsx';
import classes from './catalog.module.css';

/** The list with where it is kept. */
export function SavedList() {
  const { t } = useTranslation();
  const { value, failure } = useSavedConfigurations();
  if (!value)
    return failure ? <FailureView failure={failure} /> : <Waiting words={t('savedConfigurations.title')} />;
  return (
    <>
      {value.problem && <FailureView failure={value.problem} />}
      {value.configurations.length === 0 ? (
        <Empty title={t('savedConfigurations.empty')} />
      ) : (
        <>
          <p className="quiet" style={{ marginTop: 0 }}>
            {t(value.kept === 'vault' ? 'savedConfigurations.keptVault' : 'savedConfigurations.keptLaptop')}
          </p>
          <ul className={classes.rows}>
            {value.configurations.map((one) => (
              <SavedRow key={`${one.catalogId}/${one.chartName}/${one.friendlyName}`} saved={one} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function SavedRow({ saved }: { readonly saved: SavedConfiguration }) {
  const { t } = useTranslation();
  const [newName, setNewName] = useState<string>();
  // It cannot be undone: the button asks once more in its own place.
  const [asks, setAsks] = useState(false);
  const { friendlyName } = saved;
  const chart = { catalogId: saved.catalogId, name: saved.chartName };

  const rename = async () => {
    if (newName && newName !== friendlyName)
      await attempt(() => core.catalog.renameConfiguration({ chart, friendlyName, newName }));
    setNewName(undefined);
  };
  const remove = async () => {
    if (await attempt(() => core.catalog.deleteConfiguration({ chart, friendlyName })))
      announce(t('savedConfigurations.deleted', { name: friendlyName }));
  };

  return (
    <li>
      {newName === undefined ? (
        <strong>{friendlyName}</strong>
      ) : (
        <form onSubmit={(event) => (event.preventDefault(), void rename())}>
          <TextInput
            aria-label={t('savedConfigurations.newName')}
            value={newName}
            onChange={(event) => setNewName(event.currentTarget.value)}
            onBlur={() => void rename()}
            autoFocus
          />
        </form>
      )}
      <span className="quiet">
        {saved.chartName} · {t('savedConfigurations.version', { version: saved.chartVersion })}
      </span>
      <span className={classes.buttons}>
        <Button
          size="compact-sm"
          renderRoot={(props) => (
            <Link
              to="/launch/$catalog/$chart"
              params={{ catalog: saved.catalogId, chart: saved.chartName }}
              search={{ saved: friendlyName }}
              {...props}
            />
          )}
          aria-label={`${t('savedConfigurations.launch')} ${friendlyName}`}
        >
          {t('savedConfigurations.launch')}
        </Button>
        <CopyButton text={saved.link} label={t('savedConfigurations.copyLink')} />
        <Button size="compact-sm" variant="subtle" onClick={() => setNewName(friendlyName)}>
          {t('savedConfigurations.rename')}
        </Button>
        <Button
          size="compact-sm"
          variant={asks ? 'default' : 'subtle'}
          onClick={() => (asks ? void remove() : setAsks(true))}
          onBlur={() => setAsks(false)}
        >
          {t(asks ? 'savedConfigurations.deleteSure' : 'savedConfigurations.delete')}
        </Button>
      </span>
    </li>
  );
}
