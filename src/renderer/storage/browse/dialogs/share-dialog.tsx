/** A link that works for anyone until it ends. */
import { Button, Group, NumberInput, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { CodeBox } from '../../../ui/code-box.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import { nameOf } from '../place-address.ts';
import classes from '../storage.module.css';
import { formatEnd } from '../words.ts';

const hour = 3_600;
const choices = { hour, day: 24 * hour, week: 168 * hour, other: 0 } as const;
type Choice = keyof typeof choices;

/** Asks for how long, makes the link, says exactly when it ends. */
export function ShareDialog({
  object,
  onClose,
}: {
  readonly object: ObjectRef;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [choice, setChoice] = useState<Choice>('day');
  const [hours, setHours] = useState(12);
  const [link, setLink] = useState<{ address: string; expiresAt: number; shortenedByKeys: boolean }>();
  const make = async () => {
    const seconds = choice === 'other' ? hours * hour : choices[choice];
    setLink(await attempt(() => core.storage.presign({ ...object, seconds })));
  };
  return (
    <Dialog title={t('storage.share.title', { name: nameOf(object.key) })} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => (event.preventDefault(), void make())}>
        <Radio.Group
          label={t('storage.share.howLong')}
          value={choice}
          onChange={(value) => {
            setChoice(value);
            setLink(undefined);
          }}
        >
          <div className={classes.radios}>
            {(Object.keys(choices) as Choice[]).map((name, index) => (
              <Radio
                key={name}
                value={name}
                label={t(`storage.share.${name}`)}
                {...(index === 1 ? { 'data-autofocus': true } : {})}
              />
            ))}
          </div>
        </Radio.Group>
        {choice === 'other' && (
          <NumberInput
            label={t('storage.share.hours')}
            description={t('storage.share.hoursHint')}
            min={1}
            max={168}
            clampBehavior="strict"
            allowDecimal={false}
            value={hours}
            onChange={(value) => {
              setHours(Math.min(168, Math.max(1, Number(value) || 1)));
              setLink(undefined);
            }}
          />
        )}
        {link && (
          <div className={classes.form}>
            <p className={classes.strong}>
              {t('storage.share.ends', { time: formatEnd(link.expiresAt, language) })}
            </p>
            {link.shortenedByKeys && (
              <p className={classes.standingLine}>
                <ToneIcon tone="warn" />
                {t('storage.share.shortened')}
              </p>
            )}
            <CodeBox text={link.address} label={t('storage.share.link')} wrap />
          </div>
        )}
        <p className="quiet">{t('storage.share.warning')}</p>
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.close')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={link !== undefined}>
            {t('storage.share.make')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
