/** A dialog with a name: the focus stays in it, Escape leaves, and goes back to where it was. */
import { CloseButton, Drawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ui.module.css';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Title({ title, onClose }: Pick<DialogProps, 'title' | 'onClose'>) {
  const { t } = useTranslation();
  return (
    <div className={classes.dialogHead}>
      <h2>{title}</h2>
      <CloseButton aria-label={t('words.close')} onClick={onClose} />
    </div>
  );
}

/** In the middle of the window; `bare` has no heading of its own, the title only names it, and is there at once. */
export function Dialog({
  title,
  onClose,
  children,
  size = 'md',
  bare = false,
}: DialogProps & { readonly size?: string; readonly bare?: boolean }) {
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={size}
      centered={!bare}
      yOffset="12vh"
      padding={bare ? 0 : 'md'}
      {...(bare ? { transitionProps: { duration: 0 } } : {})}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          {!bare && <Title title={title} onClose={onClose} />}
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Along the right edge of the window. */
export function SidePane({ title, onClose, children }: DialogProps) {
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="sm">
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <Title title={title} onClose={onClose} />
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
