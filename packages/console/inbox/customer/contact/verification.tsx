// Asks the contact of a conversation to verify that they are a customer, or that another address is
// theirs, and shows what became of it.
import { useState } from 'react';
import { customerChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelId, type ConversationId } from '@opportune/protocol/ids.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import {
  type AskVerification,
  Verification,
  VerificationList,
} from '@opportune/protocol/rest/contact/verifications.ts';
import { api } from '../../../api/client.ts';
import { channelChoice } from '../../../channels/channel-name.ts';
import { useIsTelephone } from '../../../channels/use-channels.ts';
import {
  Button,
  Dialog,
  DialogForm,
  format,
  SelectField,
  sayError,
  t,
  TextField,
  useApiMutation,
  useApiQuery,
  useNarrow,
} from '../../../ui/index.ts';
import { isolated } from '../../../words/isolated.ts';
import { Caller } from './caller.tsx';
import { isCallerProved } from './speaker-verified.ts';
import { refreshContacts } from './use-undo.ts';

const path = '/contact-verifications';
const pathOf = (id: ConversationId): string =>
  `/conversations/${encodeURIComponent(id)}/verifications`;
/** The contact may answer at any moment. */
const askedMs = 3000;

interface VerifyProps {
  readonly conversation: Conversation;
}

/** Of a call by telephone, first who calls. Nothing is written to a telephone. */
export function Verify({ conversation }: VerifyProps) {
  const isCall = useIsTelephone(conversation.channel);
  const asked = useAsked(conversation);
  return (
    <>
      {isCall && (
        <Caller conversation={conversation} isProved={isCallerProved(conversation, asked)} />
      )}
      <Ask conversation={conversation} newest={asked[0]} isCall={isCall} />
    </>
  );
}

interface AskProps extends VerifyProps {
  readonly newest: Verification | undefined;
  readonly isCall: boolean;
}

/** Shown where somebody can be asked, or was. */
function Ask({ conversation, newest, isCall }: AskProps) {
  const { id, channel, status } = conversation;
  const [sending, setSending] = useState(false);
  const ask = useAsk();
  const narrow = useNarrow();
  const isOpen = status === 'active' || status === 'resting';
  if (!isOpen && newest === undefined) return null;
  return (
    <section className="block" aria-label={t('verify.title')}>
      <h3 aria-level={narrow ? 2 : 3}>
        <span className="grow">{t('verify.title')}</span>
      </h3>
      {newest !== undefined && <Newest verification={newest} />}
      {isOpen && (
        <div className="row verify-acts">
          {channel !== webChannel && !isCall && (
            <Button
              size="small"
              icon="code"
              title={t('verify.link.hint')}
              disabled={ask.isPending}
              onClick={() => ask.mutate({ by: 'link', conversation: id }, { onError: sayError })}
            >
              {t('verify.link')}
            </Button>
          )}
          <Button size="small" icon="send" onClick={() => setSending(true)}>
            {t('verify.code')}
          </Button>
        </div>
      )}
      {sending && <CodeDialog conversation={conversation} onClose={() => setSending(false)} />}
    </section>
  );
}

/** Newest first. */
function useAsked({ id }: Conversation): readonly Verification[] {
  const [isAsked, setAsked] = useState(false);
  const { data } = useApiQuery(pathOf(id), VerificationList, {
    refetchMs: isAsked ? askedMs : 5 * askedMs,
  });
  const newest = data?.items[0];
  const isNow = newest?.state === 'asked';
  if (isNow !== isAsked) {
    setAsked(isNow);
    // The answer joined two contacts.
    if (newest?.state === 'verified') queueMicrotask(refreshContacts);
  }
  return data?.items ?? [];
}

function Newest({
  verification: { state, by, to, askedBy, askedAt },
}: {
  verification: Verification;
}) {
  const words =
    state !== 'asked'
      ? t(`verify.state.${state}`)
      : by === 'link' || to === null
        ? t('verify.state.asked.link')
        : t('verify.state.asked.code', { address: isolated(to.address) });
  return (
    <div className="cust-line" role="status">
      <span className={state === 'verified' ? 'grow ok' : 'grow'}>{words}</span>
      <span className="small t3 num" title={askedBy}>
        {format.clock(askedAt)}
      </span>
    </div>
  );
}

function useAsk(onDone: () => void = () => {}) {
  return useApiMutation((asked: AskVerification) => api.post(path, asked, Verification), {
    invalidates: ['/conversations'],
    onDone,
  });
}

function CodeDialog({ conversation, onClose }: VerifyProps & { readonly onClose: () => void }) {
  const all = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  const channels = all.filter(({ id, kind }) => kind !== 'web' && id !== customerChannel);
  const [picked, setPicked] = useState('');
  const [address, setAddress] = useState('');
  const ask = useAsk(onClose);
  const channel = picked === '' ? (channels[0]?.id ?? '') : picked;
  return (
    <Dialog title={t('verify.code.title')} open onClose={onClose} width={440}>
      <DialogForm
        text={t('verify.code.text')}
        action={t('verify.code.send')}
        icon="send"
        held={channel === '' || address.trim() === '' || ask.isPending}
        onSubmit={() => {
          const to = { channel: ChannelId.parse(channel), address: address.trim() };
          ask.mutate({ by: 'code', conversation: conversation.id, to }, { onError: sayError });
        }}
        onClose={onClose}
      >
        <SelectField
          label={t('verify.code.channel')}
          value={channel}
          choices={channels.map((each) => ({
            value: each.id as string,
            label: channelChoice(each, channels),
          }))}
          onChange={(event) => setPicked(event.currentTarget.value)}
        />
        <TextField
          label={t('verify.code.address')}
          required
          data-autofocus
          maxLength={320}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
