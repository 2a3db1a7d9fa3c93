// The editor of one campaign: its sentences on the left, with preview, plan and the effect of
// publishing always visible on the right. The draft saves itself.
import { useMemo, useState } from 'react';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { AttributeList } from '@opportune/protocol/rest/site.ts';
import { NotYet, t, useApiQuery, useStore } from '../../ui/index.ts';
import { useCommands } from '../../keys/do-commands.ts';
import type { Draft } from './draft/draft.ts';
import { ApprovalStrip } from './draft/approval.tsx';
import { ConflictStrip, SavedLine } from './draft/saved-line.tsx';
import { useDraft, useKeeping } from './draft/use-draft.ts';
import { EditProvider } from './edit-context.tsx';
import { Parts } from './parts.tsx';
import { PlanCard } from './plan.tsx';
import { Preview } from './engagement/preview.tsx';
import { PublishingCard } from './draft/publishing.tsx';
import { PublishingStrip } from './draft/publishing-strip.tsx';
import { RehearsalCard } from './rehearsal/rehearsal.tsx';
import { EditorTop, type View } from './editor-bar.tsx';
import { problemsOf, useEditOf } from './use-edit-of.ts';
import './editor.css';

export function EditorPage({ id }: { id: string }) {
  const campaign = useApiQuery(`/campaigns/${id}`, Campaign);
  const declared = useApiQuery('/attributes', AttributeList);
  if (campaign.data !== undefined && declared.data !== undefined)
    return <Editor loaded={campaign.data} attributes={declared.data.items} />;
  const missing = campaign.data === undefined ? campaign : declared;
  return <NotYet error={missing.error} rows={9} columns={3} onRetry={missing.refetch} />;
}

type Attributes = readonly CustomAttribute[];

function Editor({ loaded, attributes }: { loaded: Campaign; attributes: Attributes }) {
  const draft = useDraft(loaded, attributes);
  const { campaign, document } = useStore(draft.state, (state) => state);
  const [view, setView] = useState<View>('draft');
  const [at, setAt] = useState(0);
  const [language, setLanguage] = useState<string | null>(null);
  const edit = useEditOf(draft, view, attributes);
  useKeeping(draft, loaded);
  const editable = view === 'draft' && campaign.state !== 'archived';
  useCommands(editable ? { 'edit.undo': draft.undo, 'edit.redo': draft.redo } : {});
  const variant = Math.min(at, edit.document.engagement.variants.length - 1);
  const problems = useMemo(() => problemsOf(document, attributes).length, [document, attributes]);
  return (
    <EditProvider value={edit}>
      <EditorTop draft={draft} view={view} onView={setView} problems={problems} />
      <PublishingStrip draft={draft} />
      <ApprovalStrip draft={draft} />
      <ConflictStrip draft={draft} />
      <div className="editor">
        <div
          className="editor-form"
          role="region"
          aria-label={t('campaigns.editor.parts')}
          tabIndex={0}
        >
          <ReadOnly view={view} state={campaign.state} />
          <Parts
            {...{ campaign, variant, language }}
            onVariant={setAt}
            onLanguage={setLanguage}
            draft={draft}
          />
        </div>
        <Side draft={draft} variant={variant} language={language} />
      </div>
    </EditProvider>
  );
}

function ReadOnly({ view, state }: { view: View; state: Campaign['state'] }) {
  return (
    <>
      {view === 'live' && <p className="small t3 read-only">{t('campaigns.readonly.live')}</p>}
      {state === 'archived' && (
        <p className="small t3 read-only">{t('campaigns.readonly.archived')}</p>
      )}
    </>
  );
}

interface SideProps {
  readonly draft: Draft;
  readonly variant: number;
  /** The language of the preview. Null: the default. */
  readonly language: string | null;
}

/** The preview, the rehearsal, the plan and the effect of publishing. */
function Side({ draft, variant, language }: SideProps) {
  const { campaign } = useStore(draft.state, (state) => state);
  const { id, revision, state } = campaign;
  return (
    <aside className="editor-side">
      <Preview at={variant} language={language} />
      {state !== 'archived' && <RehearsalCard id={id} revision={revision} />}
      <PlanCard id={id} revision={revision} />
      {state !== 'archived' && <PublishingCard campaign={campaign} />}
      <SavedLine draft={draft} />
    </aside>
  );
}
