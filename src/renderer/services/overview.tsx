/** The first tab of a service: password, addresses, what it takes, its pods. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/contract/services.ts';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { formatBytes, formatCores, formatMoment } from '../ui/format.ts';
import { SecretText } from '../ui/secret-text.tsx';
import { ToneIcon } from '../ui/state-mark.tsx';
import { amountOf } from './reason-words.ts';
import pairs from '../ui/ui.module.css';

/** Facts in pairs. */
export function Overview({ service }: { readonly service: Service }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id } = service;
  return (
    <dl className={pairs.pairs}>
      {service.hasPassword && (
        <>
          <dt>{t('services.password')}</dt>
          <dd>
            <SecretText fetch={async () => (await attempt(() => core.services.password({ id })))?.password} />
          </dd>
        </>
      )}
      {service.addresses.length > 0 && (
        <>
          <dt>{t('services.addresses')}</dt>
          <dd>
            {service.addresses.map((address) => (
              <div key={address}>
                {address}{' '}
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={`${t('services.openAddress')} ${address}`}
                  onClick={() => void attempt(() => core.services.openAddress({ id, address }))}
                >
                  {t('services.openAddress')}
                </Button>
              </div>
            ))}
          </dd>
        </>
      )}
      {service.cpu !== undefined && (
        <>
          <dt>{t('services.cpu')}</dt>
          <dd className="num">{formatCores(service.cpu, language)}</dd>
        </>
      )}
      {service.memory !== undefined && (
        <>
          <dt>{t('services.memory')}</dt>
          <dd className="num">{formatBytes(service.memory, language)}</dd>
        </>
      )}
      {service.volumes.length > 0 && (
        <>
          <dt>{t('services.volumes')}</dt>
          <dd>
            {service.volumes
              .map((volume) => `${volume.name} (${amountOf('storage', volume.size, language)})`)
              .join(', ')}
          </dd>
        </>
      )}
      <dt>{t('services.started')}</dt>
      <dd className="num">{formatMoment(service.startedAt, Date.now(), language)}</dd>
      {service.owner && (
        <>
          <dt>{t('services.owner')}</dt>
          <dd>
            {service.owner}
            {service.shared && <span className="quiet"> · {t('services.sharedWith')}</span>}
          </dd>
        </>
      )}
      <dt>{t('services.revision')}</dt>
      <dd className="num">{service.revision}</dd>
      {service.pods.length > 0 && (
        <>
          <dt>{t('services.pods')}</dt>
          <dd>
            {service.pods.map((pod) => {
              const restarts = pod.containers.reduce((sum, container) => sum + container.restarts, 0);
              return (
                <div key={pod.name}>
                  <ToneIcon tone={pod.ready ? 'good' : 'busy'} /> {pod.name}{' '}
                  <span className="quiet">{pod.phase}</span>
                  {restarts > 0 && (
                    <span className="quiet"> · {t('services.restarts', { count: restarts })}</span>
                  )}
                </div>
              );
            })}
          </dd>
        </>
      )}
    </dl>
  );
}
