/** How fast transfers may go. */
import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Transfers } from '../../../shared/contract/storage/transfers.ts';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import classes from './transfers.module.css';

const mebibyte = 1024 * 1024;

/** Two fields in MiB a second; empty: no limit. */
export function TransferLimits({ limits }: { readonly limits: Transfers['limits'] }) {
  const { t } = useTranslation();
  const [up, setUp] = useState<number | string>(limits.up === undefined ? '' : limits.up / mebibyte);
  const [down, setDown] = useState<number | string>(limits.down === undefined ? '' : limits.down / mebibyte);
  const bytes = (value: number | string) =>
    typeof value === 'number' && value > 0 ? value * mebibyte : undefined;
  const same = bytes(up) === limits.up && bytes(down) === limits.down;
  const save = () => {
    const [mostUp, mostDown] = [bytes(up), bytes(down)];
    void attempt(() =>
      core.storage.setLimits({
        ...(mostUp !== undefined && { up: mostUp }),
        ...(mostDown !== undefined && { down: mostDown }),
      }),
    );
  };
  const field = (label: string, value: number | string, set: (value: number | string) => void) => (
    <NumberInput
      label={label}
      placeholder={t('transfers.noLimit')}
      value={value}
      onChange={set}
      min={0}
      decimalScale={2}
      w={200}
    />
  );
  return (
    <form className={classes.limits} onSubmit={(event) => (event.preventDefault(), save())}>
      {field(t('transfers.limitUp'), up, setUp)}
      {field(t('transfers.limitDown'), down, setDown)}
      <Button size="sm" type="submit" disabled={same}>
        {t('transfers.limitSave')}
      </Button>
    </form>
  );
}
