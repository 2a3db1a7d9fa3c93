// The editor's bar: name, state, draft or live, and the actions on the campaign. It asks before
// publishing and before anything that cannot be undone. Everything else happens at once and is
// confirmed.
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { Trial } from '@opportune/protocol/rest/trial.ts';
import { api, ApiProblem } from '../../api/client.ts';
import {
  Button,
  explainError,
  Icon,
  invalidate,
  Menu,
  MenuItem,
  MenuLine,
  Popover,
  say,
  sayError,
  Segmented,
  Tag,
  useAsk,
  useStore,
  t,
  submitting,
} from '../../ui/index.ts';
import { titleStore } from '../../ui/title.ts';
import { TrialDialog } from '../trial-dialog.tsx';
import { stateTones } from '../words.ts';
import type { Draft } from './draft/draft.ts';
import { changedParts, periodAfter } from './draft/draft-diff.ts';
import { askApproval, readAgain, useWayLive, type WayLive } from './draft/approval.tsx';
import { PublishDialog, undoMs } from './draft/publish-dialog.tsx';
import { TextForm } from './chips/text-form.tsx';

export type View = 'draft' | 'live';
type Act = 'pause' | 'resume' | 'archive' | 'discard';
const done = {
  pause: 'paused',
  resume: 'resumed',
  archive: 'archived',
  discard: 'discarded',
} as const;

interface EditorTopProps {
  readonly draft: Draft;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly problems: number;
}

export function EditorTop({ draft, view, onView, problems }: EditorTopProps) {
  const { campaign, document } = useStore(draft.state, (state) => state);
  const act = useAct(draft);
  const changes = changedParts(campaign.live, document).length;
  useEffect(() => titleStore.update((now) => ({ ...now, page: document.name })), [document.name]);
  return (
    <header className="top editor-top">
      <Crumb />
      <Name draft={draft} name={document.name} fixed={campaign.state === 'archived'} />
      <State campaign={campaign} />
      <span className="grow" />
      {campaign.live !== null && <Versions view={view} onView={onView} changes={changes} />}
      <Try draft={draft} campaign={campaign} act={act} />
      {campaign.live !== null && changes > 0 && <Discard act={act} />}
      {campaign.state !== 'archived' && (
        <Publish draft={draft} changes={changes} problems={problems} />
      )}
    </header>
  );
}

function Crumb() {
  return (
    <>
      <Link to="/campaigns" className="crumb">
        {t('campaigns.editor.back')}
      </Link>
      <span className="t3 crumb-mark">
        <Icon name="right" size={14} />
      </span>
    </>
  );
}

function State({ campaign }: { campaign: Campaign }) {
  return (
    <Tag tone={stateTones[campaign.state]}>
      {campaign.state === 'running' && campaign.period !== null
        ? t('campaigns.editor.running', { n: campaign.period })
        : t(`campaigns.state.${campaign.state}`)}
    </Tag>
  );
}

interface VersionsProps {
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly changes: number;
}

function Versions({ view, onView, changes }: VersionsProps) {
  return (
    <Segmented
      label={t('campaigns.editor.version')}
      value={view}
      onChange={onView}
      choices={[
        {
          value: 'draft',
          label:
            changes === 0
              ? t('campaigns.editor.draft')
              : t('campaigns.editor.draft.changes', { n: changes }),
        },
        { value: 'live', label: t('campaigns.editor.live') },
      ]}
    />
  );
}

function Publish(props: { draft: Draft; changes: number; problems: number }) {
  const { draft, changes, problems } = props;
  const { campaign, document } = useStore(draft.state, (state) => state);
  const [asked, setAsked] = useState(false);
  const isLive = campaign.live !== null && changes === 0 && campaign.state === 'running';
  const way = useWayLive(campaign.approval);
  const action = isLive
    ? publishWords(campaign, document, changes)
    : wayWords(way, campaign, document, changes);
  return (
    <>
      <Button
        variant="primary"
        disabled={problems > 0 || isLive || way === 'wait' || campaign.publishing !== null}
        onClick={() => setAsked(true)}
      >
        {action}
      </Button>
      <PublishDialog
        campaign={campaign}
        document={document}
        action={action}
        asks={way === 'ask'}
        open={asked}
        onClose={() => setAsked(false)}
        onPublish={(note) => {
          setAsked(false);
          void (way === 'ask' ? askApproval(draft, note) : publishSoon(draft));
        }}
      />
    </>
  );
}

