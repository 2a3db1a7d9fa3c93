// Whether the arms have their planned shares, over closed windows, checked at the end of each day
// of enrolment. Within the campaign it covers the optimising arm, if there is one, the variants and
// control.
import { sampleRatio, sampleRatioOverLooks } from '@opportune/core/proof/alarms/sample-ratio.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import type { ArmShares } from './arm-shares.ts';
import { type ResultRow, total } from './result-rows.ts';

export interface PlannedShares {
  readonly shares: ArmShares;
  readonly variants: readonly {
    readonly id: string;
    readonly name: string;
    readonly share: number;
  }[];
}

interface PlannedArm {
  readonly name: string;
  readonly share: number;
  readonly holds: (row: ResultRow) => boolean;
}

const all = 10_000;

export function sampleRatioOf(
  rows: readonly ResultRow[],
  planned: PlannedShares,
): CampaignResults['sampleRatio'] {
  const arms = plannedArms(planned);
  const ends = [...new Set(rows.map((row) => row.day))];
  const looks = ends.map((day) =>
    arms.map((arm) =>
      total(
        rows.filter((row) => row.day <= day && arm.holds(row)),
        'closed_visitors',
      ),
    ),
  );
  const { type, evidence } = sampleRatioOverLooks(
    looks,
    arms.map((arm) => arm.share),
  );
  return {
    verdict: type,
    evidence,
    since: type === 'alarm' ? alarmSince(rows, ends, looks, arms) : null,
    counts: arms.map(({ name, share }, index) => ({
      arm: name,
      count: looks.at(-1)?.[index] ?? 0,
      share,
    })),
  };
}

/** The last visitor of the first day by whose end the shares were off. */
function alarmSince(
  rows: readonly ResultRow[],
  ends: readonly string[],
  looks: readonly (readonly number[])[],
  arms: readonly PlannedArm[],
): number | null {
  const shares = arms.map((arm) => arm.share);
  const first = looks.findIndex((counts) => sampleRatio(counts, shares).type === 'alarm');
  const until = rows.filter((row) => row.day <= (ends[first] ?? ''));
  return until.length === 0 ? null : Math.max(...until.map((row) => row.last_ms));
}

function plannedArms({ shares, variants }: PlannedShares): readonly PlannedArm[] {
  const isOptimising = shares.optimise > 0;
  const optimise: PlannedArm = {
    name: 'Optimise',
    share: shares.optimise,
    holds: (row) => row.arm === 'optimise',
  };
  return [
    ...(isOptimising ? [optimise] : []),
    ...variants.map(({ id, name, share }) => ({
      name: isOptimising && variants.length === 1 ? 'Always' : name,
      share: (share / all) * shares.treatment,
      holds: (row: ResultRow) => row.arm === 'treatment' && row.variant === id,
    })),
    { name: 'Control', share: shares.control, holds: (row: ResultRow) => row.arm === 'control' },
  ];
}
