// Shows a channel's secret, for the only time, with the address that the system posts to and an
// example call.
import { IconButton, Button, Dialog, say, t } from '../../ui/index.ts';
import { exampleCall, exampleLetter } from './example-call.ts';

export interface MadeSecret {
  readonly name: string;
  readonly secret: string;
  readonly webhookUrl: string;
  /** Letters are posted to it. */
  readonly isMail: boolean;
}

export function ChannelSecretDialog(props: MadeSecret & { readonly onClose: () => void }) {
  const { name, secret, webhookUrl, isMail, onClose } = props;
  return (
    <Dialog title={t('channelSettings.secret.title', { name })} open onClose={onClose} width={640}>
      <p className="t2">{t('channelSettings.secret.text')}</p>
      <div className="to-copy">
        <Copied label={t('channelSettings.secret.secret')} text={secret} />
        <Copied label={t('channelSettings.secret.address')} text={webhookUrl} />
        <Copied
          label={t('channelSettings.secret.example')}
          text={(isMail ? exampleLetter : exampleCall)(webhookUrl, secret)}
          isLong
        />
      </div>
      <div className="row dialog-acts">
        <Button variant="primary" onClick={onClose}>
          {t('channelSettings.secret.done')}
        </Button>
      </div>
    </Dialog>
  );
}

interface CopiedProps {
  readonly label: string;
  readonly text: string;
  readonly isLong?: boolean;
}

export function Copied({ label, text, isLong = false }: CopiedProps) {
  return (
    <div className={isLong ? 'long' : ''}>
      <span className="small t2">{label}</span>
      {isLong ? (
        <pre className="code" tabIndex={0} role="region" aria-label={label}>
          {text}
        </pre>
      ) : (
        <code className="code">{text}</code>
      )}
      <IconButton
        icon="copy"
        label={t('channelSettings.secret.copy', { what: label })}
        onClick={() =>
          void navigator.clipboard.writeText(text).then(
            () => say(t('channelSettings.secret.copied', { what: label })),
            () => undefined,
          )
        }
      />
    </div>
  );
}
