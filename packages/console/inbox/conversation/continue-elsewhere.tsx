// Continues a conversation at another address of its contact: chooses the address, writes the message
// that begins there, and opens the conversation in which it goes on.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addressKey } from '@opportune/protocol/contact/contact.ts';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { OtherAddresses } from '@opportune/protocol/rest/conversation/continuing.ts';
import { api } from '../../api/client.ts';
import { newId } from '../../api/new-id.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import {
  Button,
  Dialog,
  Empty,
  ErrorState,
  Icon,
  invalidate,
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

export function ContinueDialog({ conversation, onClose }: ContinueProps) {
  const path = `/conversations/${encodeURIComponent(conversation.id)}`;
  const { data, error, refetch } = useApiQuery(`${path}/other-addresses`, OtherAddresses);
  const first = data?.items.find(({ closed }) => closed === null);
  const [picked, setPicked] = useState<Other>();
  const chosen = picked ?? first;
  const [text, setText] = useState('');
  const [id] = useState(newId);
  const navigate = useNavigate();
  const send = useApiMutation(
    ({ channel, address }: Other) =>
      api.post(`${path}/continue`, { to: { channel, address }, id, text }, Conversation),
    {
      onDone(next) {
        invalidate('/conversations');
        onClose();
        void navigate({ to: '/inbox/{-$conversation}', params: { conversation: next.id } });
      },
    },
  );
  return (
    <Dialog title={t('channels.continue.title')} open onClose={onClose} width={480}>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Empty title={t('channels.continue.none')} text={t('channels.continue.none.text')} />
      )}
      {data !== undefined && data.items.length > 0 && (
        <form
          className="continue-elsewhere"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen !== undefined) send.mutate(chosen, { onError: sayError });
          }}
        >
          <Addresses items={data.items} chosen={chosen} onChoose={setPicked} />
          <TextArea
            label={t('channels.continue.text')}
            hint={t('channels.continue.hint')}
            rows={4}
            required
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className="row">
            <span className="grow" />
            <Button
              type="submit"
              variant="primary"
              icon="send"
              disabled={chosen === undefined || text.trim() === '' || send.isPending}
            >
              {t('channels.continue.send')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
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
      <legend className="small medium">{t('channels.continue.at')}</legend>
      {items.map((each) => {
        const { icon, name } = addressLook(each, looks);
        return (
          <label key={addressKey(each)} className={each.closed === null ? '' : 'closed'}>
            <input
              type="radio"
              name="continue-at"
              disabled={each.closed !== null}
              checked={chosen !== undefined && addressKey(chosen) === addressKey(each)}
              onChange={() => onChoose(each)}
            />
            <Icon name={icon} size={14} />
            <span className="grow">
              <span className="clip">
                {name} · <bdi>{addressWords(each)}</bdi>
              </span>
              {each.closed !== null && (
                <span className="small t3">{t(`channels.continue.${each.closed}`)}</span>
              )}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
