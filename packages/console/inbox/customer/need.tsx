// What the visitor seems to want, and why it seems so; and what the agent says it was. Shown where
// the account has needs.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  ConversationNeed,
  type ConversationNeed as OneNeed,
  type Need as ListedNeed,
  RevisedNeedList,
} from '@opportune/protocol/rest/conversation/needs.ts';
import { needsEn } from '@opportune/words/en/desk/needs.ts';
import { api } from '../../api/client.ts';
import { say, SelectField, useApiMutation, useApiQuery, useFormat } from '../../ui/index.ts';
import { createWords } from '../../words/words.ts';

const n = createWords(needsEn, 'needs');
/** The first words of a visitor come while somebody looks on. */
const refetchMs = 5_000;

export function Need({ conversation }: { conversation: Conversation }) {
  const path = `/conversations/${encodeURIComponent(conversation.id)}/need`;
  const listed = useApiQuery('/needs', RevisedNeedList).data?.needs ?? [];
  const { data } = useApiQuery(path, ConversationNeed, {
    enabled: listed.length > 0,
    ...(conversation.endedAt === null ? { refetchMs } : {}),
  });
  const name = useApiMutation(
    (need: string) => api.put(path, { need: need === '' ? null : need }, ConversationNeed),
    { invalidates: [path] },
  );
  if (listed.length === 0 || data === undefined) return null;
  const choices = listed.map((need) => ({ value: need.id as string, label: need.name }));
  return (
    <section className="block">
      <h3>
        <span className="grow">{n('seems')}</span>
      </h3>
      <Seeming need={data} listed={listed} />
      <SelectField
        label={n('named')}
        value={data.named ?? ''}
        disabled={name.isPending}
        choices={[{ value: '', label: n('named.none') }, ...choices]}
        onChange={(event) =>
          name.mutate(event.currentTarget.value, { onError: () => say(n('named.failed')) })
        }
      />
    </section>
  );
}

function Seeming({ need, listed }: { need: OneNeed; listed: readonly ListedNeed[] }) {
  const format = useFormat();
  const { seems, why } = need;
  const found = listed.find(({ id }) => id === seems?.need);
  if (seems === null || found === undefined)
    return <p className="t2 cust-need">{n('seems.unknown')}</p>;
  return (
    <>
      <div className="cust-line">
        <span className="grow clip medium">{found.name}</span>
        <span className="num t3 small">
          {n('seems.sure', { share: format.percent(seems.confidence, 0) })}
        </span>
      </div>
      <p className="small t2 cust-need">{whyWords(why)}</p>
    </>
  );
}

/** Of one source in one breath: said “money”, “refund” · in Returns. */
function whyWords(why: OneNeed['why']): string {
  const bySource = Map.groupBy(why, ({ source }) => source);
  return [...bySource]
    .map(([source, reasons]) => {
      const quoted = reasons.map(({ text }) => n(`why.words.${source}`, { words: text }));
      return n(`why.${source}`, { words: quoted.join(', ') });
    })
    .join(' · ');
}
