// Approval in the editor: a strip that says who asks and what was answered, and the dialogs in which
// somebody asks or declines. Approving is publishing, by somebody else.
import { useEffect, useState } from 'react';
import { type Approval, Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { api } from '../../../api/client.ts';
import { useSession } from '../../../session/session.tsx';
import {
  Button,
  Dialog,
  DialogForm,
  explainError,
  format,
  invalidate,
  say,
  Strip,
  t,
  TextArea,
  useStore,
} from '../../../ui/index.ts';
import type { Draft } from './draft.ts';

/** How the draft can go live for this person. */
export type WayLive = 'publish' | 'ask' | 'wait' | 'approve';

export function useWayLive(approval: Approval | null): WayLive {
  const { account, user } = useSession();
  if (account.settings.approvals !== true) return 'publish';
  if (approval === null || approval.declined !== null) return 'ask';
  return approval.user === user.id ? 'wait' : 'approve';
}

export function ApprovalStrip({ draft }: { draft: Draft }) {
  const { approval, publishing } = useStore(draft.state, ({ campaign }) => campaign);
  const way = useWayLive(approval);
  const { user } = useSession();
  useOthersAct(draft, approval !== null);
  const [isDeclining, setDeclining] = useState(false);
  if (approval === null || publishing !== null || way === 'publish') return null;
  const isDeclined = approval.declined !== null;
  const isOwn = approval.user === user.id;
  const act = isDeclined ? 'dismiss' : isOwn ? 'withdraw' : 'decline';
  return (
    <>
      <Strip
        tone="warn"
        icon={isDeclined ? 'alert' : 'clock'}
        {...((isOwn || !isDeclined) && {
          action: (
            <Button onClick={() => (isOwn ? void withdraw(draft) : setDeclining(true))}>
              {t(`campaigns.approval.${act}`)}
            </Button>
          ),
        })}
      >
        <Said approval={approval} isOwn={way === 'wait'} />
      </Strip>
      <DeclineDialog draft={draft} open={isDeclining} onClose={() => setDeclining(false)} />
    </>
  );
}

/** What others do to a request is seen within seconds. */
const readAgainMs = 10_000;

function useOthersAct(draft: Draft, isAsked: boolean): void {
  useEffect(() => {
    if (!isAsked) return;
    const timer = setInterval(() => void readAgain(draft).catch(() => undefined), readAgainMs);
    return () => clearInterval(timer);
  }, [draft, isAsked]);
}

/** Shows the campaign as it is now. */
export async function readAgain(draft: Draft): Promise<void> {
  const { id } = draft.state.get().campaign;
  draft.hear(await api.get(`/campaigns/${id}`, Campaign));
}

function Said({ approval, isOwn }: { approval: Approval; isOwn: boolean }) {
  const { declined, by, at, note } = approval;
  const words = declined === null ? note : declined.note;
  const said = { who: declined?.by ?? by, when: format.dateTime(declined?.at ?? at) };
  const what = declined !== null ? 'declined' : isOwn ? 'own' : 'asked';
  return (
    <span>
      {t(`campaigns.approval.${what}`, said)} {words !== '' && <q dir="auto">{words}</q>}
    </span>
  );
}

/** Asks for approval of the saved draft. */
export async function askApproval(draft: Draft, note: string): Promise<void> {
  if (!(await draft.flush())) return;
  const { revision } = draft.state.get().campaign;
  await change(draft, (path) => api.post(`${path}/approval`, { revision, note }, Campaign));
}

function withdraw(draft: Draft): Promise<void> {
  return change(draft, (path) => api.delete(`${path}/approval`, Campaign));
}

async function change(draft: Draft, act: (path: string) => Promise<Campaign>): Promise<void> {
  const { id } = draft.state.get().campaign;
  await act(`/campaigns/${id}`).then(draft.hear.bind(draft), async (error: unknown) => {
    say(explainError(error).text);
    await readAgain(draft);
  });
  invalidate('/campaigns');
  invalidate('/campaign-approvals');
}

function DeclineDialog(props: { draft: Draft; open: boolean; onClose: () => void }) {
  const { draft, open, onClose } = props;
  const [note, setNote] = useState('');
  return (
    <Dialog title={t('campaigns.approval.decline.title')} open={open} onClose={onClose} width={480}>
      <DialogForm
        text={t('campaigns.approval.decline.text')}
        action={t('campaigns.approval.decline.act')}
        held={false}
        onClose={onClose}
        onSubmit={() => {
          onClose();
          const path = '/approval/decline';
          void change(draft, (of) => api.post(`${of}${path}`, { note: note.trim() }, Campaign));
        }}
      >
        <ApprovalNote
          value={note}
          onChange={setNote}
          label={t('campaigns.approval.decline.note')}
        />
      </DialogForm>
    </Dialog>
  );
}

export function ApprovalNote(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextArea
      label={props.label}
      rows={3}
      maxLength={500}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
