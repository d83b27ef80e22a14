/** Why a service is as it is, and what to do, with the buttons that do it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/contract/errors.ts';
import type { Service } from '../../shared/contract/services.ts';
import { useLanguage } from '../app/language/setup.ts';
import { useSay } from '../app/language/words.ts';
import { adviceActions, reasonAdvice, reasonSentence, type AdviceAction } from './reason-words.ts';
import classes from './services.module.css';
import { useServiceActions } from './use-actions.ts';

/** The sentence of the reason alone; undefined where the state says all. */
export function useReasonSentence(): (service: Pick<Service, 'reason' | 'state'>) => string | undefined {
  const say = useSay();
  const language = useLanguage();
  return ({ reason }) => reason && reasonSentence(reason, say, language);
}

/** The advice and its buttons. */
export function Advice({ service }: { readonly service: Service }) {
  const say = useSay();
  const text = service.reason ? reasonAdvice(service.reason, say) : '';
  return (
    <div>
      {text && <span className={classes.advice}>{text}</span>}
      <AdviceButtons service={service} />
    </div>
  );
}

/** What can be done about the reason, one button each. */
export function AdviceButtons({ service }: { readonly service: Service }) {
  const { t } = useTranslation();
  const actions = useServiceActions();
  const { reason } = service;
  const offered: readonly AdviceAction[] =
    service.state === 'ghost' ? ['delete'] : reason ? adviceActions(reason.kind) : [];
  const run: Record<AdviceAction, () => void> = {
    'stop-a-service': () => actions.show(''),
    'launch-again': () => actions.launchAgain(service),
    logs: () => actions.show(service.id, 'logs'),
    events: () => actions.show(service.id, 'events'),
    values: () => actions.show(service.id, 'values'),
    delete: () => actions.askDelete(service.id),
  };
  const label = (action: AdviceAction): string => {
    switch (action) {
      case 'stop-a-service':
        return t('services.stopAService');
      case 'launch-again':
        return t('services.launchAgain');
      case 'logs':
        return t('services.seeLogs');
      case 'events':
        return t('services.seeEvents');
      case 'values':
        return t('services.seeValues');
      case 'delete':
        return t(service.state === 'ghost' ? 'services.removeGhost' : 'services.delete');
      default:
        return assertNever(action);
    }
  };
  if (offered.length === 0) return null;
  return (
    <div className={classes.adviceActions}>
      {offered
        .filter((action) => action !== 'launch-again' || service.catalogId !== undefined)
        .map((action) => (
          <Button
            key={action}
            size="compact-sm"
            variant="subtle"
            onClick={(event) => {
              event.stopPropagation();
              run[action]();
            }}
          >
            {label(action)}
          </Button>
        ))}
    </div>
  );
}
