// Sends a test message over a channel to an address that is typed in, and says what came of it.
import { useState } from 'react';
import {
  type RevisedChannel,
  TestMessage,
  TestMessageOutcome,
} from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { channelName } from '../../channels/channel-name.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

interface TestMessageProps {
  readonly channel: RevisedChannel;
  readonly onClose: () => void;
}

export function TestMessageDialog({ channel, onClose }: TestMessageProps) {
  const [outcome, setOutcome] = useState<TestMessageOutcome | null>(null);
  const form = useForm({
    schema: TestMessage,
    value: { address: '' },
    words: 'channelSettings.test',
    invalidates: ['/channels'],
    save: (fields) => api.post(`/channels/${channel.id}/test-message`, fields, TestMessageOutcome),
    onDone: setOutcome,
  });
  return (
    <FormDialog
      form={form}
      title={t('channelSettings.test.title', { name: channelName(channel) })}
      save={t('channelSettings.test.send')}
      onClose={onClose}
      width={480}
    >
      {form.field('address', {
        ...{ input: { 'data-autofocus': true }, required: true },
        hint: t(`channelSettings.test.address.${addressOf(channel)}`),
      })}
      {outcome !== null && <Outcome {...outcome} />}
    </FormDialog>
  );
}

/** What an address of the channel is. */
function addressOf({ kind }: RevisedChannel) {
  return kind === 'email' || kind === 'whatsapp' || kind === 'sms' ? kind : 'id';
}

function Outcome({ result, reason, detail }: TestMessageOutcome) {
  const why = reason === null ? '' : t(`channels.reason.${reason}`);
  const words = [t(`channelSettings.test.${result}`), why, detail ?? ''];
  return (
    <p className={result === 'sent' ? 'small ok' : 'small bad'} role="status">
      {words.filter((each) => each !== '').join(' ')}
    </p>
  );
}
