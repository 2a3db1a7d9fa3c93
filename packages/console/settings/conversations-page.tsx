// What an account keeps of its conversations: the lists of tags, dispositions and fields. Each change
// saves its list as a whole, as the server keeps it.
import {
  labelLimits,
  LabelLists,
  type LabelListsDraft,
  type LabelLists as Lists,
} from '@opportune/protocol/rest/labels.ts';
import { api } from '../api/client.ts';
import { a } from '../inbox/archive-words.ts';
import { NotYet, say, sayError, Switch, useApiMutation, useApiQuery } from '../ui/index.ts';
import { AttachmentRules } from './attachment-rules.tsx';
import { LabelFields } from './label-fields.tsx';
import { LabelList } from './label-list.tsx';
import { ReopeningRules } from './reopening.tsx';
import { SearchLanguage } from './search-language.tsx';
import '../inbox/attach.css';
import './labels.css';

export type SaveLists = (change: LabelListsDraft, done?: () => void) => void;

export function ConversationsPage() {
  const { data, error, refetch } = useApiQuery('/conversation-labels', LabelLists);
  const mutation = useApiMutation(
    (change: LabelListsDraft) => api.put('/conversation-labels', change, LabelLists),
    { invalidates: ['/conversation-labels', '/conversations'] },
  );
  const save: SaveLists = (change, done) =>
    mutation.mutate(change, { onSuccess: () => done?.(), onError: sayError });
  return (
    <div className="settings-body" tabIndex={0} role="region" aria-label={a('title')}>
      <div className="settings-head">
        <h2 className="settings-title">{a('title')}</h2>
        <p className="t2">{a('text')}</p>
      </div>
      {data === undefined ? (
        <NotYet error={error} rows={6} columns={2} onRetry={() => void refetch()} />
      ) : (
        <>
          <Parts lists={data} save={save} />
          <AttachmentRules />
          <ReopeningRules />
          <SearchLanguage />
        </>
      )}
    </div>
  );
}

function Parts({ lists, save }: { lists: Lists; save: SaveLists }) {
  const { tags, dispositions, fields, dispositionRequired } = lists;
  /** Says that something is off its list, with the way back. */
  const gone = (name: string, back: LabelListsDraft) => () =>
    say(a('removed', { name }), () => save(back));
  return (
    <>
      <LabelList
        kind="tags"
        entries={tags}
        most={labelLimits.tags}
        save={(next, removed) =>
          save({ tags: next }, removed === undefined ? undefined : gone(removed, { tags }))
        }
      />
      <LabelList
        kind="dispositions"
        entries={dispositions}
        most={labelLimits.dispositions}
        save={(next, removed) =>
          save(
            { dispositions: next },
            removed === undefined ? undefined : gone(removed, { dispositions }),
          )
        }
      >
        {dispositions.length > 0 && (
          <Switch
            label={a('dispositions.required')}
            hint={a('dispositions.required.hint')}
            checked={dispositionRequired}
            onChange={(required) => save({ dispositionRequired: required })}
          />
        )}
      </LabelList>
      <LabelFields
        fields={fields}
        save={(next, removed) =>
          save({ fields: next }, removed === undefined ? undefined : gone(removed, { fields }))
        }
      />
    </>
  );
}
