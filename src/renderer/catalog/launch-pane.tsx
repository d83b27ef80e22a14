/** What will run: the differences from the defaults, the values as text, the command, the link. */
import { Button, Checkbox, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LaunchForm } from '../../shared/contract/launch-form.ts';
import { CodeBox } from '../ui/code-box.tsx';
import type { FormEditor } from './form-editor.ts';
import classes from './launch.module.css';
import { ValuesText } from './values-text.tsx';

const tabs = ['differences', 'yaml', 'command', 'link'] as const;
export type LaunchTab = (typeof tabs)[number];

/** The right half of the launch page; the page keeps the tab, for the pane is drawn anew when the form cannot be drawn. */
export function LaunchPane({
  form,
  editor,
  tab,
  onTab,
}: {
  readonly form: LaunchForm;
  readonly editor: FormEditor;
  readonly tab: LaunchTab;
  readonly onTab: (tab: LaunchTab) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={classes.side} aria-label={t('launch.pane')}>
      <Tabs value={tab} onChange={(name) => onTab(tabs.find((one) => one === name) ?? 'differences')}>
        <Tabs.List>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`launch.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {tab === 'yaml' ? (
        <div className={classes.sideFill}>
          <div>
            <Checkbox
              label={t('launch.includeDefaults')}
              checked={form.includesChartDefaults}
              onChange={(event) =>
                editor.edit({ kind: 'include-chart-defaults', include: event.currentTarget.checked })
              }
            />
          </div>
          <ValuesText form={form} editor={editor} />
        </div>
      ) : (
        <div className={classes.sideBody}>
          {tab === 'differences' && (
            <>
              <Differences form={form} />
              <Button style={{ justifySelf: 'start' }} onClick={() => editor.edit({ kind: 'reset' })}>
                {t('launch.reset')}
              </Button>
            </>
          )}
          {tab === 'command' && (
            <>
              <p className={classes.groupText}>{t('launch.commandHint')}</p>
              <CodeBox text={form.command} label={t('launch.command')} wrap />
            </>
          )}
          {tab === 'link' && (
            <>
              <p className={classes.groupText}>{t('launch.linkHint')}</p>
              <CodeBox text={form.link} label={t('launch.link')} wrap />
            </>
          )}
        </div>
      )}
    </section>
  );
}

function Differences({ form }: { readonly form: LaunchForm }) {
  const { t } = useTranslation();
  if (form.differences.length === 0)
    return <p className={classes.groupText}>{t('launch.differencesNone')}</p>;
  return (
    <ul className={classes.differences}>
      {form.differences.map((difference) => (
        <li key={difference.path.join('.')}>
          <code>{difference.path.join('.')}</code>
          {difference.from !== undefined && (
            <code className={classes.from}>
              <span className="visually-hidden">{t('launch.differencesFrom')} </span>
              {difference.from}
            </code>
          )}
          {difference.to !== undefined && <code className={classes.to}>{difference.to}</code>}
        </li>
      ))}
    </ul>
  );
}
