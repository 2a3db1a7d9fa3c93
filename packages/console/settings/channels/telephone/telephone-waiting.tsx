// What callers hear while they wait at a telephone channel, and whether they may leave a message.
import { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { z } from 'zod';
import { api } from '../../../api/client.ts';
import { channelName } from '../../../channels/channel-name.ts';
import { t } from '../../../ui/index.ts';
import { FormDialog } from '../../form/form-frame.tsx';
import { useForm } from '../../form/use-form.tsx';

const text = z.string();
const Waiting = z.object({
  ...{ position: text, voicemail: text, voicemailAfterS: text },
  voicemailWords: z.string().max(telephoneLimits.voicemailLength),
});
const names = ['position', 'voicemail', 'voicemailWords', 'voicemailAfterS'] as const;

/** Shorter than the longest wait. */
const seconds = ['30', '60', '120', '180', '240'];

interface TelephoneWaitingProps {
  readonly channel: RevisedChannel;
  readonly onClose: () => void;
}

export function TelephoneWaitingDialog({ channel, onClose }: TelephoneWaitingProps) {
  const { id, revision, settings: known } = channel;
  const form = useForm({
    schema: Waiting,
    value: Waiting.parse(Object.fromEntries(names.map((name) => [name, known[name] ?? '']))),
    words: 'channelSettings.form',
    save: (settings) => api.patch(`/channels/${id}`, { settings }, RevisedChannel, { revision }),
    invalidates: ['/channels'],
    onDone: onClose,
  });
  const { field, fields } = form;
  const [yes, no] = [t('channelSettings.waiting.yes'), t('channelSettings.waiting.no')];
  const after = [...new Set([...seconds, fields.voicemailAfterS])].filter((each) => each !== '');
  return (
    <FormDialog
      form={form}
      title={t('channelSettings.waiting.title', { name: channelName(channel) })}
      width={560}
      onClose={onClose}
    >
      {field('position', {
        at: 'settings.position',
        choices: [
          { value: '', label: yes },
          { value: 'off', label: no },
        ],
      })}
      {field('voicemail', {
        at: 'settings.voicemail',
        choices: [
          { value: '', label: no },
          { value: 'on', label: yes },
        ],
      })}
      {fields.voicemail === 'on' && (
        <>
          {field('voicemailWords', { as: 'area', rows: 3, at: 'settings.voicemailWords' })}
          {field('voicemailAfterS', {
            at: 'settings.voicemailAfterS',
            choices: [
              { value: '', label: t('channelSettings.waiting.longest') },
              ...after.map((each) => ({
                value: each,
                label: t('channelSettings.waiting.seconds', { n: each }),
              })),
            ],
          })}
        </>
      )}
    </FormDialog>
  );
}
