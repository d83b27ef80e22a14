/** One training whole: how far it is, its runs, their logs, and which was best. */
import { Tabs } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workflow } from '../../shared/contract/training/workflows.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { createLive, useLive } from '../app/live.ts';
import { announce } from '../app/notices.ts';
import { formatNumber, formatTime } from '../ui/format.ts';
import classes from '../ui/list-page.module.css';
import { StateMark } from '../ui/state-mark.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { NodePane } from './workflow/node-pane.tsx';
import { NodeTree } from './workflow/node-tree.tsx';
import { Ranking } from './workflow/ranking.tsx';
import { RunGrid } from './workflow/run-grid.tsx';
import { WorkflowActions } from './workflow/workflow-actions.tsx';
import { WorkflowYaml } from './workflow/workflow-yaml.tsx';
import { toneOf } from './workflow-state.ts';

const tabs = ['grid', 'tree', 'ranking', 'yaml'] as const;

/** The page of `/training/workflow`. */
export function WorkflowPage() {
  const { name = '' } = useSearch({ from: '/training/workflow' });
  return <Followed key={name} name={name} />;
}

function Followed({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const [live] = useState(() => createLive((signal) => core.training.workflow({ name }, { signal })));
  const { value, failure } = useLive(live);
  if (value) return <Shown workflow={value} />;
  return failure ? (
    <FailureView failure={failure} />
  ) : (
    <Waiting words={t('training.looking')} rows={8} isPage />
  );
}

function Shown({ workflow: whole }: { readonly workflow: Workflow }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/training/workflow' });
  const tab = tabs.find((one) => one === search.tab) ?? 'grid';
  const { workflow, message, nodes, pods, from, connection, asOf, problem } = whole;
  const { name, state } = workflow;
  const node = nodes.find(({ id }) => id === search.node);
  const number = (value: number) => formatNumber(value, language);
  const progress = t('training.workflow.progress', {
    done: number(pods.done),
    failed: number(pods.failed),
    running: number(pods.running),
    waiting: number(pods.waiting),
  });
  const summary =
    pods.all === undefined
      ? progress
      : t('training.workflow.progressOf', { progress, all: number(pods.all) });
  useEffect(() => announce(t(`training.states.${state}`)), [state, t]);
  const go = (change: { tab?: string; node?: string | undefined }) => {
    const { node: kept, ...others } = { ...search, name, ...change };
    const next = { ...others, ...(kept !== undefined && { node: kept }) };
    void navigate({ to: '/training/workflow', search: next, replace: true });
  };
  const choose = (id: string | undefined) => go({ node: id });
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>
          <Link to="/training" activeProps={{}}>
            {t('training.title')}
          </Link>{' '}
          / {name}
        </h1>
        <StateMark tone={toneOf(state)} word={t(`training.states.${state}`)} />
        <span className={classes.summary}>{summary}</span>
        {connection !== 'live' && (
          <span className={classes.note}>{t('training.stored', { time: formatTime(asOf, language) })}</span>
        )}
        <WorkflowActions workflow={whole} />
        {message !== undefined && <p className={`${classes.wide} ${classes.note}`}>{message}</p>}
        {from === 'pods' && (
          <p className={`${classes.wide} ${classes.note}`}>{t('training.workflow.fromPods')}</p>
        )}
        {problem && (
          <div className={classes.wide}>
            <FailureView failure={problem} compact />
          </div>
        )}
      </div>
      <div className={classes.body}>
        <Tabs value={tab} onChange={(next) => next !== null && go({ tab: next })} keepMounted={false}>
          <Tabs.List>
            {tabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(`training.workflow.tabs.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="grid">
            <RunGrid nodes={nodes} chosen={node?.id} onChoose={choose} />
          </Tabs.Panel>
          <Tabs.Panel value="tree">
            <NodeTree nodes={nodes} root={whole.root} chosen={node?.id} onChoose={choose} />
          </Tabs.Panel>
          <Tabs.Panel value="ranking">
            <Ranking workflow={whole} />
          </Tabs.Panel>
          <Tabs.Panel value="yaml">
            <WorkflowYaml name={name} />
          </Tabs.Panel>
        </Tabs>
      </div>
      {node && <NodePane key={node.id} node={node} workflow={workflow} onClose={() => choose(undefined)} />}
    </div>
  );
}
