/** A whole file of texts: which columns, where to, and how far it is. */
import { Button, FileButton, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceFile } from '../../../shared/contract/annotation/nomenclatures.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useStoragePlaces } from '../../app/streams.ts';
import classes from '../models.module.css';
import { counted } from '../parts/numbers.ts';
import { objectAt } from '../parts/object-at.ts';
import { sendFile } from '../../app/send-file.ts';
import type { TryPart } from '../try-page.tsx';
import { BatchProgress } from './batch-progress.tsx';
import { columnFor } from './column-for.ts';
import { useBatch } from './use-batch.ts';

type Reading = Awaited<ReturnType<typeof core.models.readTextFile>> & { readonly file: SourceFile };

/** First the file, then its columns, then the work. */
export function BatchTab({ pin, profile }: TryPart) {
  const { t } = useTranslation();
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const [address, setAddress] = useState('');
  const object = objectAt(address, profiles);
  const { mutate, data, error, isPending, variables } = useMutation({
    mutationFn: async (from: File | SourceFile): Promise<Reading> => {
      const file = from instanceof File ? await sendFile(from) : from;
      return { ...(await core.models.readTextFile({ file })), file };
    },
  });
  return (
    <div className={classes.blocks}>
      <p className={classes.note}>{t('models.batch.hint')}</p>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (object) mutate({ kind: 'object', ...object });
        }}
      >
        <TextInput
          className={classes.grow ?? ''}
          label={t('models.file.address')}
          placeholder="s3://bucket/folder/texts.parquet"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          error={address.trim() !== '' && !object && t('models.file.noAddress')}
          autoComplete="off"
          spellCheck={false}
        />
        <Button size="sm" type="submit" disabled={!object || isPending}>
          {t('models.file.read')}
        </Button>
        <FileButton
          accept=".csv,.parquet,.tsv"
          onChange={(file) => file && mutate(file)}
          disabled={isPending}
        >
          {(props) => (
            <Button size="sm" loading={isPending} leftSection={<IconFileUpload size={16} />} {...props}>
              {t('models.file.laptop')}
            </Button>
          )}
        </FileButton>
      </form>
      {error && !isPending && (
        <FailureView failure={failureOf(error)} onRetry={() => variables && mutate(variables)} />
      )}
      {data && !isPending && (
        <Columns key={JSON.stringify(data.file)} id={pin.id} reading={data} profile={profile} />
      )}
    </div>
  );
}

function Columns({
  id,
  reading,
  profile,
}: {
  readonly id: string;
  readonly reading: Reading;
  readonly profile: TryPart['profile'];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const names = reading.columns.map(({ name }) => name);
  const [text, setText] = useState(reading.text ?? '');
  const [variables, setVariables] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(profile.variables.map(({ name }) => [name, columnFor(name, names) ?? ''])),
  );
  const [way, setWay] = useState<'laptop' | 'object'>('laptop');
  const [to, setTo] = useState('');
  const target = objectAt(to, profiles);
  const batch = useBatch();
  const examples = reading.columns.find(({ name }) => name === text)?.examples ?? [];
  const start = () =>
    void batch.start({
      id,
      file: reading.file,
      text,
      variables: Object.fromEntries(Object.entries(variables).filter(([, column]) => column !== '')),
      ...(way === 'object' && target && { to: target }),
    });
  return (
    <section className={classes.block}>
      <h2>
        {reading.rows === undefined
          ? t('models.batch.columns')
          : t('models.batch.rows', counted(reading.rows, language))}
      </h2>
      <div className={classes.fields}>
        <NativeSelect
          label={t('models.batch.text')}
          value={text}
          data={[{ value: '', label: t('models.batch.choose') }, ...names]}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {profile.variables.map(({ name }) => (
          <NativeSelect
            key={name}
            label={name}
            value={variables[name] ?? ''}
            data={[{ value: '', label: t('models.batch.noColumn') }, ...names]}
            onChange={(event) => setVariables({ ...variables, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      {examples.length > 0 && (
        <p className={classes.note}>{t('models.batch.examples', { texts: examples.join(' · ') })}</p>
      )}
      <div className={classes.fields}>
        <SegmentedControl
          size="sm"
          aria-label={t('models.batch.to')}
          value={way}
          onChange={(value) => setWay(value === 'object' ? 'object' : 'laptop')}
          data={(['laptop', 'object'] as const).map((value) => ({
            value,
            label: t(`models.batch.ways.${value}`),
          }))}
        />
        {way === 'object' && (
          <TextInput
            className={classes.grow ?? ''}
            label={t('models.batch.address')}
            placeholder="s3://bucket/folder/predictions.parquet"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={to.trim() !== '' && !target && t('models.file.noAddress')}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {batch.isRunning ? (
          <Button size="sm" onClick={batch.stop}>
            {t('models.batch.stop')}
          </Button>
        ) : (
          <Button
            size="sm"
            variant="filled"
            disabled={text === '' || (way === 'object' && !target)}
            onClick={start}
          >
            {reading.rows === undefined
              ? t('models.batch.start')
              : t('models.batch.startRows', counted(reading.rows, language))}
          </Button>
        )}
      </div>
      {batch.failure && <FailureView failure={batch.failure} onRetry={start} />}
      {batch.state && <BatchProgress state={batch.state} to={way === 'object' ? to : undefined} />}
    </section>
  );
}
