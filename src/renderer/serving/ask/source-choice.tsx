/** Who is asked: services on the network, models of this laptop, and an address that a person types. */
import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import classes from '../../ui/list-page.module.css';
import type { NamedSource } from '../sources.ts';

export interface SourceChoiceProps {
  readonly live: readonly NamedSource[];
  readonly here: readonly NamedSource[];
  /** Keys. */
  readonly chosen: readonly string[];
  readonly onChoose: (keys: readonly string[]) => void;
  readonly onAdd: (source: NamedSource) => void;
}

/** Checkboxes, and a line to add an address. */
export function SourceChoice({ live, here, chosen, onChoose, onAdd }: SourceChoiceProps) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group label={t('serving.asking.of')} value={[...chosen]} onChange={onChoose}>
      <div className={classes.fields} style={{ alignItems: 'start', marginTop: 8 }}>
        <div className={classes.section}>
          <span className={classes.note}>{t('serving.asking.live')}</span>
          {live.map(({ key, name, source }) => (
            <Checkbox
              key={key}
              value={key}
              label={name}
              {...(source.kind === 'served' && source.address !== name && { description: source.address })}
            />
          ))}
          <OtherAddress onAdd={onAdd} />
        </div>
        <div className={classes.section}>
          <span className={classes.note}>{t('serving.asking.here')}</span>
          {here.map(({ key, name }) => (
            <Checkbox key={key} value={key} label={name} />
          ))}
          {here.length === 0 && (
            <p className={classes.note}>
              <Link to="/models" search={{ tab: 'laptop' }}>
                {t('serving.asking.noneHere')}
              </Link>
            </p>
          )}
        </div>
      </div>
    </Checkbox.Group>
  );
}

function OtherAddress({ onAdd }: Pick<SourceChoiceProps, 'onAdd'>) {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const isAddress = URL.canParse(address) && /^https?:/.test(address);
  const add = async () => {
    if (user !== '' && password !== '') {
      const kept = await attempt(() => core.serving.setServedPassword({ address, user, password }));
      if (!kept) return;
    }
    const source = { kind: 'served', address, dialect: 'auto', ...(user !== '' && { user }) } as const;
    onAdd({ key: `served ${address}`, name: address, source });
    setAddress('');
    setUser('');
    setPassword('');
  };
  return (
    <details>
      <summary>{t('serving.asking.address')}</summary>
      <div className={classes.form}>
        <TextInput
          label={t('serving.asking.address')}
          placeholder="https://"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <div className={classes.fields}>
          <TextInput
            label={t('serving.asking.user')}
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('serving.asking.password')}
            style={{ width: 180 }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </div>
        <div className={classes.buttons}>
          <Button disabled={!isAddress} onClick={() => void add()}>
            {t('serving.asking.add')}
          </Button>
        </div>
      </div>
    </details>
  );
}
