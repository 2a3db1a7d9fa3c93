// Shows harm as soon as it is proved, and the switches that let a campaign pause itself then. The
// figures are those of the interval. Nothing is called harm that the interval does not prove.
import {
  Campaign,
  type Guardrail,
  type PeriodStop,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { api } from '../../api/client.ts';
import { format, Strip, Switch, useApiMutation, t } from '../../ui/index.ts';
import { harmShown } from './harm-shown.ts';
import { points, signedMoney } from '../words.ts';

/** Above the figures: the campaign paused itself in this period, or harm is proved now. */
export function HarmStrip({ results }: { results: CampaignResults }) {
  const { stop } = results;
  const shown = harmShown(results);
  if (shown === null) return null;
  const { measure, treatment, control } = shown;
  const arm = t(`results.harm.arm.${armOf(shown)}`);
  return (
    <Strip tone="bad" icon="alert">
      {stop === null
        ? `${t(`results.harm.${measure}`, { ...figures(shown), arm })}${ofOneNetwork(results.harm)}`
        : t(`results.stop.${measure}`, {
            ...figures(shown),
            arm,
            date: format.dateTime(stop.at),
            treatment: format.number(treatment),
            control: format.number(control),
          })}
    </Strip>
  );
}

/**
 * A leading space and the reason why a campaign goes on although harm is proved. Empty if nothing
 * keeps it from pausing.
 */
export function ofOneNetwork(harm: CampaignResults['harm']): string {
  return harm === null || harm.spread ? '' : ` ${t('results.harm.oneNetwork')}`;
}

/** In an optimising campaign the treatment arm is called *always*. */
function armOf({ arm }: PeriodStop): 'treatment' | 'always' | 'optimise' {
  return arm === 'treatment' ? 'always' : (arm ?? 'treatment');
}

function figures({ measure, estimate, lower, upper }: PeriodStop) {
  const write = (value: number): string =>
    measure === 'value' ? signedMoney(value) : points(value);
  return { estimate: write(estimate), lower: write(lower), upper: write(upper) };
}

export function GuardrailSwitch({ campaign }: { campaign: Campaign }) {
  const path = `/campaigns/${campaign.id}`;
  const change = useApiMutation(
    (guardrail: Guardrail) => api.put(`${path}/guardrail`, guardrail, Campaign),
    { invalidates: [path] },
  );
  const asked = change.isPending ? change.variables : campaign;
  const { pauseOnHarm, pauseOnLeaving = campaign.pauseOnLeaving } = asked;
  const disabled = campaign.state === 'archived' || change.isPending;
  return (
    <section className="results-wide results-guards">
      <Switch
        label={t('results.guard.label')}
        hint={t('results.guard.hint')}
        checked={pauseOnHarm}
        disabled={disabled}
        onChange={(next) => change.mutate({ pauseOnHarm: next })}
      />
      <Switch
        label={t('results.guard.leaving.label')}
        hint={t('results.guard.leaving.hint')}
        checked={pauseOnLeaving}
        disabled={disabled}
        onChange={(next) => change.mutate({ pauseOnHarm, pauseOnLeaving: next })}
      />
    </section>
  );
}
