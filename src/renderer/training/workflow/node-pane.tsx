/** One step beside the list: what it was given, what became of it, its log. */
import { CloseButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowNode, WorkflowSummary } from '../../../shared/contract/training/workflows.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { LogView } from '../../app/logs/log-view.tsx';
import { useLog } from '../../app/logs/use-log.ts';
import { formatMoment } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import pairs from '../../ui/ui.module.css';
import { useFocusWhenAlone } from '../../ui/use-focus-when-alone.ts';
import { nodeTone } from '../workflow-state.ts';

export interface NodePaneProps {
  readonly node: WorkflowNode;
  readonly workflow: WorkflowSummary;
  readonly onClose: () => void;
}

/** Escape closes it. */
export function NodePane({ node, workflow, onClose }: NodePaneProps) {
  const { t } = useTranslation();
  const pane = useRef<HTMLElement>(null);
  useFocusWhenAlone(pane);
  const { id, name, type, state, message } = node;
  const hasLog = type === 'Pod' && node.startedAt !== undefined && state !== 'waiting-for-quota';
  const log = useLog(hasLog ? `${workflow.name} ${id}` : undefined, (signal) =>
    core.training.nodeLog({ name: workflow.name, node: id }, { signal }),
  );
  return (
    <aside
      ref={pane}
      tabIndex={-1}
      className={classes.detail}
      style={{ width: 520 }}
      aria-label={t('training.workflow.detail', { name })}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <div className={classes.detailHead}>
        <h2>{name.replace(/\(.*\)$/, '')}</h2>
        <CloseButton aria-label={t('words.close')} onClick={onClose} />
      </div>
      <StateMark tone={nodeTone(state)} word={t(`training.nodeStates.${state}`)} />
      {message !== undefined && <p className={classes.note}>{message}</p>}
      {node.run !== undefined && workflow.server !== undefined && (
        <Link to="/models/run" search={{ server: workflow.server, run: node.run }}>
          {t('training.workflow.inMlflow')}
        </Link>
      )}
      <Facts node={node} />
      {hasLog && (
        <div style={{ width: '100%', display: 'flex', flexDirection: 'column', height: 420 }}>
          <LogView
            name={`${workflow.name}-${id}`}
            label={t('training.workflow.log', { name: name.replace(/\(.*\)$/, '') })}
            log={log}
          />
        </div>
      )}
    </aside>
  );
}

function Facts({ node }: { readonly node: WorkflowNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { parameters, template, startedAt, exitCode } = node;
  const given = Object.entries(parameters);
  return (
    <dl className={pairs.pairs}>
      {given.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd className={classes.code}>{value}</dd>
        </div>
      ))}
      {template !== undefined && (
        <>
          <dt>{t('training.workflow.template')}</dt>
          <dd>{template}</dd>
        </>
      )}
      {startedAt !== undefined && (
        <>
          <dt>{t('training.workflow.began')}</dt>
          <dd>{formatMoment(startedAt, Date.now(), language)}</dd>
        </>
      )}
      {exitCode !== undefined && (
        <>
          <dt>{t('training.workflow.exit')}</dt>
          <dd>{exitCode}</dd>
        </>
      )}
    </dl>
  );
}
