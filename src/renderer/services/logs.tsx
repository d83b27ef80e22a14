/** The logs of a service: which container, before the last restart. */
import { Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/contract/services.ts';
import { core } from '../app/core.ts';
import { LogView } from '../app/logs/log-view.tsx';
import { useLog } from '../app/logs/use-log.ts';

/** The log of one container, with a choice where there are several. */
export function Logs({ service }: { readonly service: Service }) {
  const { t } = useTranslation();
  const places = service.pods.flatMap((pod) =>
    pod.containers.map((container) => ({ pod: pod.name, container })),
  );
  const [chosen, setChosen] = useState<string>();
  const [previous, setPrevious] = useState(false);
  const place = places.find((one) => `${one.pod}/${one.container.name}` === chosen) ?? places[0];
  const { id } = service;
  const pod = place?.pod ?? service.pods[0]?.name;
  const container = place?.container.name;
  const log = useLog(pod && [id, pod, container, previous].join('\n'), (signal) =>
    core.services.logs({ id, pod: pod ?? '', previous, ...(container ? { container } : {}) }, { signal }),
  );
  if (service.pods.length === 0) return <p style={{ padding: '0 16px' }}>{t('logs.noPod')}</p>;
  return (
    <LogView
      name={id}
      label={t('services.tabs.logs')}
      log={log}
      before={
        places.length > 1 && (
          <NativeSelect
            aria-label={t('logs.container')}
            value={`${place?.pod}/${place?.container.name}`}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={places.map((one) => ({
              value: `${one.pod}/${one.container.name}`,
              label: service.pods.length > 1 ? `${one.pod} · ${one.container.name}` : one.container.name,
            }))}
          />
        )
      }
      after={
        place?.container.hasPrevious && (
          <Checkbox
            label={t('logs.previous')}
            checked={previous}
            onChange={(event) => setPrevious(event.currentTarget.checked)}
          />
        )
      }
    />
  );
}
