/** Asks before something goes, and says what stays. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { attempt } from '../app/notices.ts';
import { Dialog } from '../ui/dialog.tsx';
import classes from '../ui/list-page.module.css';

export interface RemoveDialogProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onClose: () => void;
  readonly onRemove: () => Promise<unknown>;
  readonly onRemoved?: () => void;
}

/** Closes once it is gone. */
export function RemoveDialog({ title, text, action, onClose, onRemove, onRemoved }: RemoveDialogProps) {
  const { t } = useTranslation();
  const remove = async () => {
    if ((await attempt(onRemove)) === undefined) return;
    onClose();
    onRemoved?.();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={classes.form}>
        <p>{text}</p>
        <div className={classes.buttons} style={{ justifyContent: 'flex-end' }}>
          <Button size="sm" onClick={onClose} data-autofocus>
            {t('words.cancel')}
          </Button>
          <Button size="sm" variant="filled" onClick={() => void remove()}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
