// What the visitor seems to want and why, and what the agent says it was. Hidden if the account has
// no needs.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  ConversationNeed,
  type ConversationNeed as OneNeed,
  type Need as ListedNeed,
  RevisedNeedList,
} from '@opportune/protocol/rest/conversation/needs.ts';
import { api } from '../../api/client.ts';
import { format, say, SelectField, useApiMutation, useApiQuery, t } from '../../ui/index.ts';

/** A visitor's first words may come while an agent looks on. */
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
        <span className="grow">{t('needs.seems')}</span>
      </h3>
      <Seeming need={data} listed={listed} />
      <SelectField
        label={t('needs.named')}
        value={data.named ?? ''}
        disabled={name.isPending}
        choices={[{ value: '', label: t('needs.named.none') }, ...choices]}
        onChange={(event) =>
          name.mutate(event.currentTarget.value, { onError: () => say(t('needs.named.failed')) })
        }
      />
    </section>
  );
}

function Seeming({ need, listed }: { need: OneNeed; listed: readonly ListedNeed[] }) {
  const { seems, why } = need;
  const found = listed.find(({ id }) => id === seems?.need);
  if (seems === null || found === undefined)
    return <p className="t2 cust-need">{t('needs.seems.unknown')}</p>;
  return (
    <>
      <div className="cust-line">
        <span className="grow clip medium">{found.name}</span>
        <span className="num t3 small">
          {t('needs.seems.sure', { share: format.percent(seems.confidence, 0) })}
        </span>
      </div>
      <p className="small t2 cust-need">{whyWords(why)}</p>
    </>
  );
}

/** Groups the reasons by source: said “money”, “refund” · in Returns. */
function whyWords(why: OneNeed['why']): string {
  const bySource = Map.groupBy(why, ({ source }) => source);
  return [...bySource]
    .map(([source, reasons]) => {
      const quoted = reasons.map(({ text }) => t(`needs.why.words.${source}`, { words: text }));
      return t(`needs.why.${source}`, { words: quoted.join(', ') });
    })
    .join(' · ');
}
