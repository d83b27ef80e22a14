/** The list of campaigns: one row each, moved through by key. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignSummary } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatNumber } from '../../../ui/format.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import classes from '../campaigns.module.css';
import { refKey } from '../campaign-ref.ts';
import { mayCode } from '../home-lines.ts';
import { moveInTable } from '../../../ui/move-in-table.ts';
import { counted, formatDay, useCampaignState, useNomenclatureName } from './campaign-words.ts';
import { choose, useCampaignActions, useChosen } from './use-campaign-actions.ts';

const columns = ['title', 'nomenclature', 'progress', 'next', 'deadline', 'state'] as const;
const numbers = new Set<string>(['progress', 'next', 'deadline']);

/** J K and arrows move, Enter codes or opens, Space looks. */
export function CampaignTable({
  campaigns,
  chosen,
}: {
  readonly campaigns: readonly CampaignSummary[];
  readonly chosen: string | undefined;
}) {
  const { t } = useTranslation();
  const { open } = useCampaignActions();
  const body = useRef<HTMLTableSectionElement>(null);
  const last = useChosen((store) => store.last);
  const first = campaigns[0];
  const stop = campaigns.some(({ at }) => refKey(at) === last) ? last : first && refKey(first.at);
  const wasChosen = useRef(chosen);
  useEffect(() => {
    // The pane that had the focus is gone.
    if (wasChosen.current !== undefined && chosen === undefined)
      body.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
    wasChosen.current = chosen;
  }, [chosen]);
  const press = (event: React.KeyboardEvent<HTMLTableRowElement>, campaign: CampaignSummary) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') open(campaign);
    else if (event.key === ' ') choose(campaign.at);
    else if (!moveInTable(event)) return;
    event.preventDefault();
  };
  return (
    <table
      className={classes.table}
      data-narrow={chosen !== undefined}
      aria-label={t('annotation.list.label')}
    >
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" data-column={name} data-number={numbers.has(name) || undefined}>
              {t(`annotation.list.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {campaigns.map((campaign) => {
          const key = refKey(campaign.at);
          return (
            <tr
              key={key}
              tabIndex={key === stop ? 0 : -1}
              aria-selected={key === chosen}
              onClick={() => choose(campaign.at)}
              onDoubleClick={() => open(campaign)}
              onKeyDown={(event) => press(event, campaign)}
            >
              <Cells campaign={campaign} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Cells({ campaign: summary }: { readonly campaign: CampaignSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNomenclatureName();
  const { tone, word } = useCampaignState()(summary);
  const { campaign, mine, items, nextItems } = summary;
  return (
    <>
      <td className={classes.name}>
        {campaign.title}
        <span className={classes.sub}>
          {t(`annotation.purposes.${campaign.purpose}`)} · {t(`annotation.modes.${campaign.mode}`)}
        </span>
      </td>
      <td data-column="nomenclature">{nameOf(campaign.nomenclature.id)}</td>
      <td data-number data-column="progress">
        {t('words.of', { used: formatNumber(mine.done, language), hard: formatNumber(items, language) })}
      </td>
      <td data-number data-column="next">
        {mayCode(summary) && nextItems !== undefined
          ? t('annotation.list.nextItems', counted(nextItems, language))
          : '–'}
      </td>
      <td data-number data-column="deadline">
        {campaign.deadline === undefined ? '–' : formatDay(campaign.deadline, language)}
      </td>
      <td>
        <StateMark tone={tone} word={word} />
      </td>
    </>
  );
}
