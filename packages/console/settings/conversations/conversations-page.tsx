// What the account records about its conversations: tags, dispositions and fields. Each change
// saves its whole list, as the server keeps it.
import {
  labelLimits,
  type LabelListsDraft,
  RevisedLabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { NotYet, say, sayUnsaved, StaleWays, Switch, useApiQuery, t } from '../../ui/index.ts';
import { ContactFieldsPart } from './contact-fields.tsx';
import { AttachmentRules } from './attachment-rules.tsx';
import { LabelFields } from './label-fields.tsx';
import { LabelList } from './label-list.tsx';
import { RecordingRules } from './recording-rules.tsx';
import { ReopeningRules } from './reopening.tsx';
import { SearchLanguage } from './search-language.tsx';
import { labelsPath, useLabelSave } from './use-label-save.ts';
import '../../inbox/attachments/attach.css';
import './labels.css';
import { SettingsBody } from '../form/settings-body.tsx';

export function ConversationsPage() {
  const { data, error, refetch } = useApiQuery('/conversation-labels', RevisedLabelLists);
  return (
    <SettingsBody title={t('archive.title')} text={t('archive.text')}>
      {data === undefined ? (
        <NotYet error={error} rows={6} columns={2} onRetry={() => void refetch()} />
      ) : (
        <>
          <Parts lists={data} reread={() => void refetch()} />
          <ContactFieldsPart />
          <AttachmentRules />
          <RecordingRules />
          <ReopeningRules />
          <SearchLanguage />
        </>
      )}
    </SettingsBody>
  );
}

function Parts({ lists, reread }: { lists: RevisedLabelLists; reread: () => void }) {
  const { tags, dispositions, fields, dispositionRequired, revision } = lists;
  const save = useLabelSave();
  const refused = { onError: sayUnsaved(reread) };
  /** Removes an entry and offers to undo that. */
  const remove = (name: string, draft: LabelListsDraft, back: LabelListsDraft): void =>
    save.mutate(
      { draft, revision },
      {
        onSuccess: (answer) =>
          say(t('archive.removed', { name }), () =>
            save.mutate({ draft: back, revision: answer.revision }, refused),
          ),
        ...refused,
      },
    );
  return (
    <StaleWays value={{ theirs: reread, mine: 'stays' }}>
      <LabelList
        kind="tags"
        entries={tags}
        revision={revision}
        most={labelLimits.tags}
        draftOf={(next) => ({ tags: next })}
        remove={remove}
        reread={reread}
      />
      <LabelList
        kind="dispositions"
        entries={dispositions}
        revision={revision}
        most={labelLimits.dispositions}
        draftOf={(next) => ({ dispositions: next })}
        remove={remove}
        reread={reread}
      >
        {dispositions.length > 0 && (
          <Switch
            label={t('archive.dispositions.required')}
            hint={t('archive.dispositions.required.hint')}
            checked={dispositionRequired}
            disabled={save.isPending}
            onChange={(required) =>
              save.mutate({ draft: { dispositionRequired: required }, revision }, refused)
            }
          />
        )}
      </LabelList>
      <LabelFields
        of={{
          ...{ path: labelsPath, schema: RevisedLabelLists, invalidates: ['/conversations'] },
          ...{ most: labelLimits.fields, title: t('archive.fields.title') },
          text: t('archive.fields.text'),
        }}
        fields={fields}
        revision={revision}
        remove={remove}
        reread={reread}
      />
    </StaleWays>
  );
}
