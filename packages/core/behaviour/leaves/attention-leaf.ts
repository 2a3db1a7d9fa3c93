// Attention and its opposite: dwell (time in front and shown), idle (no input on a shown page) and
// leaving (exit intent on this page view).
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { attentionMs } from '../apply/apply-page-view.ts';
import { clockBasis } from '../facts/facts.ts';
import type { Leaf } from './leaf.ts';
import type { Profile } from '../profile.ts';
import { always, never, untimed } from '../condition/truth.ts';

type Dwell = Extract<Condition, { dwell: unknown }>;
type Idle = Extract<Condition, { idle: unknown }>;
type Leaving = Extract<Condition, { leaving: unknown }>;

export function compileDwell(node: Dwell): Leaf {
  const { on, section, forS } = node.dwell;
  const neededMs = Math.round(forS * 1000);
  const booked = { page: bookedOnPage, section: bookedInSection(section), visit: bookedInVisit }[
    on
  ];
  return {
    node,
    test: ({ profile, now }) => {
      const before = booked(profile);
      if (before === null) return never;
      const missing = neededMs - attentionMs(profile, before, now);
      if (missing <= 0) return always;
      return profile.shownSince === null ? never : -(now + missing);
    },
    value: ({ profile, now }) => {
      const before = booked(profile);
      return before === null ? null : attentionMs(profile, before, now) / 1000;
    },
    watch: {
      type: 'basis',
      key: `dwell ${on} ${section ?? ''}`,
      read: (profile) => clockBasis(profile, booked(profile)),
      afterMs: neededMs,
    },
  };
}

function bookedOnPage(profile: Profile): number | null {
  return profile.front?.attentionMs ?? null;
}

function bookedInVisit(profile: Profile): number | null {
  return profile.visit?.attentionMs ?? null;
}

/** In the named section, or the longest of the sections the visitor is in. Null if in none. */
function bookedInSection(section: string | undefined): (profile: Profile) => number | null {
  return ({ visit, front }) => {
    if (visit === null || front === null) return null;
    let longest: number | null = null;
    for (const stay of visit.stays) {
      if (section === undefined || stay.section === section)
        longest = Math.max(longest ?? 0, stay.attentionMs);
    }
    return longest;
  };
}

export function compileIdle(node: Idle): Leaf {
  const neededMs = Math.round(node.idle.forS * 1000);
  return {
    node,
    test: ({ profile, now }) => {
      const since = idleSince(profile);
      if (since === null) return never;
      return now - since >= neededMs ? always : -(since + neededMs);
    },
    value: ({ profile, now }) => {
      const since = idleSince(profile);
      return since === null ? null : (now - since) / 1000;
    },
    watch: { type: 'basis', key: 'idle', read: idleSince, afterMs: neededMs },
  };
}

function idleSince(profile: Profile): number | null {
  return profile.shownSince === null ? null : profile.idleSince;
}

export function compileLeaving(node: Leaving): Leaf {
  return {
    node,
    test: ({ profile }) => untimed(isLeaving(profile)),
    value: ({ profile }) => isLeaving(profile),
    watch: { type: 'basis', key: 'leaving', read: isLeaving },
  };
}

function isLeaving(profile: Profile): boolean {
  return profile.front?.leaving ?? false;
}
