/** The runs of a grid: one row a combination, with what tells it apart. */
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowNode } from '../../../shared/contract/training/workflows.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatDuration } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { durationOf, nodeTone } from '../workflow-state.ts';
import { NodeRow } from './node-row.tsx';
import { differingParameters, runsOf } from './nodes.ts';

/** Pixels of a row. */
const height = 37;
const failed = new Set(['failed', 'error']);

export interface NodesProps {
  readonly nodes: readonly WorkflowNode[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** Only the rows in sight are drawn: a grid may have thousands. */
export function RunGrid({ nodes, chosen, onChoose }: NodesProps) {
  const { t } = useTranslation();
  const [onlyFailed, setOnlyFailed] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const all = runsOf(nodes);
  const runs = onlyFailed ? all.filter(({ state }) => failed.has(state)) : all;
  const names = differingParameters(all);
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 20,
  });
  if (all.length === 0)
    return (
      <p className={classes.note} style={{ padding: 16 }}>
        {t('training.workflow.nothing')}
      </p>
    );
  const shown = rows.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const stop = runs.some(({ id }) => id === chosen) ? chosen : runs[shown[0]?.index ?? 0]?.id;
  return (
    <>
      {all.some(({ state }) => failed.has(state)) && (
        <div className={classes.tools}>
          <Checkbox
            label={t('training.workflow.onlyFailed')}
            checked={onlyFailed}
            onChange={(event) => setOnlyFailed(event.currentTarget.checked)}
          />
        </div>
      )}
      <div ref={box} className={classes.scroll} style={{ maxHeight: 'calc(100vh - 260px)', minHeight: 200 }}>
        <table
          className={classes.table}
          aria-label={t('training.workflow.grid')}
          aria-rowcount={runs.length + 1}
        >
          <thead>
            <tr>
              <th scope="col">{t('training.workflow.run')}</th>
              <th scope="col">{t('training.list.state')}</th>
              {names.map((name) => (
                <th key={name} scope="col" data-number>
                  {name}
                </th>
              ))}
              <th scope="col" data-number>
                {t('training.workflow.took')}
              </th>
            </tr>
          </thead>
          <tbody>
            {above > 0 && <tr style={{ height: above }} aria-hidden="true" />}
            {shown.map(({ index }) => {
              const run = runs[index];
              return (
                run && (
                  <NodeRow
                    key={run.id}
                    id={run.id}
                    isChosen={run.id === chosen}
                    isStop={run.id === stop}
                    onChoose={onChoose}
                  >
                    <Cells run={run} names={names} />
                  </NodeRow>
                )
              );
            })}
            {below > 0 && <tr style={{ height: below }} aria-hidden="true" />}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Cells({ run, names }: { readonly run: WorkflowNode; readonly names: readonly string[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(1_000);
  const took = run.state === 'waiting-for-quota' ? undefined : durationOf(run, now);
  return (
    <>
      <th scope="row">{run.name.replace(/\(.*\)$/, '')}</th>
      <td>
        <StateMark tone={nodeTone(run.state)} word={t(`training.nodeStates.${run.state}`)} />
      </td>
      {names.map((name) => (
        <td key={name} data-number>
          {run.parameters[name] ?? '–'}
        </td>
      ))}
      <td data-number>{took === undefined ? '–' : formatDuration(took, language)}</td>
    </>
  );
}
