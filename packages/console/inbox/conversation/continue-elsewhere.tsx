// Continues a conversation at another address of its contact: chooses the address, writes the message
// that begins there, and opens the conversation in which it goes on.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addressKey } from '@opportune/protocol/contact/contact.ts';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { OtherAddresses } from '@opportune/protocol/rest/conversation/continuing.ts';
import { api } from '../../api/client.ts';
import { newId } from '../../api/new-id.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import {
  Dialog,
  DialogForm,
  Empty,
  Icon,
  invalidate,
  NotYet,
  sayError,
  t,
  TextArea,
  useApiMutation,
  useApiQuery,
} from '../../ui/index.ts';
import { addressLook, addressWords } from '../customer/contact/contact-words.ts';
import './continue-elsewhere.css';

type Other = OtherAddresses['items'][number];

interface ContinueProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

const pathOf = ({ id }: Conversation): string => `/conversations/${encodeURIComponent(id)}`;

export function ContinueDialog({ conversation, onClose }: ContinueProps) {
  const path = `${pathOf(conversation)}/other-addresses`;
  const { data, error, refetch } = useApiQuery(path, OtherAddresses);
  const items = data?.items.toSorted((a, b) => Number(isClosed(a)) - Number(isClosed(b)));
  return (
    <Dialog title={t('channels.continue.title')} open onClose={onClose} width={480}>
      {items === undefined && (
        <NotYet error={error} rows={3} columns={1} onRetry={() => void refetch()} />
      )}
      {items?.length === 0 && (
        <Empty title={t('channels.continue.none')} text={t('channels.continue.none.text')} />
      )}
      {items !== undefined && items.length > 0 && (
        <Onward conversation={conversation} items={items} onClose={onClose} />
      )}
    </Dialog>
  );
}

function isClosed({ closed }: Other): boolean {
  return closed !== null;
}

function Onward({ conversation, items, onClose }: ContinueProps & { items: readonly Other[] }) {
  const [picked, setPicked] = useState<Other>();
  const chosen = picked ?? items.find((each) => !isClosed(each));
  const [text, setText] = useState('');
  const send = useSend(conversation, onClose);
  return (
    <DialogForm
      className="continue-elsewhere"
      action={t('channels.continue.send')}
      icon="send"
      held={chosen === undefined || text.trim() === '' || send.isPending}
      onSubmit={() => {
        if (chosen !== undefined) send.mutate({ to: chosen, text }, { onError: sayError });
      }}
      onClose={onClose}
    >
      <Addresses items={items} chosen={chosen} onChoose={setPicked} />
      {chosen === undefined ? (
        <p className="t2">{t('channels.continue.shut')}</p>
      ) : (
        <TextArea
          label={t('channels.continue.text')}
          hint={t(
            conversation.status === 'ended'
              ? 'channels.continue.hint.ended'
              : 'channels.continue.hint',
          )}
          rows={4}
          required
          data-autofocus
          maxLength={conversationLimits.messageLength}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
    </DialogForm>
  );
}

/** Sends the message once, however often it is asked for, and opens where it goes on. */
function useSend(conversation: Conversation, onClose: () => void) {
  const [id] = useState(newId);
  const navigate = useNavigate();
  return useApiMutation(
    ({ to: { channel, address }, text }: { to: Other; text: string }) => {
      const body = { to: { channel, address }, id, text };
      return api.post(`${pathOf(conversation)}/continue`, body, Conversation);
    },
    {
      onDone(next) {
        invalidate('/conversations');
        onClose();
        void navigate({ to: '/inbox/{-$conversation}', params: { conversation: next.id } });
      },
    },
  );
}

interface AddressesProps {
  readonly items: readonly Other[];
  readonly chosen: Other | undefined;
  readonly onChoose: (address: Other) => void;
}

/** Those that cannot be written to say why. */
function Addresses({ items, chosen, onChoose }: AddressesProps) {
  const looks = useChannelLooks();
  return (
    <fieldset>
      <legend>{t('channels.continue.at')}</legend>
      {items.map((each) => {
        const { icon, name } = addressLook(each, looks);
        const isChosen = chosen !== undefined && addressKey(chosen) === addressKey(each);
        return (
          <label
            key={addressKey(each)}
            className={isChosen ? 'on' : isClosed(each) ? 'closed' : ''}
          >
            <span className="continue-tile">
              <Icon name={icon} />
            </span>
            <span className="grow">
              <span className="clip medium">{name}</span>
              <span className="clip small">
                <bdi>{addressWords(each)}</bdi>
              </span>
              {each.closed !== null && (
                <span className="small continue-why">{t(`channels.continue.${each.closed}`)}</span>
              )}
            </span>
            <input
              type="radio"
              name="continue-at"
              disabled={isClosed(each)}
              checked={isChosen}
              onChange={() => onChoose(each)}
            />
          </label>
        );
      })}
    </fieldset>
  );
}
