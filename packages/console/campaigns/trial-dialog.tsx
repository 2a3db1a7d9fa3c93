// The address of a trial: something that is not published yet, in one's own browser.
import type { Trial } from '@opportune/protocol/rest/trial.ts';
import { CopyButton, Dialog, format, Icon, t } from '../ui/index.ts';

interface TrialDialogProps {
  /** Null: closed. */
  readonly trial: Trial | null;
  /** What the link shows. `time`: until when it works. */
  readonly text: (time: string) => string;
  readonly onClose: () => void;
}

export function TrialDialog({ trial, text, onClose }: TrialDialogProps) {
  const title = t('campaigns.editor.try.title');
  return (
    <Dialog title={title} open={trial !== null} onClose={onClose} width={480}>
      {trial !== null && (
        <>
          <p className="t2">{text(format.clock(trial.until))}</p>
          <p className="code trial-url">{trial.url}</p>
          <div className="row dialog-acts">
            <CopyButton text={trial.url} label={t('campaigns.editor.try.copy')} />
            <a
              className="btn primary small"
              href={trial.url}
              target="_blank"
              rel="noopener noreferrer"
            >
              <Icon name="external" />
              {t('campaigns.editor.try.open')}
            </a>
          </div>
        </>
      )}
    </Dialog>
  );
}
