/** All nomenclatures and correspondences, each with what can be done with it. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  CorrespondenceSummary,
  NomenclatureSummary,
  Nomenclatures,
} from '../../../shared/contract/annotation/nomenclatures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../campaigns/campaigns.module.css';
import { counted } from '../campaigns/list/campaign-words.ts';
import { wordsIn } from '../codes/code-words.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { useSharedName, type Shared } from './shared-thing.ts';

export interface NomenclatureListProps {
  readonly nomenclatures: Nomenclatures;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** The column on the left. */
export function NomenclatureList({ nomenclatures, chosen, onChoose }: NomenclatureListProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ readonly what: Shared; readonly kind: 'share' | 'remove' }>();
  const close = () => setAsked(undefined);
  return (
    <nav className={classes.library} aria-label={t('annotation.nomenclatures.list')}>
      <ul>
        {nomenclatures.nomenclatures.map((one) => (
          <NomenclatureRow
            key={one.id}
            summary={one}
            isChosen={one.id === chosen}
            onChoose={() => onChoose(one.id)}
            onAsk={(kind) => setAsked({ kind, what: { kind: 'nomenclature', id: one.id } })}
          />
        ))}
      </ul>
      {nomenclatures.correspondences.length > 0 && (
        <>
          <h2>{t('annotation.nomenclatures.correspondences')}</h2>
          <ul>
            {nomenclatures.correspondences.map((one) => (
              <CorrespondenceRow
                key={`${one.from} ${one.to}`}
                summary={one}
                onAsk={(kind) =>
                  setAsked({ kind, what: { kind: 'correspondence', from: one.from, to: one.to } })
                }
              />
            ))}
          </ul>
        </>
      )}
      {asked?.kind === 'share' && <ShareDialog what={asked.what} onClose={close} />}
      {asked?.kind === 'remove' && <RemoveDialog what={asked.what} onClose={close} />}
    </nav>
  );
}

interface Asking {
  readonly onAsk: (kind: 'share' | 'remove') => void;
}

function NomenclatureRow({
  summary,
  isChosen,
  onChoose,
  onAsk,
}: Asking & {
  readonly summary: NomenclatureSummary;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, titles, counts, from, notesIn } = summary;
  const name = wordsIn(titles, language).text || id;
  return (
    <li data-chosen={isChosen || undefined}>
      <button type="button" aria-current={isChosen || undefined} onClick={onChoose}>
        <span className={classes.name}>{name}</span>
        <span className={classes.sub}>
          {counts.map((count) => formatNumber(count, language)).join(' / ')} ·{' '}
          {t(`annotation.nomenclatures.from.${from}`)} ·{' '}
          {notesIn.length > 0
            ? t('annotation.nomenclatures.notesIn', {
                languages: notesIn.map((one) => t(`annotation.languages.${one}`)).join(', '),
              })
            : t('annotation.nomenclatures.noNotes')}
        </span>
      </button>
      <Actions name={name} onAsk={onAsk} canRemove={from === 'imported'} />
    </li>
  );
}

function CorrespondenceRow({ summary, onAsk }: Asking & { readonly summary: CorrespondenceSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { from, to, pairs, origin } = summary;
  const name = useSharedName()({ kind: 'correspondence', from, to });
  return (
    <li>
      <span>
        <span className={classes.name}>{name}</span>
        <span className={classes.sub}>
          {t('annotation.nomenclatures.pairs', counted(pairs, language))} ·{' '}
          {t(`annotation.nomenclatures.from.${origin}`)}
        </span>
      </span>
      <Actions name={name} onAsk={onAsk} canRemove={origin === 'imported'} />
    </li>
  );
}

function Actions({
  name,
  onAsk,
  canRemove,
}: Asking & { readonly name: string; readonly canRemove: boolean }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('annotation.nomenclatures.actions', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk('share')}>{t('annotation.share.open')}</Menu.Item>
        {canRemove && <Menu.Item onClick={() => onAsk('remove')}>{t('annotation.remove.open')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
