/** Long work under way: a share and a count in the bar, the list behind it. */
import { Button, Popover } from '@mantine/core';
import { IconProgress } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../shared/contract/shell.ts';
import { formatDuration, formatNumber } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { failureSentence } from '../failures.ts';
import { useLanguage } from '../language/setup.ts';
import { useSay } from '../language/words.ts';
import { useTasks } from '../streams.ts';
import classes from './frame.module.css';

/** The button with the work that runs; absent while nothing does or did. */
export function TaskMenu() {
  const { t } = useTranslation();
  const language = useLanguage();
  const tasks = useTasks().value ?? [];
  const running = tasks.filter((task) => task.state === 'running');
  if (running.length === 0) return null;
  const known = running.filter((task) => task.progress !== undefined);
  const share =
    known.length > 0 ? known.reduce((sum, task) => sum + (task.progress ?? 0), 0) / known.length : undefined;
  return (
    <Popover position="bottom-end" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconProgress size={16} />}>
          <span className="visually-hidden">{t('frame.tasksRunning', { count: running.length })} </span>
          <span className="num">
            {share === undefined ? running.length : `${formatNumber(share * 100, language)} %`}
          </span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('frame.tasks')}>
        {tasks
          .toReversed()
          .slice(0, 8)
          .map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function TaskLine({ task }: { readonly task: Task }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const title = say(`tasks.${task.title}`, task.values) ?? task.title;
  return (
    <div className={classes.task}>
      <div className={classes.taskLine}>
        <span>{title}</span>
        {task.state === 'running' ? (
          <span className={classes.time}>{formatDuration(Date.now() - task.startedAt, language)}</span>
        ) : (
          <StateMark
            tone={task.state === 'done' ? 'good' : 'bad'}
            word={t(task.state === 'done' ? 'frame.taskDone' : 'frame.taskFailed')}
          />
        )}
      </div>
      {task.state === 'running' && task.progress !== undefined && (
        <div
          className={classes.progress}
          role="progressbar"
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(task.progress * 100)}
        >
          <div style={{ width: `${task.progress * 100}%` }} />
        </div>
      )}
      {task.problem && <span className="quiet">{failureSentence(task.problem, say)}</span>}
    </div>
  );
}
