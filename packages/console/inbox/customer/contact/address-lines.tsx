// Addresses of a contact, one a line: the icon of the channel, whether it is verified, and where one can go
// from there.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type AddressAt, webChannel } from '@opportune/protocol/contact/contact.ts';
import { useChannelLooks } from '../../../channels/use-channels.ts';
import { Icon, t } from '../../../ui/index.ts';
import { addressLook, addressWords } from './contact-words.ts';
import './contact.css';

interface AddressLinesProps<Of extends AddressAt> {
  readonly addresses: readonly Of[];
  /** What can be done with one, at the end of its line. */
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
              <AddressText address={each} leads={props.acts !== undefined} />
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

/** That of a visitor leads to their visits. */
function AddressText({ address, leads }: { address: AddressAt; leads: boolean }) {
  const words = addressWords(address);
  if (!leads || address.channel !== webChannel) return words;
  return (
    <Link to="/visitors" search={{ visitor: address.address }}>
      {words}
    </Link>
  );
}
