/** Takes annotations of Label Studio into the campaign. */
import { Button, FileButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes } from '../../ui/format.ts';
import { ImportResult } from './import-result.tsx';
import { peopleIn, type ForeignPerson } from './label-studio-people.ts';
import { PeopleMapping } from './people-mapping.tsx';
import { useImport } from './use-import.ts';
import classes from './exchange.module.css';

/** Files first, then who is who, then the taking in and what came of it. */
export function ImportSection({
  at,
  campaign,
}: {
  readonly at: CampaignRef;
  readonly campaign: CampaignFile;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const people = usePeople(files);
  const importing = useImport(at);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const choose = (next: readonly File[]) => {
    importing.forget();
    setChosen({});
    setFiles(next);
  };
  return (
    <section className={classes.section} aria-labelledby="import">
      <h3 id="import">{t('quality.exchange.import')}</h3>
      <p className={classes.note}>{t('quality.exchange.importNote')}</p>
      <div className={classes.foot}>
        <FileButton multiple accept=".json,application/json" onChange={choose} disabled={importing.isPending}>
          {(button) => (
            <Button leftSection={<IconFileUpload size={16} />} disabled={importing.isPending} {...button}>
              {t('quality.exchange.chooseFiles')}
            </Button>
          )}
        </FileButton>
        <span className="quiet">{files.map(({ name }) => name).join(', ')}</span>
      </div>
      {files.length > 0 && people === undefined && (
        <p role="status" className={classes.note}>
          {t('quality.exchange.readingPeople')}
        </p>
      )}
      {people && people.length > 0 && (
        <PeopleMapping
          people={people}
          annotators={campaign.annotators}
          chosen={chosen}
          onChange={setChosen}
        />
      )}
      {importing.failure && <FailureView failure={importing.failure} compact />}
      {files.length > 0 && (
        <div className={classes.foot}>
          <Button
            variant="filled"
            loading={importing.isPending}
            disabled={people === undefined}
            onClick={() => void importing.take(files, chosen)}
          >
            {t('quality.exchange.importButton', { count: files.length, size: formatBytes(bytes, language) })}
          </Button>
          {importing.isPending && <Button onClick={importing.cancel}>{t('words.cancel')}</Button>}
          <span role="status" className="quiet">
            {importing.isPending && t('quality.exchange.importing')}
          </span>
        </div>
      )}
      {importing.result && <ImportResult result={importing.result} />}
    </section>
  );
}

/** Who annotated in these files; undefined while they are read. */
function usePeople(files: readonly File[]): readonly ForeignPerson[] | undefined {
  const [found, setFound] = useState<readonly ForeignPerson[]>();
  useEffect(() => {
    const reading = new AbortController();
    setFound(undefined);
    // A file that cannot be read says so when it is taken in.
    void peopleIn(files, reading.signal)
      .catch(() => [])
      .then((people) => {
        if (!reading.signal.aborted) setFound(people);
      });
    return () => reading.abort();
  }, [files]);
  return found;
}
