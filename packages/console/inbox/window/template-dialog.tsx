// Chooses a template of a channel, fills its variables in, shows how it is sent, and sends it.
import { useState } from 'react';
import type { ChannelTemplate } from '@opportune/protocol/channel/templates.ts';
import type { ChannelId, ConversationId } from '@opportune/protocol/ids.ts';
import { TemplateList } from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import {
  Button,
  Dialog,
  Empty,
  ErrorState,
  format,
  SearchField,
  sayError,
  Tag,
  t,
  useApiMutation,
  useApiQuery,
} from '../../ui/index.ts';
import { matching, mayBeSent } from './template-draft.ts';
import { TemplateForm } from './template-form.tsx';
import './window.css';

interface TemplateDialogProps {
  readonly conversation: ConversationId;
  readonly channel: ChannelId;
  readonly onClose: () => void;
}

export function TemplateDialog({ conversation, channel, onClose }: TemplateDialogProps) {
  const path = `/channels/${channel}/templates`;
  const { data, error, refetch } = useApiQuery(path, TemplateList);
  const refresh = useApiMutation(() => api.post(`${path}/refresh`, {}, TemplateList), {
    invalidates: [path],
  });
  const [chosen, setChosen] = useState<ChannelTemplate | null>(null);
  const again = (): void => refresh.mutate(undefined, { onError: sayError });
  return (
    <Dialog title={t('channels.template.title')} open onClose={onClose} width={760}>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <div className="template-picker">
          <div className="template-side">
            <Choose templates={data.templates} chosen={chosen} onChoose={setChosen} />
            <ReadAt at={data.readAt} busy={refresh.isPending} onRefresh={again} />
          </div>
          {chosen !== null && (
            <TemplateForm
              key={`${chosen.name} ${chosen.language}`}
              conversation={conversation}
              template={chosen}
              onDone={onClose}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}

interface ChooseProps {
  readonly templates: readonly ChannelTemplate[];
  readonly chosen: ChannelTemplate | null;
  readonly onChoose: (template: ChannelTemplate) => void;
}

function Choose({ templates, chosen, onChoose }: ChooseProps) {
  const [search, setSearch] = useState('');
  const found = matching(templates, search);
  if (templates.length === 0)
    return <Empty title={t('channels.template.empty')} text={t('channels.template.empty.text')} />;
  return (
    <>
      <SearchField label={t('channels.template.search')} value={search} onChange={setSearch} />
      {found.length === 0 && <p className="small t3">{t('channels.template.none')}</p>}
      <ul className="template-list">
        {found.map((each) => (
          <li key={`${each.name} ${each.language}`}>
            <TemplateRow template={each} isChosen={each === chosen} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface TemplateRowProps {
  readonly template: ChannelTemplate;
  readonly isChosen: boolean;
  readonly onChoose: (template: ChannelTemplate) => void;
}

/** What cannot be sent is shown with the reason. */
function TemplateRow({ template, isChosen, onChoose }: TemplateRowProps) {
  const { name, language, state, isSendable } = template;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      disabled={!mayBeSent(template)}
      title={isSendable ? undefined : t('channels.template.unsendable')}
      onClick={() => onChoose(template)}
    >
      <span className="clip">{name.replaceAll('_', ' ')}</span>
      <span className="small t3">{language}</span>
      {state !== 'approved' && (
        <Tag tone={state === 'pending' ? 'warn' : 'bad'}>
          {t(`channels.template.state.${state}`)}
        </Tag>
      )}
    </button>
  );
}

interface ReadAtProps {
  readonly at: number | null;
  readonly busy: boolean;
  readonly onRefresh: () => void;
}

function ReadAt({ at, busy, onRefresh }: ReadAtProps) {
  return (
    <div className="row">
      {at !== null && (
        <span className="small t3 grow">
          {t('channels.template.readAt', { time: format.dateTime(at) })}
        </span>
      )}
      <Button icon="refresh" disabled={busy} onClick={onRefresh}>
        {t('channels.template.refresh')}
      </Button>
    </div>
  );
}
