// What tables hold about visitors beside their conversations, in both stores.
import { type Declarations, withAccount } from '../declaration.ts';

export const visitorTables: Declarations = {
  customers: {
    kept: withAccount,
    visitor: { identifier: 'user_id visitor', behaviour: 'verified_at seen_at' },
    nobody: 'account site',
  },
  visitor_claims: {
    kept: withAccount,
    visitor: { identifier: 'visitor', technical: 'claimed_at proof' },
    nobody: 'account',
  },
  engagement_policies: {
    kept: withAccount,
    visitor: { identifier: 'learnt_visitor' },
    nobody: 'account campaign period policy version learnt_through saved_at ending done',
  },
  intent_models: { kept: withAccount, nobody: 'account goal model since learnt_through saved_at' },
  intent_moments: {
    kept: 'the newest 50,000 of a goal',
    visitor: { behaviour: 'moments' },
    nobody: 'account goal part',
  },
};

/** Nothing is removed yet. */
const always = withAccount;

export const factTables: Declarations = {
  events: {
    kept: always,
    visitor: {
      identifier: 'visitor visit user_id',
      content: 'properties search',
      behaviour: `ordinal kind name trust at received_at page_view url path title referrer sections
        decision intent`,
      technical: `device browser os language time_zone viewport_width country region city bot imported
        holdout`,
    },
    nobody: 'account site id batch',
  },
  decisions: {
    kept: always,
    visitor: {
      identifier: 'visitor visit unit',
      behaviour: 'ordinal event page_view at reasons network',
      technical: 'arm variant zone offer propensity policy',
    },
    nobody: `account site id campaign period engagement goal configuration_version availability_version
      unit_kind owner epoch batch`,
  },
  conversions: {
    kept: always,
    visitor: {
      identifier: 'visitor key',
      behaviour: 'ordinal event at received_at value currency trust key_property',
    },
    nobody: 'account site goal batch',
  },
  availability: { kept: always, nobody: 'account version at skills batch' },
  bursts: {
    kept: always,
    visitor: { identifier: 'visitor', technical: 'burst kind client at' },
    nobody: 'account batch',
  },
};
