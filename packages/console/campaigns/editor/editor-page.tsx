// The editor of one campaign: its sentences on the left; preview, plan and what publishing does stay
// in view on the right. The draft saves itself.
import { useEffect, useMemo, useState } from 'react';
import { checkCondition } from '@opportune/core/behaviour/condition/check-condition.ts';
import { checkCampaign, type CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { AttributeList, GoalList, SectionList, SiteList } from '@opportune/protocol/rest/site.ts';
import { api, ApiProblem } from '../../api/client.ts';
import {
  Button,
  createStore,
  explainError,
  Icon,
  invalidate,
  Strip,
  useApiQuery,
  useFormat,
  useStore,
  t,
  NotYet,
} from '../../ui/index.ts';
import { useCommands } from '../../keys/do-commands.ts';
import { refusalWords } from '../../words/refusal-words.ts';
import { CapsPart } from './caps-part.tsx';
import { ConditionPart } from './condition/condition-part.tsx';
import { ControlPart } from './control-part.tsx';
import { createDraft, type Draft, type SaveAnswer } from './draft/draft.ts';
import { changedParts } from './draft/draft-diff.ts';
import { EditProvider, type Edit } from './edit-context.tsx';
import { EngagementPart } from './engagement/engagement-part.tsx';
import { GoalPart } from './goal-part.tsx';
import { OptimisePart } from './optimise/optimise-part.tsx';
import { PlacePart } from './place-part.tsx';
import { PlanCard, usePlan } from './plan.tsx';
import { Preview } from './engagement/preview.tsx';
import { PublishingCard } from './draft/publishing.tsx';
import { PublishingStrip } from './draft/publishing-strip.tsx';
import { RehearsalCard } from './rehearsal/rehearsal.tsx';
import { SchedulePart } from './schedule-part.tsx';
import { EditorTop, type View } from './editor-bar.tsx';
import { unsetProblems } from './condition/unset.ts';
import './editor.css';

const all = { query: { limit: 200 } };

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
      <ConflictStrip draft={draft} />
      <div className="editor">
        <div
          className="editor-form"
          role="region"
          aria-label={t('campaigns.editor.parts')}
          tabIndex={0}
        >
          {view === 'live' && <p className="small t3 read-only">{t('campaigns.readonly.live')}</p>}
          {campaign.state === 'archived' && (
            <p className="small t3 read-only">{t('campaigns.readonly.archived')}</p>
          )}
          <GoalPart />
          <ConditionPart name="audience" />
          <ConditionPart name="moment">
            <Reach campaign={campaign} />
          </ConditionPart>
          <EngagementPart at={variant} onAt={setAt} />
          <OptimisePart id={campaign.id} revision={campaign.revision} />
          <ControlPart />
          <CapsPart />
          <SchedulePart />
          <PlacePart />
        </div>
        <aside className="editor-side">
          <Preview at={variant} />
          {campaign.state !== 'archived' && (
            <RehearsalCard id={campaign.id} revision={campaign.revision} />
          )}
          <PlanCard id={campaign.id} revision={campaign.revision} />
          {campaign.state !== 'archived' && <PublishingCard campaign={campaign} />}
          <SavedLine draft={draft} />
        </aside>
      </div>
    </EditProvider>
  );
}

function problemsOf(
  document: CampaignDocument,
  attributes: Attributes,
): readonly CampaignProblem[] {
  return [
    ...checkCampaign(document, attributes).map((each) => ({
      ...each,
      message: refusalWords(each),
    })),
    ...unsetProblems(document, t('campaigns.build.unset')),
  ];
}

/** What waits because it named what was not declared is looked at again once others are declared. */
function useDraft(loaded: Campaign, attributes: Attributes): Draft {
  const [declared] = useState(() => createStore(attributes));
  const [draft] = useState(() => draftOf(loaded, declared.get));
  useEffect(() => {
    declared.set(attributes);
    if (draft.state.get().saving.type === 'unfinished') void draft.flush();
  }, [draft, declared, attributes]);
  return draft;
}

