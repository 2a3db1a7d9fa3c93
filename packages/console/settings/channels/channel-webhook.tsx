// After a provider's channel was added: the address to which the provider sends, and a check that
// says what is missing.
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { channelName } from '../../channels/channel-name.ts';
import { Button, Dialog, t } from '../../ui/index.ts';
import { Copied } from './channel-secret.tsx';
import { useCheck } from './use-check.ts';

interface ChannelWebhookProps {
  readonly channel: RevisedChannel;
  readonly onClose: () => void;
}

export function ChannelWebhookDialog({ channel, onClose }: ChannelWebhookProps) {
  const name = channelName(channel);
  const check = useCheck(channel);
  return (
    <Dialog title={t('channelSettings.webhook.title', { name })} open onClose={onClose} width={640}>
      <p className="t2">{t('channelSettings.webhook.text')}</p>
      <div className="to-copy">
        <Copied label={t('channelSettings.webhook.address')} text={channel.webhookUrl ?? ''} />
      </div>
      <div className="row dialog-acts">
        <Button onClick={check}>{t('channelSettings.check')}</Button>
        <Button variant="primary" onClick={onClose}>
          {t('channelSettings.secret.done')}
        </Button>
      </div>
    </Dialog>
  );
}
