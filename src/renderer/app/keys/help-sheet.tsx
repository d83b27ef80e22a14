/** The keys of the app, on one sheet. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { isMac, KeyHint } from '../../ui/key-hint.tsx';
import { showKey } from '../../ui/show-key.ts';
import pairs from '../../ui/ui.module.css';
import { core } from '../core.ts';
import { useFrame } from '../frame/frame-state.ts';
import { useLanguage } from '../language/setup.ts';
import { defaultKeys, type ActionName } from './keys.ts';
import { useKeysInForce } from './use-keys.ts';

const inLists = [
  ['move', 'j k'],
  ['open', 'enter'],
  ['preview', 'space'],
] as const;

/** Opened by `?`, closed by Escape. */
export function HelpSheet() {
  const { t } = useTranslation();
  const language = useLanguage();
  const keys = useKeysInForce();
  const set = useFrame((state) => state.set);
  const about = useQuery({
    queryKey: ['about'],
    queryFn: ({ signal }) => core.shell.about({}, { signal }),
  }).data;
  return (
    <Dialog title={t('keys.title')} onClose={() => set('help', false)} size="lg">
      <h3>{t('keys.everywhere')}</h3>
      <dl className={pairs.pairs}>
        {(Object.keys(defaultKeys) as ActionName[]).map((action) => (
          <div key={action} style={{ display: 'contents' }}>
            <dt>
              <KeyHint keys={keys[action]} language={language} />
            </dt>
            <dd>{t(`keys.${action}`)}</dd>
          </div>
        ))}
        <dt>
          <KeyHint keys="mod+1" language={language} /> … <KeyHint keys="9" language={language} />
        </dt>
        <dd>{t('keys.opened')}</dd>
      </dl>
      <h3>{t('keys.lists')}</h3>
      <dl className={pairs.pairs}>
        {inLists.map(([name, key]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>
              {key.split(' ').map((one) => (
                <KeyHint key={one} keys={one} language={language} />
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      {about && (
        <p className="quiet">
          {/* The frame of another origin passes no key on; the window of the desktop app hears F6 everywhere. */}
          {t(about.host === 'web' ? 'keys.inFrame' : 'keys.inService', {
            key: showKey(keys['leave-service'], language, isMac),
          })}
        </p>
      )}
    </Dialog>
  );
}