function draftOf(loaded: Campaign, declared: () => Attributes): Draft {
  return createDraft(loaded, {
    save: (revision, document) => save(loaded.id, revision, document),
    storable: (document) =>
      CampaignDocument.safeParse(document).success &&
      [document.audience, document.engagement.moment].every(
        (condition) => checkCondition(condition, declared()).length === 0,
      ),
    later: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
}

async function save(id: string, revision: number, document: CampaignDocument): Promise<SaveAnswer> {
  try {
    return {
      type: 'saved',
      campaign: await api.put(`/campaigns/${id}/draft`, { revision, document }, Campaign),
    };
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === 'request.conflict')
      return { type: 'conflict' };
    return { type: 'failed', reason: explainError(error).text };
  }
}

/** Hears of others' changes, saves on leaving, and warns where that is not possible. */
function useKeeping(draft: Draft, loaded: Campaign): void {
  useEffect(() => draft.hear(loaded), [draft, loaded]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      const { document, campaign } = draft.state.get();
      if (document !== campaign.draft) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void draft.flush().then(() => invalidate('/campaigns'));
    };
  }, [draft]);
}

/** Of what is live there is nothing to change. */
const unchanged = { live: null, change: null, changed: [], problems: [] };

function useEditOf(draft: Draft, view: View, attributes: Attributes): Edit {
  const { campaign, document } = useStore(draft.state, (state) => state);
  const format = useFormat();
  const goals = useApiQuery('/goals', GoalList, all).data?.items;
  const sites = useApiQuery('/sites', SiteList, all).data?.items;
  const sections = useApiQuery('/sections', SectionList, all).data?.items;
  return useMemo(() => {
    const lists = { goals: goals ?? [], sites: sites ?? [], sections: sections ?? [] };
    const known = { ...lists, attributes, format };
    if (view === 'live' && campaign.live !== null)
      return { ...known, document: campaign.live, ...unchanged };
    return {
      ...known,
      document,
      live: campaign.live,
      change: campaign.state === 'archived' ? null : draft.change,
      changed: changedParts(campaign.live, document),
      problems: problemsOf(document, attributes),
    };
  }, [draft, view, campaign, document, format, goals, sites, sections, attributes]);
}

function Reach({ campaign }: { campaign: Campaign }) {
  const { data } = usePlan(campaign.id, campaign.revision, 10);
  if (data === undefined || data.basis === 'assumed') return null;
  const from = data.basis === 'measured' ? 'campaigns.reach.from' : 'campaigns.reach.rehearsed';
  return (
    <p className="reach num">
      <b>{t('campaigns.reach.measured', { n: Math.round(data.eligiblePerDay) })}</b>,{' '}
      {t(from, { n: data.days })}
    </p>
  );
}

function ConflictStrip({ draft }: { draft: Draft }) {
  const saving = useStore(draft.state, (state) => state.saving);
  const { id } = draft.state.get().campaign;
  if (saving.type !== 'conflict') return null;
  const theirs = (): Promise<Campaign> => api.get(`/campaigns/${id}`, Campaign);
  return (
    <Strip tone="warn" icon="alert" action={<ConflictActs draft={draft} theirs={theirs} />}>
      {t('campaigns.conflict.text')}
    </Strip>
  );
}

function ConflictActs({ draft, theirs }: { draft: Draft; theirs: () => Promise<Campaign> }) {
  return (
    <span className="row">
      <Button onClick={() => void theirs().then(draft.adopt)}>
        {t('campaigns.conflict.theirs')}
      </Button>
      <Button onClick={() => void theirs().then(draft.keepMine)}>
        {t('campaigns.conflict.mine')}
      </Button>
    </span>
  );
}

function SavedLine({ draft }: { draft: Draft }) {
  const { saving, campaign } = useStore(draft.state, (state) => state);
  const format = useFormat();
  if (saving.type === 'failed') {
    return <SaveFailed draft={draft} reason={saving.reason} />;
  }
  const words =
    saving.type === 'saving'
      ? t('campaigns.saved.saving')
      : saving.type === 'saved'
        ? t('campaigns.saved.at', {
            time: format.clock(campaign.updatedAt),
            who: campaign.updatedBy,
          })
        : t(saving.type === 'conflict' ? 'campaigns.saved.conflict' : 'campaigns.saved.wait');
  return (
    <p className="row small t3 saved-line" role="status">
      <Icon name={saving.type === 'saved' ? 'check' : 'clock'} size={14} />
      {words}
    </p>
  );
}

function SaveFailed({ draft, reason }: { draft: Draft; reason: string }) {
  return (
    <p className="row small bad saved-line" role="alert">
      <Icon name="alert" size={14} />
      {t('campaigns.saved.failed', { reason })}
      <Button onClick={() => void draft.flush()}>{t('campaigns.saved.retry')}</Button>
    </p>
  );
}
