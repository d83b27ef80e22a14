/** The list of services: one row each, moved through by key. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/contract/services.ts';
import { useLanguage } from '../app/language/setup.ts';
import { formatBytes, formatCores, formatDuration } from '../ui/format.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { useNow } from '../ui/use-now.ts';
import { AdviceButtons, useReasonSentence } from './reason-view.tsx';
import classes from './services.module.css';
import { arrange, stateTones, type SortColumn, type Sorting } from './sort-services.ts';
import { useServiceActions } from './use-actions.ts';

const columns: readonly { readonly name: SortColumn; readonly number: boolean }[] = [
  { name: 'name', number: false },
  { name: 'state', number: false },
  { name: 'cpu', number: true },
  { name: 'memory', number: true },
  { name: 'age', number: true },
];

export interface ServiceTableProps {
  readonly label: string;
  readonly services: readonly Service[];
  readonly filter: string;
  readonly chosen: string | undefined;
}

/** Sorted by a click on a heading; J K and arrows move, Enter opens, Space looks. */
export function ServiceTable({ label, services, filter, chosen }: ServiceTableProps) {
  const { t } = useTranslation();
  const actions = useServiceActions();
  const [sorting, setSorting] = useState<Sorting>({ column: 'state', descending: false });
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = arrange(services, filter, sorting);
  const stop = shown.some((one) => one.id === chosen) ? chosen : shown[0]?.id;

  const move = (row: HTMLElement, by: number) => {
    const rows = [...(body.current?.rows ?? [])];
    rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(row as HTMLTableRowElement) + by))]?.focus();
  };
  const press = (event: React.KeyboardEvent<HTMLTableRowElement>, service: Service) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Record<string, () => void> = {
      j: () => move(event.currentTarget, 1),
      ArrowDown: () => move(event.currentTarget, 1),
      k: () => move(event.currentTarget, -1),
      ArrowUp: () => move(event.currentTarget, -1),
      Enter: () => (service.canOpen ? void actions.open(service.id, service.name) : actions.show(service.id)),
      ' ': () => actions.show(service.id),
      Delete: () => actions.askDelete(service.id),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <table className={classes.table} data-narrow={chosen !== undefined} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ name, number }) => (
            <th
              key={name}
              scope="col"
              className={`${number ? classes.number : ''} ${name === 'cpu' || name === 'memory' ? classes.numberWide : ''}`}
              aria-sort={sorting.column === name ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button
                type="button"
                onClick={() =>
                  setSorting({ column: name, descending: sorting.column === name && !sorting.descending })
                }
              >
                {t(`services.${name}`)}
                <span aria-hidden="true">
                  {sorting.column === name ? (sorting.descending ? ' ↓' : ' ↑') : ''}
                </span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {shown.map((service) => (
          <tr
            key={service.id}
            tabIndex={service.id === stop ? 0 : -1}
            aria-selected={service.id === chosen}
            data-row
            onClick={() => actions.show(service.id)}
            onDoubleClick={() => service.canOpen && void actions.open(service.id, service.name)}
            onKeyDown={(event) => press(event, service)}
          >
            <ServiceCells service={service} isAlone={chosen === undefined} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `isAlone`: no pane stands beside the list, so the row itself says what to do. */
function ServiceCells({ service, isAlone }: { readonly service: Service; readonly isAlone: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(service.state === 'starting' ? 1_000 : 15_000);
  const sentence = useReasonSentence()(service);
  const showsFor = service.state !== 'ready' && service.state !== 'ghost';
  return (
    <>
      <td className={classes.name}>
        {service.name}
        <span className={classes.chart}>{service.chart}</span>
      </td>
      <td>
        <div className={classes.stateCell}>
          <div className={classes.stateLine}>
            <StateMark tone={stateTones[service.state]} word={t(`states.${service.state}`)} />
            {showsFor && (
              <span className={`${classes.advice} num`}>
                {t('services.for', {
                  time: formatDuration(now - (service.reason?.since ?? service.since), language),
                })}
              </span>
            )}
            {sentence && <span className={classes.reason}>{sentence}</span>}
          </div>
          {isAlone && (service.state === 'failed' || service.state === 'ghost') && (
            <AdviceButtons service={service} />
          )}
        </div>
      </td>
      <td className={`${classes.number} ${classes.numberWide}`}>
        {service.cpu === undefined ? '–' : formatCores(service.cpu, language)}
      </td>
      <td className={`${classes.number} ${classes.numberWide}`}>
        {service.memory === undefined ? '–' : formatBytes(service.memory, language)}
      </td>
      <td className={classes.number}>{formatDuration(now - service.startedAt, language)}</td>
    </>
  );
}
