// The menu by keys of a telephone channel: what callers are told, and the skill to which each key leads.
import { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { z } from 'zod';
import { api } from '../../../api/client.ts';
import { channelName } from '../../../channels/channel-name.ts';
import { t } from '../../../ui/index.ts';
import { FormDialog } from '../../form/form-frame.tsx';
import { useForm } from '../../form/use-form.tsx';
import { nameOfSkill, useSkills } from '../../routing/use-skills.ts';

const keys = ['key1', 'key2', 'key3', 'key4', 'key5', 'key6', 'key7', 'key8', 'key9'] as const;

const text = z.string();
const Menu = z.object({
  menu: z.string().max(telephoneLimits.menuLength),
  ...{ key1: text, key2: text, key3: text, key4: text, key5: text },
  ...{ key6: text, key7: text, key8: text, key9: text },
});

interface TelephoneMenuProps {
  readonly channel: RevisedChannel;
  readonly onClose: () => void;
}

export function TelephoneMenuDialog({ channel, onClose }: TelephoneMenuProps) {
  const { id, revision, settings: known } = channel;
  const skills = useSkills().data?.skills ?? [];
  const form = useForm({
    schema: Menu,
    value: Menu.parse(
      Object.fromEntries(['menu', ...keys].map((name) => [name, known[name] ?? ''])),
    ),
    words: 'channelSettings.form',
    save: (settings) => api.patch(`/channels/${id}`, { settings }, RevisedChannel, { revision }),
    invalidates: ['/channels'],
    onDone: onClose,
  });
  const { field, fields } = form;
  const last = keys.findLastIndex((key) => fields[key] !== '');
  return (
    <FormDialog
      form={form}
      title={t('channelSettings.keys.title', { name: channelName(channel) })}
      width={560}
      onClose={onClose}
    >
      {skills.length === 0 && <p className="t2">{t('channelSettings.keys.noSkills')}</p>}
      {field('menu', { as: 'area', rows: 4, at: 'settings.menu' })}
      {keys.slice(0, last + 2).map((key) =>
        field(key, {
          label: t('channelSettings.keys.key', { key: key.slice(-1) }),
          at: `settings.${key}`,
          choices: [
            { value: '', label: t('channelSettings.keys.none') },
            ...[...new Set([...skills.map((skill) => skill.id as string), fields[key]])]
              .filter((skill) => skill !== '')
              .map((skill) => ({ value: skill, label: nameOfSkill(skills, skill) })),
          ],
        }),
      )}
    </FormDialog>
  );
}