/** Asks the server to publish in a few seconds. The strip counts them down and offers to undo. */
async function publishSoon(draft: Draft): Promise<void> {
  if (!(await draft.flush())) return;
  const { id, revision } = draft.state.get().campaign;
  const body = { revision, delayMs: undoMs };
  await api.post(`/campaigns/${id}/publication`, body, Campaign).then(
    (campaign) => draft.hear(campaign),
    (error: unknown) => refused(draft, error),
  );
}

function wayWords(way: WayLive, ...of: Parameters<typeof publishWords>): string {
  return way === 'publish' ? publishWords(...of) : t(`campaigns.approval.way.${way}`);
}

function publishWords(
  { live, period, state }: Campaign,
  document: Campaign['draft'],
  changes: number,
): string {
  if (live === null || period === null) return t('campaigns.editor.publish');
  if (changes === 0 && state === 'running') return t('campaigns.editor.publish.nothing');
  const after = periodAfter(live, document, period);
  return t(after === period ? 'campaigns.editor.publish.same' : 'campaigns.editor.publish.period', {
    n: after,
  });
}

function Name({ draft, name, fixed }: { draft: Draft; name: string; fixed: boolean }) {
  if (fixed) return <h1 className="clip">{name}</h1>;
  return (
    <h1 className="clip editor-name">
      <Popover
        label={t('campaigns.editor.name')}
        position="bottom-start"
        target={(toggle, open) => (
          <button
            type="button"
            aria-label={t('campaigns.editor.rename', { name })}
            aria-expanded={open}
            onClick={toggle}
          >
            {name}
          </button>
        )}
      >
        {(close) => <NameForm draft={draft} name={name} close={close} />}
      </Popover>
    </h1>
  );
}

function NameForm({ draft, name, close }: { draft: Draft; name: string; close: () => void }) {
  return (
    <form className="tok-form" onSubmit={submitting(close)}>
      <TextForm
        label={t('campaigns.editor.name')}
        value={name}
        maxLength={80}
        onChange={(next) => draft.change((now) => ({ ...now, name: next.trim() }))}
      />
      <div className="row tok-acts">
        <Button type="submit">{t('campaigns.chip.done')}</Button>
      </div>
    </form>
  );
}

function Discard({ act }: { act: (what: Act) => Promise<void> }) {
  const ask = useAsk();
  return (
    <Button
      onClick={() =>
        ask({
          title: t('campaigns.editor.discard.title'),
          text: t('campaigns.editor.discard.text'),
          action: t('campaigns.editor.discard'),
          onConfirm: () => void act('discard'),
        })
      }
    >
      {t('campaigns.editor.discard')}
    </Button>
  );
}

interface MoreMenuProps {
  readonly draft: Draft;
  readonly campaign: Campaign;
  readonly act: (what: Act) => Promise<void>;
  readonly onTry: () => void;
}

/** The menu, and the trial that it offers. A draft that was never live has a button for it too. */
function Try(props: Omit<MoreMenuProps, 'onTry'>) {
  const { draft, campaign } = props;
  const [trial, setTrial] = useState<Trial | null>(null);
  const start = async (): Promise<void> => {
    if (!(await draft.flush())) return;
    await api.post(`/campaigns/${campaign.id}/trial`, {}, Trial).then(setTrial, sayError);
  };
  const onTry = (): void => void start();
  return (
    <>
      <MoreMenu {...props} onTry={onTry} />
      {campaign.state === 'draft' && (
        <span className="wide-only">
          <Button icon="flask" onClick={onTry}>
            {t('campaigns.editor.try.short')}
          </Button>
        </span>
      )}
      <TrialDialog
        trial={trial}
        text={(time) => t('campaigns.editor.try.text', { time })}
        onClose={() => setTrial(null)}
      />
    </>
  );
}

