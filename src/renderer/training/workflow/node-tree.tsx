/** The steps of a workflow below each other. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../ui/list-page.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import { nodeTone } from '../workflow-state.ts';
import { NodeRow } from './node-row.tsx';
import { treeRows } from './nodes.ts';
import type { NodesProps } from './run-grid.tsx';

/** Rows that are drawn at once; a grid of more is looked at in the list of runs. */
const most = 500;

/** The left and right arrow close and open a step. */
export function NodeTree({
  nodes,
  root,
  chosen,
  onChoose,
}: NodesProps & { readonly root: string | undefined }) {
  const { t } = useTranslation();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = treeRows(nodes, root, closed).slice(0, most);
  const [first] = rows;
  if (!first)
    return (
      <p className={classes.note} style={{ padding: 16 }}>
        {t('training.workflow.nothing')}
      </p>
    );
  const stop = rows.some(({ node }) => node.id === chosen) ? chosen : first.node.id;
  const turn = (id: string, isClosed: boolean) => {
    const next = new Set(closed);
    if (isClosed) next.add(id);
    else next.delete(id);
    setClosed(next);
  };
  return (
    <table className={classes.table} role="treegrid" aria-label={t('training.workflow.tree')}>
      <tbody>
        {rows.map(({ node, depth, isOpenable }) => {
          const Mark = closed.has(node.id) ? IconChevronRight : IconChevronDown;
          return (
            <NodeRow
              key={node.id}
              id={node.id}
              isChosen={node.id === chosen}
              isStop={node.id === stop}
              onChoose={onChoose}
              level={depth + 1}
              isExpanded={isOpenable ? !closed.has(node.id) : undefined}
              onKey={(key) => {
                if (!isOpenable || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false;
                turn(node.id, key === 'ArrowLeft');
                return true;
              }}
            >
              <th scope="row" style={{ paddingLeft: 12 + depth * 20 }}>
                {isOpenable && <Mark size={14} aria-hidden="true" style={{ verticalAlign: -2 }} />}{' '}
                {node.name}
              </th>
              <td className={classes.note}>{node.type}</td>
              <td>
                <StateMark tone={nodeTone(node.state)} word={t(`training.nodeStates.${node.state}`)} />
              </td>
            </NodeRow>
          );
        })}
      </tbody>
    </table>
  );
}
