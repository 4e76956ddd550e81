import { useState, type ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from './button.tsx';

/**
 * Asks before something that is not undone by pressing again. Stays open while `onConfirm` works, closes when it is
 * done; Escape and Cancel leave everything as it is. The first focus is on Cancel, which ends the work where `onStop` is
 * given. `progress` says what is being done.
 */
export function Confirm({
  isOpen,
  onClose,
  title,
  body,
  confirm,
  danger = false,
  progress,
  onConfirm,
  onStop,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly body: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly progress?: string | undefined;
  readonly onConfirm: () => Promise<void>;
  readonly onStop?: () => void;
}): ReactNode {
  const { t } = useStrings();
  const [working, setWorking] = useState(false);

  const run = async (): Promise<void> => {
    setWorking(true);
    try {
      await onConfirm();
    } finally {
      setWorking(false);
      onClose();
    }
  };

  const leave = (): void => {
    if (!working) onClose();
    else onStop?.();
  };

  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) leave();
      }}
      isDismissable={!working}
    >
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          <p className="dialog-body">{body}</p>
          {working && progress !== undefined ? (
            <p className="dialog-progress" role="status">
              {progress}
            </p>
          ) : null}
          <div className="dialog-buttons">
            <Button autoFocus onPress={leave} isDisabled={working && onStop === undefined}>
              {t('common.cancel')}
            </Button>
            <Button tone={danger ? 'danger' : 'accent'} onPress={() => void run()} isPending={working}>
              {confirm}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
