/** Which platform and project the screens show, and the way to others. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StateMark } from '../../ui/state-mark.tsx';
import { core } from '../core.ts';
import { attempt } from '../notices.ts';
import { useSession } from '../streams.ts';
import classes from './frame.module.css';

/** The menu of platforms and of the projects of the current one. */
export function PlatformSwitcher() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { value: session } = useSession();
  if (!session) return null;
  const current = session.platforms.find((one) => one.id === session.current);
  const project = session.projects.find((one) => one.id === session.project);
  const projectName = project && (project.group ? project.name : t('frame.personalProject'));
  const label = current ? [current.name, projectName].filter(Boolean).join(' / ') : t('frame.noPlatform');

  const choosePlatform = async (id: string, state: string) => {
    await attempt(() => core.signIn.choosePlatform({ id }));
    if (state === 'signed-out' || state === 'expired')
      await navigate({ to: '/sign-in/$platform', params: { platform: id } });
  };

  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <Button
          variant="subtle"
          className={classes.topButton ?? ''}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`${t('frame.platformAndProject')}: ${label}`}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {session.projects.length > 0 && (
          <>
            <Menu.Label>{t('palette.project')}</Menu.Label>
            {session.projects.map((one) => (
              <Menu.Item
                key={one.id}
                aria-current={one.id === session.project ? 'true' : undefined}
                fw={one.id === session.project ? 600 : 400}
                onClick={() => void attempt(() => core.signIn.chooseProject({ id: one.id }))}
              >
                {one.group ? one.name : t('frame.personalProject')}{' '}
                <span className="quiet">{one.namespace}</span>
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{t('palette.platform')}</Menu.Label>
        {session.platforms.map((one) => (
          <Menu.Item
            key={one.id}
            fw={one.id === session.current ? 600 : 400}
            onClick={() => void choosePlatform(one.id, one.state)}
            rightSection={
              one.state === 'expired' || one.state === 'signed-out' ? (
                <StateMark tone="warn" word={t('frame.signIn')} />
              ) : null
            }
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: '/welcome' })}>
          {t('frame.addPlatform')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
