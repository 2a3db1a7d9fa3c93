// The addresses of a contact, one per line: the channel's icon, the address, whether it is
// verified, and the acts on it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type AddressAt, webChannel } from '@opportune/protocol/contact/contact.ts';
import { useChannelLooks } from '../../../channels/use-channels.ts';
import { Icon, t } from '../../../ui/index.ts';
import { addressLook, addressWords } from './contact-words.ts';
import './contact.css';

interface AddressLinesProps<Of extends AddressAt> {
  readonly addresses: readonly Of[];
  /** The acts at the end of each line. With them, a visitor's address links to their visits. */
  readonly acts?: (address: Of) => ReactNode;
}

export function AddressLines<Of extends AddressAt & { readonly verified?: boolean }>(
  props: AddressLinesProps<Of>,
) {
  const looks = useChannelLooks();
  return (
    <ul className="addresses" aria-label={t('contacts.addresses')}>
      {props.addresses.map((each) => {
        const { icon, name } = addressLook(each, looks);
        return (
          <li key={`${each.channel} ${each.address}`} className="cust-line">
            <span title={name}>
              <Icon name={icon} size={14} />
              <span className="aside-voice">{name}: </span>
            </span>
            <span className="clip" title={each.address}>
              <bdi>
                <AddressText address={each} leads={props.acts !== undefined} />
              </bdi>
            </span>
            {each.verified === true && (
              <span className="address-verified" title={t('contacts.verified')}>
                <Icon name="verified" size={14} />
                <span className="aside-voice">{t('contacts.verified')}</span>
              </span>
            )}
            <span className="grow" />
            {props.acts?.(each)}
          </li>
        );
      })}
    </ul>
  );
}

/** Links the address of a visitor to their visits if `leads` is set. */
function AddressText({ address, leads }: { address: AddressAt; leads: boolean }) {
  const words = addressWords(address);
  if (!leads || address.channel !== webChannel) return words;
  return (
    <Link to="/visitors" search={{ visitor: address.address }}>
      {words}
    </Link>
  );
}
