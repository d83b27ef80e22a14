/** The applications: one row each, moved through by key. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Application } from '../../../shared/contract/serving/applications.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { moveInTable } from '../../ui/move-in-table.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { shortImage, toneOf } from '../application-state.ts';
import { useServingWords } from '../use-serving-words.ts';

const columns = ['name', 'state', 'model', 'image', 'ready', 'synced'] as const;
const numbers = new Set<string>(['ready', 'synced']);
const further = new Set<string>(['image', 'ready', 'synced']);

export interface ApplicationTableProps {
  readonly applications: readonly Application[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** J K and arrows move, Enter and Space show, Escape hides. */
export function ApplicationTable({ applications, chosen, onChoose }: ApplicationTableProps) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const stop = chosen ?? applications[0]?.id;
  const wasChosen = useRef(chosen);
  useEffect(() => {
    // The pane that had the focus is gone.
    if (wasChosen.current !== undefined && chosen === undefined)
      body.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
    wasChosen.current = chosen;
  }, [chosen]);
  const press = (event: React.KeyboardEvent<HTMLTableRowElement>, id: string) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') onChoose(id);
    else if (event.key === 'Escape') onChoose(undefined);
    else if (!moveInTable(event)) return;
    event.preventDefault();
  };
  return (
    <table className={classes.table} data-narrow={chosen !== undefined} aria-label={t('serving.list')}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th
              key={name}
              scope="col"
              data-number={numbers.has(name) || undefined}
              data-further={further.has(name) || undefined}
            >
              {t(`serving.columns.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {applications.map((application) => (
          <tr
            key={application.id}
            tabIndex={application.id === stop ? 0 : -1}
            aria-selected={application.id === chosen}
            onClick={() => onChoose(application.id)}
            onKeyDown={(event) => press(event, application.id)}
          >
            <Cells application={application} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cells({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useServingWords();
  const { name, kind, images, ready, wanted, syncedAt, since, message } = application;
  const changed = syncedAt ?? since;
  return (
    <>
      <th scope="row">
        {name}
        <span className={classes.sub}>{t(`serving.kinds.${kind}`)}</span>
      </th>
      <td>
        <StateMark tone={toneOf(application)} word={words.state(application)} />
        {message !== undefined && <span className={classes.sub}>{message}</span>}
      </td>
      <td>{words.models(application) || '–'}</td>
      <td data-further className={classes.code}>
        {images.map(({ image }) => shortImage(image)).join(', ') || '–'}
      </td>
      <td data-number data-further>
        {ready === undefined || wanted === undefined ? '–' : t('words.of', { used: ready, hard: wanted })}
      </td>
      <td data-number data-further>
        {changed === undefined ? '–' : formatMoment(changed, Date.now(), language)}
      </td>
    </>
  );
}