function MoreMenu({ draft, campaign, act, onTry }: MoreMenuProps) {
  const navigate = useNavigate();
  const isArchived = campaign.state === 'archived';
  const more = t('campaigns.editor.more');
  return (
    <Menu
      position="bottom-end"
      width={240}
      target={
        <button type="button" className="btn plain icon-only" aria-label={more} title={more}>
          <Icon name="more" />
        </button>
      }
    >
      {!isArchived && <Steps draft={draft} />}
      {!isArchived && (
        <MenuItem before={<Icon name="flask" />} onClick={onTry}>
          {t('campaigns.editor.try')}
        </MenuItem>
      )}
      {campaign.period !== null && (
        <MenuItem
          before={<Icon name="results" />}
          onClick={() =>
            void navigate({ to: '/results/$campaign', params: { campaign: campaign.id } })
          }
        >
          {t('campaigns.editor.results')}
        </MenuItem>
      )}
      {!isArchived && <Life campaign={campaign} act={act} />}
    </Menu>
  );
}

function Steps({ draft }: { draft: Draft }) {
  const { past, future } = useStore(draft.state, (state) => state);
  return (
    <>
      <MenuItem disabled={past.length === 0} onClick={draft.undo}>
        {t('campaigns.editor.undo')}
      </MenuItem>
      <MenuItem disabled={future.length === 0} onClick={draft.redo}>
        {t('campaigns.editor.redo')}
      </MenuItem>
      <MenuLine />
    </>
  );
}

function useArchive(name: string, act: MoreMenuProps['act']): () => void {
  const ask = useAsk();
  return () =>
    ask({
      title: t('campaigns.editor.archive.title', { name }),
      text: t('campaigns.editor.archive.text'),
      action: t('campaigns.editor.archive'),
      onConfirm: () => void act('archive'),
    });
}

function Life({ campaign: { state, draft }, act }: Pick<MoreMenuProps, 'campaign' | 'act'>) {
  const archive = useArchive(draft.name, act);
  return (
    <>
      <MenuLine />
      <PauseItem state={state} act={act} />
      {state === 'paused' && (
        <MenuItem before={<Icon name="play" />} onClick={() => void act('resume')}>
          {t('campaigns.editor.resume')}
        </MenuItem>
      )}
      <MenuItem danger before={<Icon name="block" />} onClick={archive}>
        {t('campaigns.editor.archive')}
      </MenuItem>
    </>
  );
}

function PauseItem({ state, act }: { state: Campaign['state']; act: MoreMenuProps['act'] }) {
  return (
    state === 'running' && (
      <MenuItem before={<Icon name="pause" />} onClick={() => void act('pause')}>
        {t('campaigns.editor.pause')}
      </MenuItem>
    )
  );
}

function useAct(draft: Draft): (what: Act) => Promise<void> {
  return async (what) => {
    // A draft that is discarded need not be saved first. But a save under way changes the revision,
    // so it must finish.
    if (what === 'discard') await draft.halt();
    else if (!(await draft.flush())) return;
    const { id, revision } = draft.state.get().campaign;
    try {
      const next = await api.post(`/campaigns/${id}/${what}`, { revision }, Campaign);
      draft.adopt(next);
      invalidate('/campaigns');
      say(t(`campaigns.editor.${done[what]}`));
    } catch (error) {
      refused(draft, error);
    }
  };
}

function refused(draft: Draft, error: unknown): void {
  if (error instanceof ApiProblem && error.problem.code === 'request.conflict')
    draft.state.update((now) => ({ ...now, saving: { type: 'conflict' } }));
  else say(explainError(error).text);
  if (error instanceof ApiProblem && error.problem.code === 'campaign.approval_required')
    void readAgain(draft).catch(() => undefined);
}
