/** The path: folders to go back to, and a line to type into. */
import { ActionIcon, TextInput } from '@mantine/core';
import { IconArrowUp, IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';
import { useNotices } from '../../app/notices.ts';
import { useBrowse } from './browse-context.ts';
import { crumbsOf, parentOf, readAddress, s3Address } from './place-address.ts';
import classes from './storage.module.css';

/** Breadcrumbs; a click beside them or Ctrl+L makes them a field. */
export function Breadcrumbs() {
  const { t } = useTranslation();
  const { place, go, focusList } = useBrowse();
  const [isTyping, setTyping] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[aria-modal="true"]')) return;
      const isPath = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'l';
      if (isPath) setTyping(true);
      else if (event.altKey && event.key === 'ArrowUp' && place.prefix)
        go({ ...place, prefix: parentOf(place.prefix) });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [go, place]);

  const close = () => {
    setTyping(false);
    // The list may be drawn anew: it takes the focus once it is there.
    requestAnimationFrame(focusList);
  };
  if (isTyping) return <PathField onClose={close} />;
  const crumbs = [{ name: place.bucket, prefix: '' }, ...crumbsOf(place.prefix)];
  return (
    <nav
      className={classes.path}
      aria-label={t('storage.path.title')}
      onClick={(event) => event.target === event.currentTarget && setTyping(true)}
    >
      <ActionIcon
        aria-label={t('storage.path.up')}
        title={`${t('storage.path.up')} (Alt ↑)`}
        disabled={place.prefix === ''}
        onClick={() => go({ ...place, prefix: parentOf(place.prefix) })}
      >
        <IconArrowUp size={18} />
      </ActionIcon>
      <ol className={classes.crumbs}>
        {crumbs.map(({ name, prefix }, index) => (
          <li key={prefix}>
            <button
              type="button"
              title={name}
              aria-current={index === crumbs.length - 1 ? 'location' : undefined}
              onClick={() => go({ bucket: place.bucket, prefix })}
            >
              {name || t('storage.path.unnamed')}
            </button>
          </li>
        ))}
      </ol>
      <ActionIcon
        aria-label={t('storage.path.type')}
        title={`${t('storage.path.type')} (Ctrl L)`}
        onClick={() => setTyping(true)}
      >
        <IconPencil size={16} />
      </ActionIcon>
    </nav>
  );
}

function PathField({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { place, go } = useBrowse();
  const [text, setText] = useState(s3Address(place.bucket, place.prefix));
  const [problem, setProblem] = useState<string>();
  const goTo = async () => {
    const read = readAddress(text);
    if (read.kind === 'wrong') {
      setProblem(t(`storage.path.wrong.${read.why}`));
      return;
    }
    if (read.kind === 'place') {
      go(read);
      onClose();
      return;
    }
    const { bucket, key } = read;
    try {
      await core.storage.details({ profile: place.profile, bucket, key });
      go({ bucket, prefix: parentOf(key), object: key });
    } catch (error) {
      const failure = failureOf(error);
      // No object of that name: what was meant is the folder.
      if (failure.code === 'not-found') go({ bucket, prefix: `${key}/` });
      else useNotices.getState().show({ failure });
    }
    onClose();
  };
  return (
    <form className={classes.path} onSubmit={(event) => (event.preventDefault(), void goTo())}>
      <TextInput
        style={{ flex: 1 }}
        aria-label={t('storage.path.type')}
        value={text}
        error={problem}
        spellCheck={false}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(undefined);
        }}
        onBlur={() => problem === undefined && onClose()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onClose();
        }}
      />
    </form>
  );
}
