import { useState, type ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useStrings } from '../strings/use-strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { AddFolder } from './add-folder.tsx';

/** A further folder, once there is one. */
export function AddFolderButton({ size = 'small' }: { readonly size?: 'small' | 'normal' }): ReactNode {
  const { t } = useStrings();
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
  };
  return (
    <>
      <Button
        size={size}
        tone="quiet"
        icon="plus"
        onPress={() => {
          setOpen(true);
        }}
      >
        {t('addFolder.button')}
      </Button>
      <ModalOverlay className="overlay" isOpen={open} onOpenChange={setOpen} isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">
            <div className="dialog-head">
              <Heading slot="title" className="dialog-title">
                {t('addFolder.title')}
              </Heading>
              <IconButton icon="close" label={t('common.close')} onPress={close} />
            </div>
            <p className="dialog-body">{t('addFolder.lead')}</p>
            <AddFolder onAdded={close} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
