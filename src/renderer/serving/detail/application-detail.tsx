/** One application beside the list: what answers, since when, and how to change it. */
import { Button, CloseButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Application } from '../../../shared/contract/serving/applications.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { attempt } from '../../app/notices.ts';
import classes from '../../ui/list-page.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import { useFocusWhenAlone } from '../../ui/use-focus-when-alone.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { toneOf } from '../application-state.ts';
import { useServingWords } from '../use-serving-words.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { FactList } from './fact-list.tsx';
import { History } from './history.tsx';
import { Parts } from './parts.tsx';
import { useApplicationDetail } from './use-application-detail.ts';

export interface ApplicationDetailProps {
  readonly application: Application;
  readonly onClose: () => void;
}

/** The pane; Escape closes it. */
export function ApplicationDetail({ application, onClose }: ApplicationDetailProps) {
  const { t } = useTranslation();
  const words = useServingWords();
  const pane = useRef<HTMLElement>(null);
  useFocusWhenAlone(pane);
  const { id, name, message } = application;
  const { value: detail, failure } = useApplicationDetail(id);
  return (
    <aside
      ref={pane}
      tabIndex={-1}
      className={classes.detail}
      aria-label={t('serving.detail', { name })}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <div className={classes.detailHead}>
        <h2>{name}</h2>
        <CloseButton aria-label={t('words.close')} onClick={onClose} />
      </div>
      <StateMark tone={toneOf(application)} word={words.state(application)} />
      {message !== undefined && <p className={classes.note}>{message}</p>}
      <Actions application={application} />
      <FactList application={application} />
      {failure && <FailureView failure={failure} compact />}
      {detail ? (
        <>
          <History application={application} history={detail.history} />
          <Parts detail={detail} />
        </>
      ) : (
        !failure && <Waiting words={t('serving.looking')} rows={3} />
      )}
    </aside>
  );
}

function Actions({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const [isChanging, setIsChanging] = useState(false);
  const { id, kind, rights, sync, images } = application;
  const workloads = [...new Set(images.map(({ workload }) => workload))];
  return (
    <>
      <div className={classes.buttons}>
        <Button variant="filled" size="sm" onClick={() => setIsChanging(true)}>
          {t('serving.change')}
        </Button>
        {kind === 'argo-cd' && (
          <>
            <Button
              disabled={!rights.sync}
              variant={sync === 'out-of-sync' && rights.sync ? 'filled' : 'default'}
              onClick={() => void attempt(() => core.serving.syncApplication({ id }))}
            >
              {t('serving.sync')}
            </Button>
            <Button onClick={() => void attempt(() => core.serving.refreshApplication({ id }))}>
              {t('serving.refresh')}
            </Button>
          </>
        )}
        {workloads.map((workload) => (
          <Button
            key={workload}
            disabled={!rights.change}
            onClick={() => void attempt(() => core.serving.restartApplication({ id, workload }))}
          >
            {workloads.length > 1 ? `${t('serving.restart')} ${workload}` : t('serving.restart')}
          </Button>
        ))}
      </div>
      {!rights.change && !rights.sync && <p className={classes.note}>{t('serving.noRights')}</p>}
      {isChanging && <ChangeDialog application={application} onClose={() => setIsChanging(false)} />}
    </>
  );
}
