// What a contact permits at each address, with the proof, and what agents record of it. A suppression that
// the contact caused themselves is released by managers alone.
import { useState } from 'react';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { OptIn, Suppression } from '@opportune/protocol/contact/permission.ts';
import { Empty as Nothing } from '@opportune/protocol/rest/common.ts';
import type { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import { ContactPermission } from '@opportune/protocol/rest/contact/permission.ts';
import { api } from '../../api/client.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import { addressLook, addressWords } from '../../inbox/customer/contact/contact-words.ts';
import { contactPath } from '../../inbox/customer/contact/use-contact.ts';
import { useSession } from '../../session/session.tsx';
import {
  format,
  Icon,
  MenuItem,
  MoreMenu,
  NotYet,
  sayError,
  t,
  Tag,
  useApiMutation,
  useApiQuery,
  useAsk,
} from '../../ui/index.ts';
import { isolated } from '../../words/isolated.ts';
import { isReached } from './reached.ts';
import { OptInDialog } from './opt-in-dialog.tsx';

export function PermissionBlock({ contact }: { contact: ContactDetail }) {
  const path = `${contactPath(contact.id)}/permission`;
  const { data, error, refetch } = useApiQuery(path, ContactPermission);
  const [optingIn, setOptingIn] = useState<AddressAt | null>(null);
  const addresses = contact.addresses.filter(isReached);
  return (
    <section className="block" aria-label={t('permission.title')}>
      <h3>{t('permission.title')}</h3>
      {data === undefined && (
        <NotYet error={error} rows={3} columns={1} onRetry={() => void refetch()} />
      )}
      {data !== undefined && addresses.length === 0 && (
        <p className="small t3">{t('permission.unreached')}</p>
      )}
      <ul className="permission-list">
        {data !== undefined &&
          addresses.map((each) => (
            <OfAddress
              key={`${each.channel} ${each.address}`}
              address={each}
              optIns={data.optIns.filter((one) => isSame(one, each))}
              suppression={data.suppressions.find((one) => isSame(one, each))}
              path={path}
              onOptIn={() => setOptingIn(each)}
            />
          ))}
      </ul>
      {optingIn !== null && (
        <OptInDialog address={optingIn} path={path} onClose={() => setOptingIn(null)} />
      )}
    </section>
  );
}

function isSame(one: AddressAt, other: AddressAt): boolean {
  return one.channel === other.channel && one.address === other.address;
}

interface OfAddressProps {
  readonly address: AddressAt;
  readonly optIns: readonly OptIn[];
  readonly suppression: Suppression | undefined;
  readonly path: string;
  readonly onOptIn: () => void;
}

function OfAddress({ address, optIns, suppression, path, onOptIn }: OfAddressProps) {
  const looks = useChannelLooks();
  const { icon, name } = addressLook(address, looks);
  const act = useActs(address, path);
  const mayRelease = useSession().user.role !== 'agent';
  return (
    <li>
      <div className="cust-line">
        <span title={name}>
          <Icon name={icon} size={14} />
          <span className="aside-voice">{name}: </span>
        </span>
        <bdi className="clip grow">{addressWords(address)}</bdi>
        {suppression !== undefined && <Tag tone="bad">{t('permission.suppressed')}</Tag>}
        <MoreMenu label={t('permission.more', { address: addressWords(address) })}>
          {suppression === undefined && (
            <MenuItem before={<Icon name="check" />} onClick={onOptIn}>
              {t('permission.record')}
            </MenuItem>
          )}
          {suppression === undefined && (
            <MenuItem before={<Icon name="block" />} onClick={act.suppress}>
              {t('permission.suppress')}
            </MenuItem>
          )}
          {suppression !== undefined && mayRelease && (
            <MenuItem before={<Icon name="check" />} onClick={act.release}>
              {t('permission.release')}
            </MenuItem>
          )}
        </MoreMenu>
      </div>
      {suppression !== undefined && (
        <p className="small t3">
          {t(`permission.reason.${suppression.reason}`, {
            time: format.dateTime(suppression.since),
          })}
          {suppression.words !== '' && <Words words={suppression.words} />}
        </p>
      )}
      {optIns.map((each) => (
        <Proof key={each.purpose} optIn={each} onWithdraw={() => act.withdraw(each)} />
      ))}
    </li>
  );
}

function Proof({ optIn, onWithdraw }: { optIn: OptIn; onWithdraw: () => void }) {
  const { purpose, givenAt, place, words, withdrawnAt } = optIn;
  return (
    <div className="permission-proof">
      <span className="row">
        <Tag tone={withdrawnAt === null ? 'ok' : 'plain'}>{purpose}</Tag>
        <span className="small t3 grow">
          {withdrawnAt === null
            ? t('permission.given', { time: format.dateTime(givenAt) })
            : t('permission.withdrawn', { time: format.dateTime(withdrawnAt) })}
        </span>
        {withdrawnAt === null && (
          <button type="button" className="link small" onClick={onWithdraw}>
            {t('permission.withdraw')}
          </button>
        )}
      </span>
      {place !== '' && <span className="small t2">{place}</span>}
      {words !== '' && (
        <span className="small t2">
          <Words words={words} />
        </span>
      )}
    </div>
  );
}

function Words({ words }: { words: string }) {
  return <q className="permission-words">{words}</q>;
}

/** What agents do with an address. Each is asked first, because it changes what a person gets. */
function useActs({ channel, address }: AddressAt, path: string) {
  const ask = useAsk();
  const call = useApiMutation(
    ({ to, body }: { to: string; body: object }) =>
      api.post(to, { channel, address, ...body }, Nothing),
    { invalidates: [path] },
  );
  const words = isolated(addressWords({ channel, address }));
  const post = (to: string, body: object = {}): void =>
    call.mutate({ to, body }, { onError: sayError });
  const asking = (what: 'suppress' | 'release', onConfirm: () => void): void =>
    ask({
      title: t(`permission.${what}.ask`, { address: words }),
      text: t(`permission.${what}.text`),
      action: t(`permission.${what}`),
      onConfirm,
    });
  return {
    suppress: () => asking('suppress', () => post('/suppressions')),
    release: () => asking('release', () => post('/suppressions/release')),
    withdraw: ({ purpose }: OptIn) =>
      ask({
        title: t('permission.withdraw.ask', { purpose, address: words }),
        text: t('permission.withdraw.text'),
        action: t('permission.withdraw'),
        onConfirm: () => post('/opt-ins/withdraw', { purpose }),
      }),
  };
}
