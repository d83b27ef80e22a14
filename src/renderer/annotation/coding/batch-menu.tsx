/** What is seldom done with a batch: sending at once, giving it back. */
import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { BatchWork } from '../../../shared/contract/annotation/coding.ts';
import { core } from '../../app/core.ts';
import { announce, attempt } from '../../app/notices.ts';
import classes from './coding.module.css';

export interface BatchMenuProps {
  readonly at: CampaignRef;
  readonly batch: string;
  /** Of an assigned batch nobody can be rid. */
  readonly assignment: BatchWork['campaign']['assignment'];
  /** Nothing is left in it to give back. */
  readonly isDecided: boolean;
  /** Back to the search box. */
  readonly onLeave: () => void;
}

/** A batch that was given back leads to its campaign; what was decided in it stays. */
export const BatchMenu = memo(function BatchMenu(props: BatchMenuProps) {
  const { at, batch, assignment, isDecided, onLeave } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const send = () => attempt(() => core.annotation.sendNow({ at }));
  const giveBack = () =>
    attempt(async () => {
      await core.annotation.releaseBatch({ at, batch });
      announce(t('coding.menu.givenBack', { name: batch }));
      await navigate({ to: '/annotation/campaign', search: at });
    });
  const refusal =
    (assignment === 'assigned' && t('coding.menu.assigned')) || (isDecided && t('coding.menu.allDecided'));
  return (
    <Menu position="bottom-end" returnFocus={false} onClose={onLeave}>
      <Menu.Target>
        <Button size="compact-sm" leftSection={<IconDots size={16} />}>
          {t('coding.menu.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void send()}>{t('coding.menu.send')}</Menu.Item>
        <Menu.Item disabled={refusal !== false} onClick={() => void giveBack()}>
          {t('coding.menu.giveBack')}
          <span className={classes.menuHint}>{refusal || t('coding.menu.giveBackHint')}</span>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
});
