/** The registered models of a server. */
import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { attempt } from '../../app/notices.ts';
import { Empty } from '../../ui/empty.tsx';
import { rank } from '../../ui/rank.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { FreshnessLine } from '../parts/freshness.tsx';
import { useRegistry } from '../parts/model-streams.ts';
import { RegistryTable } from './registry-table.tsx';

/** A filter and the table; why there is nothing where there is nothing. */
export function RegistryTab({ server }: { readonly server: ModelServer }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const { value, failure } = useRegistry(server.id);
  const refresh = () => void attempt(() => core.models.refreshRegistry({ server: server.id }));
  if (!value)
    return failure ? (
      <FailureView failure={failure} />
    ) : (
      <Waiting words={t('models.registry.reading')} rows={8} />
    );
  const shown = rank(filter, value.models, (model) => [
    { text: model.name, weight: 3 },
    { text: model.aliases.map(({ alias }) => alias).join(' '), weight: 2 },
    { text: model.description, weight: 1 },
  ]);
  if (value.models.length === 0) {
    if (value.state === 'loading') return <Waiting words={t('models.registry.reading')} rows={8} />;
    if (value.problem && value.asOf === undefined)
      return <FailureView failure={value.problem} onRetry={refresh} />;
    return <Empty title={t('models.registry.empty')} text={t('models.registry.emptyHint')} />;
  }
  return (
    <div className={classes.tabPage}>
      {/* A server that answers may all the same refuse its registry; one that does not is told of above. */}
      {server.state === 'live' && <FreshnessLine {...value} onRetry={refresh} />}
      <div className={classes.tools}>
        <TextInput
          className={classes.filter ?? ''}
          data-filter
          type="search"
          aria-label={t('models.registry.filter')}
          placeholder={t('models.registry.filter')}
          leftSection={<IconSearch size={16} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
        />
      </div>
      {shown.length > 0 ? (
        <RegistryTable server={server.id} models={shown} />
      ) : (
        <Empty title={t('models.registry.noMatch')}>
          <Button onClick={() => setFilter('')}>{t('models.registry.clearFilter')}</Button>
        </Empty>
      )}
    </div>
  );
}
