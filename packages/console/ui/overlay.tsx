// Popovers and dialogs. Mantine handles focus, Escape and placement; the look is ours.
import { Modal, Popover as MantinePopover } from '@mantine/core';
import { createContext, useContext, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { floating, type Placement } from './menu.tsx';
import { t } from '../words/words.ts';

interface PopoverProps {
  readonly target: (toggle: () => void, open: boolean) => ReactNode;
  readonly children: (close: () => void) => ReactNode;
  readonly width?: number;
  readonly position?: Placement;
  readonly label: string;
}

/** A floating panel at a button. Its children may close it. */
export function Popover(props: PopoverProps) {
  const { target, children, width = 312, position = 'bottom-end', label } = props;
  const [open, setOpen] = useState(false);
  return (
    <MantinePopover
      opened={open}
      onChange={setOpen}
      width={width}
      position={position}
      {...floating}
      trapFocus
    >
      <MantinePopover.Target>{target(() => setOpen((is) => !is), open)}</MantinePopover.Target>
      <MantinePopover.Dropdown className="pop" role="dialog" aria-label={label}>
        {children(() => setOpen(false))}
      </MantinePopover.Dropdown>
    </MantinePopover>
  );
}

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: number;
}

export function Dialog({ title, open, onClose, children, width = 420 }: DialogProps) {
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={width}
      centered
      radius={12}
      padding={20}
      shadow="none"
      transitionProps={{ duration: 0 }}
      classNames={{ content: 'dialog', title: 'dialog-title' }}
      // The page itself never scrolls. Locking it would need a <style> element, which the content
      // security policy refuses.
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      {children}
    </Modal>
  );
}

export interface Question {
  readonly title: string;
  /** The consequence, in one sentence. */
  readonly text: string;
  /** The verb on the button, for example Block or Delete. */
  readonly action: string;
  readonly onConfirm: () => void;
}
const Ask = createContext<(question: Question) => void>(() => undefined);

/**
 * Asks for confirmation before something that cannot be undone: `const ask = useAsk(); ask({ title,
 * text, action, onConfirm })`.
 */
export function useAsk(): (question: Question) => void {
  return useContext(Ask);
}

export function AskProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const ask = (next: Question): void => {
    setQuestion(next);
    setOpen(true);
  };
  return (
    <Ask.Provider value={ask}>
      {children}
      <Dialog title={question?.title ?? ''} open={open} onClose={() => setOpen(false)}>
        <p className="t2">{question?.text}</p>
        <div className="row dialog-acts">
          <Button onClick={() => setOpen(false)} size="medium" data-autofocus>
            {t('console.cancel')}
          </Button>
          <Button
            variant="danger"
            size="medium"
            onClick={() => {
              setOpen(false);
              question?.onConfirm();
            }}
          >
            {question?.action}
          </Button>
        </div>
      </Dialog>
    </Ask.Provider>
  );
}
