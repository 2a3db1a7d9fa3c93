// Which files the account accepts: from whom, which types and how large. Each change saves at once.
import { MediaType } from '@opportune/protocol/conversation/attachment.ts';
import {
  mostSizeMb,
  RevisedAttachmentSettings,
} from '@opportune/protocol/rest/conversation/attachments.ts';
import { say, SelectField, Switch, t } from '../../ui/index.ts';
import { useSavedAtOnce } from '../form/use-saved-at-once.ts';

const usual = [1, 2, 5, 10, 15, 20, mostSizeMb];

export function AttachmentRules() {
  const { data, isPending, save } = useSavedAtOnce(
    '/attachment-settings',
    RevisedAttachmentSettings,
  );
  if (data === undefined) return null;
  const toggle = (type: MediaType, taken: boolean): void => {
    const types = MediaType.options.filter((each) =>
      each === type ? taken : data.types.includes(each),
    );
    if (types.length === 0) return say(t('attachments.types.one'));
    save({ types });
  };
  const sizes = [...new Set([...usual, data.sizeMb])].sort((one, other) => one - other);
  return (
    <section>
      <h3>{t('attachments.title')}</h3>
      <p>{t('attachments.text')}</p>
      <Switch
        label={t('attachments.visitors')}
        checked={data.visitors}
        disabled={isPending}
        onChange={(visitors) => save({ visitors })}
      />
      <Switch
        label={t('attachments.agents')}
        checked={data.agents}
        disabled={isPending}
        onChange={(agents) => save({ agents })}
      />
      <fieldset className="attachment-types">
        <legend className="medium">{t('attachments.types')}</legend>
        {MediaType.options.map((type) => (
          <Switch
            key={type}
            label={t(`attachments.type.${type}`)}
            checked={data.types.includes(type)}
            disabled={isPending}
            onChange={(taken) => toggle(type, taken)}
          />
        ))}
      </fieldset>
      <div className="two reopening">
        <SelectField
          label={t('attachments.size')}
          value={String(data.sizeMb)}
          disabled={isPending}
          choices={sizes.map((n) => ({
            value: String(n),
            label: t('attachments.megabytes', { n }),
          }))}
          onChange={({ currentTarget: { value } }) => save({ sizeMb: Number(value) })}
        />
      </div>
    </section>
  );
}
