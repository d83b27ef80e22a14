/** The models that were brought to this laptop. */
import { Button, FileButton, Radio } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { formatBytes, formatNumber } from '../../../ui/format.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { sendFile } from '../../../app/send-file.ts';
import classes from '../coding.module.css';

const modelsKey = ['annotation', 'models'];

/** Chooses, adds and removes. */
export function LocalModels({
  chosen,
  onChoose,
}: {
  readonly chosen: string;
  readonly onChoose: (model: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: modelsKey,
    queryFn: ({ signal }) => core.annotation.localModels({}, { signal }),
    staleTime: 0,
  });
  const [adding, setAdding] = useState<string>();
  const add = async (file: File | null) => {
    if (!file) return;
    setAdding(file.name);
    const added = await attempt(async () => core.annotation.addLocalModel({ file: await sendFile(file) }));
    setAdding(undefined);
    await client.invalidateQueries({ queryKey: modelsKey });
    if (added) onChoose(added.id);
  };
  const remove = async (id: string) => {
    await attempt(() => core.annotation.removeLocalModel({ id }));
    await client.invalidateQueries({ queryKey: modelsKey });
    if (id === chosen) onChoose('');
  };
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />;
  if (!data) return <Waiting words={t('coding.source.model')} rows={2} />;
  return (
    <>
      {data.length === 0 && !adding && <p className="quiet">{t('coding.source.noModels')}</p>}
      {data.length > 0 && (
        <table className={classes.models}>
          <thead>
            <tr>
              <th>{t('coding.source.name')}</th>
              <th className={classes.number}>{t('coding.source.size')}</th>
              <th className={classes.number}>{t('coding.source.labels')}</th>
              <th className={classes.number}>{t('coding.source.dimension')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.map(({ id, name, bytes, labels, dimension, quantised }) => (
              <tr key={id}>
                <td>
                  <Radio
                    name="local-model"
                    label={quantised ? `${name} (${t('coding.source.quantised')})` : name}
                    checked={id === chosen}
                    onChange={() => onChoose(id)}
                  />
                </td>
                <td className={classes.number}>{formatBytes(bytes, language)}</td>
                <td className={classes.number}>{formatNumber(labels, language)}</td>
                <td className={classes.number}>{formatNumber(dimension, language)}</td>
                <td className={classes.number}>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={t('coding.source.remove', { name })}
                    onClick={() => void remove(id)}
                  >
                    <IconTrash size={16} />
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding && <p role="status">{t('coding.source.adding', { name: adding })}…</p>}
      <div>
        <FileButton accept=".bin,.ftz" onChange={(file) => void add(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconPlus size={16} />}
              disabled={adding !== undefined}
            >
              {t('coding.source.add')}
            </Button>
          )}
        </FileButton>
      </div>
    </>
  );
}
