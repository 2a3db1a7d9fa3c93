// What a channel of any kind does with a conversation that begins in it: its skill, when silence ends it,
// and what it answers by itself, in the languages of the account.
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import { ChannelSettings } from '@opportune/protocol/channel/channel.ts';
import { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { channelName } from '../../channels/channel-name.ts';
import { useSession } from '../../session/session.tsx';
import { t, TextArea } from '../../ui/index.ts';
import { languageName } from '../../words/language-name.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import { SkillField } from './skill-field.tsx';

const Answers = ChannelSettings.pick({
  ...{ skill: true, closesAfterH: true, greeting: true, away: true, translations: true },
});

interface AnswersProps {
  readonly channel: RevisedChannel;
  readonly onClose: () => void;
}

export function ChannelAnswersDialog({ channel, onClose }: AnswersProps) {
  const { id, revision, kind, skill, closesAfterH, greeting, away, translations } = channel;
  const form = useForm({
    schema: Answers,
    value: { skill, closesAfterH, greeting, away, translations },
    words: 'channelSettings.form',
    save: (fields) => api.patch(`/channels/${id}`, fields, RevisedChannel, { revision }),
    invalidates: ['/channels'],
    onDone: onClose,
  });
  const { field, fields, set } = form;
  const n = kind === 'email' ? mailboxLimits.closesAfterH : conversationLimits.closesAfterH;
  return (
    <FormDialog
      form={form}
      title={t('channelSettings.answers.title', { name: channelName(channel) })}
      width={560}
      onClose={onClose}
    >
      <SkillField field={field} skill={fields.skill} />
      {field('greeting', { as: 'area', rows: 3 })}
      {field('away', { as: 'area', rows: 3 })}
      <Translated written={fields.translations} onWrite={(each) => set({ translations: each })} />
      {field('closesAfterH', { hint: t('channelSettings.form.closesAfterH.hint', { n }) })}
    </FormDialog>
  );
}

type Written = RevisedChannel['translations'];

interface TranslatedProps {
  readonly written: Written;
  readonly onWrite: (written: Written) => void;
}

/** In the account's other languages, and in those that are there already. */
function Translated({ written, onWrite }: TranslatedProps) {
  const { languages } = useSession().account.settings;
  const tags = [...new Set([...(languages?.others ?? []), ...Object.keys(written)])];
  return tags.map((tag) => (
    <details key={tag} className="channel-language">
      <summary>{t('channelSettings.answers.in', { language: languageName(tag) })}</summary>
      {(['greeting', 'away'] as const).map((name) => (
        <TextArea
          key={name}
          label={t(`channelSettings.form.${name}`)}
          lang={tag}
          rows={3}
          maxLength={channelLimits.automaticLength}
          value={written[tag]?.[name] ?? ''}
          onChange={({ currentTarget }) =>
            onWrite(withText(written, tag, { [name]: currentTarget.value }))
          }
        />
      ))}
    </details>
  ));
}

/** An empty text is none: the contact reads the one of the account's own language. */
function withText(written: Written, tag: string, change: Written[string]): Written {
  const texts = Object.entries({ ...written[tag], ...change }).filter(([, text]) => text !== '');
  const { [tag]: _, ...others } = written;
  return texts.length === 0 ? others : { ...others, [tag]: Object.fromEntries(texts) };
}
