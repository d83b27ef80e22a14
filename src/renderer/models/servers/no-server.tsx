/** No MLflow server is known yet. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import { ServerDialog } from './server-dialog.tsx';

/** Says where one comes from, and adds it by its address. */
export function NoServer({ title }: { readonly title: string }) {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <h1 className="visually-hidden">{title}</h1>
      <Empty title={t('models.servers.none')} text={t('models.servers.noneHint')}>
        <Button variant="filled" size="sm" onClick={() => setAdding(true)}>
          {t('models.servers.add')}
        </Button>
      </Empty>
      {isAdding && <ServerDialog onClose={() => setAdding(false)} />}
    </>
  );
}
