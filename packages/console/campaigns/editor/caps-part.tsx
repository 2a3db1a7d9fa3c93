// How often at most, and the rest after a dismissal.
import type { Caps } from '@opportune/protocol/campaign/campaign.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { spanWords } from './chips/speak.ts';
import { Said } from './chips/said.tsx';
import { NumberForm, SpanForm } from './chips/number-form.tsx';
import { t } from '../../words/words.ts';

const most = { perVisit: 20, perDay: 50, perVisitor: 100 } as const;
const words = { perVisit: 'visit', perDay: 'day', perVisitor: 'visitor' } as const;

export function CapsPart() {
  const edit = useEdit();
  const {
    document: { caps },
    live,
    change,
  } = edit;
  const set = (part: Partial<Caps>): void =>
    change?.((now) => ({ ...now, caps: { ...now.caps, ...part } }));
  const rest = (seconds: number | null): string =>
    seconds === null || seconds === 0
      ? t('campaigns.caps.again')
      : t('campaigns.caps.notFor', { span: spanWords(seconds) });
  return (
    <Part name="caps" icon="filter" problems={problemsAt(edit, 'caps')}>
      <Says>
        {t('campaigns.caps.atMost')}
        {(['perVisit', 'perDay', 'perVisitor'] as const).map((cap) => (
          <span key={cap} className="row says-pair">
            <Said
              value={caps[cap]}
              was={live?.caps[cap]}
              say={timesWords}
              label={t(`campaigns.caps.${words[cap]}.label`)}
              edit={() => (
                <NumberForm
                  whole
                  min={1}
                  max={most[cap]}
                  label={t(`campaigns.caps.${words[cap]}.label`)}
                  value={caps[cap]}
                  onChange={(value) => set({ [cap]: value })}
                  onEmpty={() => set({ [cap]: null })}
                />
              )}
            />
            {t(`campaigns.caps.${words[cap]}`)}
          </span>
        ))}
        <Said
          value={caps.afterDismissalS}
          was={live?.caps.afterDismissalS}
          say={rest}
          label={t('campaigns.caps.rest.label')}
          width={300}
          edit={() => (
            <SpanForm
              label={t('campaigns.caps.rest.label')}
              seconds={caps.afterDismissalS ?? 0}
              onChange={(seconds) => set({ afterDismissalS: Math.round(seconds) })}
              onEmpty={() => set({ afterDismissalS: null })}
            />
          )}
        />
      </Says>
      <p className="reach">{t('campaigns.caps.note')}</p>
    </Part>
  );
}

function timesWords(times: number | null): string {
  return times === null
    ? t('campaigns.caps.noLimit')
    : times === 1
      ? t('campaigns.caps.once')
      : t('campaigns.caps.times', { n: times });
}
