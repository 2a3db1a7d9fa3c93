// A dialog for something that is shown once and never again: the link of an invitation, or the
// secret of a key.
import { Button, CopyButton, Dialog } from '../../ui/index.ts';

export interface ShownOnceProps {
  readonly title: string;
  readonly text: string;
  readonly secret: string;
  /** The labels of the two buttons. */
  readonly copy: string;
  readonly done: string;
  readonly onClose: () => void;
}

export function ShownOnce({ title, text, secret, copy, done, onClose }: ShownOnceProps) {
  return (
    <Dialog title={title} open onClose={onClose} width={480}>
      <p className="t2">{text}</p>
      <p className="code once">{secret}</p>
      <div className="row dialog-acts">
        <CopyButton text={secret} label={copy} />
        <Button variant="primary" onClick={onClose}>
          {done}
        </Button>
      </div>
    </Dialog>
  );
}
