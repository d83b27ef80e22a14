/** What a person can do with a service, the same from the list, the pane and the palette. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/contract/services.ts';
import { core } from '../app/core.ts';
import { announce, attempt } from '../app/notices.ts';
import { useOpenedAddresses } from './opened-addresses.ts';

export interface ServiceActions {
  open(id: string, name: string): Promise<void>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  /** Asks before it deletes. */
  askDelete(id: string): void;
  show(id: string, tab?: string): void;
  launchAgain(service: Service): void;
}

/** The actions; failures become the notice of the frame. */
export function useServiceActions(): ServiceActions {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const setAddress = useOpenedAddresses((state) => state.set);
  return {
    async open(id, name) {
      announce(t('services.opening', { name }));
      const answer = await attempt(() => core.services.open({ id }));
      if (!answer) return;
      if (answer.way === 'tab') window.open(answer.address, '_blank', 'noopener');
      else setAddress(id, answer.address);
      await navigate({ to: '/opened/$id', params: { id } });
    },
    pause: async (id) => void (await attempt(() => core.services.pause({ id }))),
    resume: async (id) => void (await attempt(() => core.services.resume({ id }))),
    askDelete: (id) => void navigate({ to: '/services', search: { id, ask: 'delete' } }),
    show: (id, tab) => void navigate({ to: '/services', search: { id, ...(tab ? { tab } : {}) } }),
    launchAgain: (service) =>
      void (service.catalogId
        ? navigate({
            to: '/launch/$catalog/$chart',
            params: { catalog: service.catalogId, chart: service.chart },
            search: { version: service.chartVersion },
          })
        : navigate({ to: '/catalog' })),
  };
}
