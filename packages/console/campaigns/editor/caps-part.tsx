// How often a visitor gets an offer at most, and the pause after a dismissal.
import type { Caps } from '@opportune/protocol/campaign/campaign.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { spanWords } from './chips/speak.ts';
import { SaidNumber, Said } from './chips/said.tsx';
import { SpanForm } from './chips/number-form.tsx';
import { t } from '../../words/words.ts';

const most = { perVisit: 20, perDay: 50, perVisitor: 100 } as const;
const words = { perVisit: 'visit', perDay: 'day', perVisitor: 'visitor' } as const;

export function CapsPart() {
  const edit = useEdit();
  return (
    <Part name="caps" icon="filter" problems={problemsAt(edit, 'caps')}>
      <Says>
        {t('campaigns.caps.atMost')}
        {(['perVisit', 'perDay', 'perVisitor'] as const).map((cap) => (
          <Cap key={cap} cap={cap} />
        ))}
        <Rest />
      </Says>
      <p className="reach">{t('campaigns.caps.note')}</p>
    </Part>
  );
}

function useCaps() {
  const { document, live, change } = useEdit();
  const set = (part: Partial<Caps>): void =>
    change?.((now) => ({ ...now, caps: { ...now.caps, ...part } }));
  return { caps: document.caps, was: live?.caps, set };
}

/** How long a dismissed offer stays away. */
function Rest() {
  const { caps, was } = useCaps();
  const label = t('campaigns.caps.rest.label');
  return (
    <Said
      value={caps.afterDismissalS}
      was={was?.afterDismissalS}
      say={restWords}
      label={label}
      width={300}
      edit={() => <RestForm label={label} />}
    />
  );
}

function RestForm({ label }: { label: string }) {
  const { caps, set } = useCaps();
  return (
    <SpanForm
      label={label}
      seconds={caps.afterDismissalS ?? 0}
      onChange={(seconds) => set({ afterDismissalS: Math.round(seconds) })}
      onEmpty={() => set({ afterDismissalS: null })}
    />
  );
}

function restWords(seconds: number | null): string {
  return seconds === null || seconds === 0
    ? t('campaigns.caps.again')
    : t('campaigns.caps.notFor', { span: spanWords(seconds) });
}

function Cap({ cap }: { cap: keyof typeof most }) {
  const { caps, was, set } = useCaps();
  return (
    <span className="row says-pair">
      <SaidNumber
        whole
        min={1}
        max={most[cap]}
        value={caps[cap]}
        was={was?.[cap]}
        say={timesWords}
        label={t(`campaigns.caps.${words[cap]}.label`)}
        onChange={(value) => set({ [cap]: value })}
        onEmpty={() => set({ [cap]: null })}
      />
      {t(`campaigns.caps.${words[cap]}`)}
    </span>
  );
}

function timesWords(times: number | null): string {
  return times === null
    ? t('campaigns.caps.noLimit')
    : times === 1
      ? t('campaigns.caps.once')
      : t('campaigns.caps.times', { n: times });
}
