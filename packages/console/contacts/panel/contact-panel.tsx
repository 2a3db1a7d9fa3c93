// One contact beside the list: what is known and kept of them, their conversations over all channels, and
// the visits and decisions of a visitor who belongs to them.
import { useState } from 'react';
import { addressKey, webChannel } from '@opportune/protocol/contact/contact.ts';
import { type ContactId, VisitorId } from '@opportune/protocol/ids.ts';
import { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import { addressWords, contactWords } from '../../inbox/customer/contact/contact-words.ts';
import { contactPath } from '../../inbox/customer/contact/use-contact.ts';
import { useVisitorDetail } from '../../inbox/customer/use-visitor-detail.ts';
import {
  Empty,
  Face,
  format,
  IconButton,
  NotYet,
  SelectField,
  t,
  TabPanel,
  Tabs,
  useApiQuery,
} from '../../ui/index.ts';
import { DecisionsTab } from '../../visitors/panel/decisions-tab.tsx';
import { VisitTab } from '../../visitors/panel/visit-tab.tsx';
import '../../visitors/panel/panel.css';
import { type ContactTab, contactTabs } from '../contact-place.ts';
import { AboutTab } from './about-tab.tsx';
import { EverythingTab } from './everything-tab.tsx';
import { TalksTab } from './talks-tab.tsx';

interface ContactPanelProps {
  readonly id: ContactId;
  readonly tab: ContactTab;
  readonly onTab: (tab: ContactTab) => void;
  readonly onClose: () => void;
}

export function ContactPanel({ id, tab, onTab, onClose }: ContactPanelProps) {
  const own = useRead(id);
  // A colleague may have merged it.
  const whole = useRead(own.data?.mergedInto ?? id);
  const contact = own.data === undefined ? undefined : whole.data;
  const name = contact === undefined ? t('contacts.title') : contactWords(contact);
  return (
    <aside className="panel contact-panel" aria-label={name}>
      <Who contact={contact} name={name} onClose={onClose} />
      {contact === undefined ? (
        <NotYet
          error={own.error ?? whole.error}
          rows={8}
          columns={2}
          onRetry={() => void own.refetch()}
        />
      ) : (
        <>
          <Tabs
            id="contact-tab"
            label={name}
            value={tab}
            onChange={onTab}
            tabs={contactTabs.map((value) => ({ value, label: t(`permission.tab.${value}`) }))}
          />
          <TabPanel id="contact-tab" value={tab} className={tab === 'about' ? 'flush' : ''}>
            {tab === 'about' && <AboutTab contact={contact} />}
            {tab === 'everything' && <EverythingTab contact={contact} />}
            {tab === 'talks' && <TalksTab contact={contact.id} />}
            {(tab === 'visit' || tab === 'decisions') && <Visits contact={contact} tab={tab} />}
          </TabPanel>
        </>
      )}
    </aside>
  );
}

function useRead(id: ContactId) {
  return useApiQuery(contactPath(id), ContactDetail, { refetchMs: 15_000 });
}

interface WhoProps {
  readonly contact: ContactDetail | undefined;
  readonly name: string;
  readonly onClose: () => void;
}

function Who({ contact, name, onClose }: WhoProps) {
  return (
    <div className="who">
      <Face name={contact?.name === '' ? null : (contact?.name ?? null)} size="large" />
      <div className="grow">
        <h2>
          <bdi className="clip">{name}</bdi>
        </h2>
        {contact !== undefined && (
          <div className="small t3 clip">
            {t('permission.since', { date: format.date(contact.createdAt) })}
            {contact.lastContactAt !== null &&
              ` · ${t('permission.lastAt', { time: format.dateTime(contact.lastContactAt) })}`}
          </div>
        )}
      </div>
      <IconButton icon="close" label={t('permission.close')} onClick={onClose} />
    </div>
  );
}

interface VisitsProps {
  readonly contact: ContactDetail;
  readonly tab: 'visit' | 'decisions';
}

/** Of the visitor that was seen last, or of another one that is chosen. */
function Visits({ contact, tab }: VisitsProps) {
  const visitors = contact.addresses.filter(({ channel }) => channel === webChannel).toReversed();
  const [picked, setPicked] = useState<string>();
  const address = picked ?? visitors[0]?.address;
  const visitor = address === undefined ? null : VisitorId.parse(address);
  const { data, error, refetch } = useVisitorDetail({ visitor }, { refetchMs: 5000 });
  if (visitor === null)
    return <Empty title={t('permission.noVisit.title')} text={t('permission.noVisit.text')} />;
  return (
    <>
      {visitors.length > 1 && (
        <SelectField
          label={t('permission.visitor')}
          value={visitor}
          choices={visitors.map((each) => ({
            value: each.address,
            label: addressWords(each),
            key: addressKey(each),
          }))}
          onChange={({ currentTarget }) => setPicked(currentTarget.value)}
        />
      )}
      {data === undefined && <NotYet error={error} rows={6} columns={2} onRetry={refetch} />}
      {data !== undefined && tab === 'visit' && <VisitTab detail={data} row={data.row} />}
      {data !== undefined && tab === 'decisions' && (
        <DecisionsTab decisions={data.decisions} campaigns={data.campaigns} />
      )}
    </>
  );
}
