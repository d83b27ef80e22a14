/** In the top bar: how much goes up and down. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { useTransfers } from '../../app/streams.ts';
import { formatNumber } from '../../ui/format.ts';
import { isActive, shareOfAll } from './transfer-words.ts';
import classes from './transfers.module.css';

/** Absent while nothing moves and nobody asks. */
export function TransferMark() {
  const { t } = useTranslation();
  const language = useLanguage();
  const all = useTransfers().value?.transfers ?? [];
  const moving = all.filter((one) => isActive(one) || one.state === 'asking');
  if (moving.length === 0) return null;
  const down = moving.filter(({ kind }) => kind === 'download').length;
  const up = moving.length - down;
  const share = shareOfAll(moving);
  return (
    <Link to="/storage/transfers" className={classes.mark}>
      <span className="visually-hidden">{t('transfers.moving', { count: moving.length })} </span>
      {up > 0 && (
        <span>
          <IconArrowUp size={14} aria-hidden="true" />
          {up}
        </span>
      )}
      {down > 0 && (
        <span>
          <IconArrowDown size={14} aria-hidden="true" />
          {down}
        </span>
      )}
      {share !== undefined && <span>{formatNumber(share * 100, language)} %</span>}
    </Link>
  );
}
