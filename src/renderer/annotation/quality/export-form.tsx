/** What to export, how, under which name. */
import { Button, Checkbox, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile } from '../../../shared/contract/annotation/campaigns.ts';
import { ExportRows } from '../../../shared/contract/annotation/exchange.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { announce } from '../../app/notices.ts';
import { isExportName, proposeName } from './export-name.ts';
import type { Exports } from './use-exports.ts';
import classes from './exchange.module.css';

const formats = ['etl-parquet', 'csv', 'label-studio', 'label-studio-min'] as const;
const rowKinds = ExportRows.options;
const setNames = ['coded', 'skipped', 'unclassifiable'] as const;
type SetName = (typeof setNames)[number];

/** Each choice says in a sentence what comes of it; the button says what will happen. */
export function ExportForm({
  campaign,
  exports,
}: {
  readonly campaign: CampaignFile;
  readonly exports: Exports;
}) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<(typeof formats)[number]>('etl-parquet');
  const [rows, setRows] = useState<(typeof rowKinds)[number]>('resolved');
  const [sets, setSets] = useState<readonly SetName[]>(['coded']);
  const [typed, setTyped] = useState<string>();
  const taken = exports.made?.map(({ name }) => name) ?? [];
  const name = typed ?? proposeName(Date.now(), rows, taken);
  const problem = !isExportName(name) ? 'badName' : taken.includes(name) ? 'takenName' : undefined;
  const make = async () => {
    if (problem || sets.length === 0 || exports.isMaking) return;
    const ordered = setNames.filter((one) => sets.includes(one));
    if (!(await exports.make({ format, rows, sets: ordered, name }))) return;
    setTyped(undefined);
    announce(t('quality.exchange.made', { name }));
  };
  return (
    <form
      className={classes.section}
      aria-labelledby="make-export"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h3 id="make-export">{t('quality.exchange.make')}</h3>
      <div className={classes.choices}>
        <Radio.Group
          label={t('quality.exchange.format')}
          value={format}
          onChange={(value) => setFormat(formats.find((one) => one === value) ?? format)}
        >
          <div className={classes.options}>
            {formats.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`quality.exchange.formats.${one}.name`)}
                description={t(`quality.exchange.formats.${one}.about`)}
              />
            ))}
          </div>
        </Radio.Group>
        <div className={classes.options}>
          <Radio.Group
            label={t('quality.exchange.rows')}
            value={rows}
            onChange={(value) => setRows(rowKinds.find((one) => one === value) ?? rows)}
          >
            <div className={classes.options}>
              {rowKinds.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={t(`quality.exchange.rowKinds.${one}.name`)}
                  description={t(`quality.exchange.rowKinds.${one}.about`)}
                />
              ))}
            </div>
          </Radio.Group>
          <Checkbox.Group
            label={t('quality.exchange.sets')}
            value={[...sets]}
            onChange={(value) => setSets(setNames.filter((one) => value.includes(one)))}
            error={sets.length === 0 ? t('quality.exchange.noSet') : undefined}
          >
            <div className={classes.options}>
              {setNames.map((one) => (
                <Checkbox
                  key={one}
                  value={one}
                  label={t(
                    one === 'coded'
                      ? `quality.exchange.setNames.${campaign.purpose}`
                      : `quality.exchange.setNames.${one}`,
                  )}
                />
              ))}
            </div>
          </Checkbox.Group>
        </div>
      </div>
      <TextInput
        className={classes.name ?? ''}
        label={t('quality.exchange.name')}
        description={t('quality.exchange.nameHint')}
        value={name}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={problem && t(`quality.exchange.${problem}`)}
      />
      {exports.makeFailure && (
        <FailureView failure={exports.makeFailure} onRetry={() => void make()} compact />
      )}
      <div className={classes.foot}>
        <Button
          type="submit"
          variant="filled"
          loading={exports.isMaking}
          disabled={problem !== undefined || sets.length === 0}
        >
          {t('quality.exchange.makeButton', {
            format: t(`quality.exchange.formats.${format}.name`),
            rows: t(`quality.exchange.rowKinds.${rows}.name`).toLocaleLowerCase(),
          })}
        </Button>
        <span role="status" className="quiet">
          {exports.isMaking && t('quality.exchange.making')}
        </span>
      </div>
    </form>
  );
}
