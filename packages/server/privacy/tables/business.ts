// Tables of the business and the machine. Of people they hold the names of users who changed something.
import { type Declarations, untilRemoved, withAccount } from '../declaration.ts';

const settings = { kept: withAccount } as const;

export const businessTables: Declarations = {
  after_settings: {
    ...settings,
    nobody: 'account survey satisfaction recommend resolved free_text transcript',
  },
  attachment_settings: { ...settings, nobody: 'account visitors agents types size_mb' },
  recording_settings: { ...settings, nobody: 'account is_on keep_days' },
  brand_trials: {
    kept: 'until it has expired and another trial begins',
    nobody: 'account code_hash site look creative expires_at',
  },
  campaign_periods: {
    ...settings,
    nobody: 'account campaign number began_at ended_at document goal stop languages',
  },
  campaign_runs: { ...settings, nobody: 'account campaign began_at ended_at schedule' },
  campaign_trials: {
    kept: 'until it has expired and another trial begins',
    nobody: 'account code_hash campaign document expires_at',
  },
  campaigns: {
    ...settings,
    user: { content: 'approval', identifier: 'updated_by publishes_by' },
    nobody: `account id state draft live period revision created_at updated_at pause_on_harm
      pause_on_leaving publishes publishes_at`,
  },
  cluster_register: { kept: 'as long as the installation', nobody: 'only_one revision register' },
  fact_runs: {
    kept: 'until a day after another process has the name',
    nobody: 'run name through ended_at',
  },
  configuration_versions: {
    ...settings,
    user: { identifier: 'changed_by' },
    nobody: 'account version document changed_at',
  },
  custom_attributes: { kept: untilRemoved, nobody: 'account name document created_at' },
  desk_epochs: { ...settings, nobody: 'account shard epoch since' },
  exclusions: {
    ...settings,
    user: { identifier: 'made_by removed_by' },
    nobody: 'account campaign id period excluded note made_at removed_at',
  },
  goals: { kept: untilRemoved, nobody: 'account id document created_at reached_by reached_since' },
  jobs: {
    kept: 'a day after it is done; a permanently failed one 30 days or until it is removed',
    contact: { content: 'payload', identifier: 'key' },
    nobody: `account id number kind lane state is_first made_at due_at deadline_at attempts lease leased_until
      epoch reason over_at`,
  },
  label_lists: { ...settings, nobody: 'account disposition_required' },
  labels: { kept: untilRemoved, nobody: 'account id kind name place holds' },
  mail_servers: {
    kept: untilRemoved,
    user: { 'contact data': 'settings' },
    nobody: 'account sealed_password password_at',
  },
  mail_server_changes: {
    ...settings,
    user: { identifier: 'changed_by', 'contact data': 'settings' },
    nobody: 'account number changed_at',
  },
  setups: { ...settings, nobody: 'account wants dismissed_at seen given' },
  masking_changes: {
    ...settings,
    user: { identifier: 'changed_by' },
    nobody: 'account number settings changed_at',
  },
  needs: { kept: untilRemoved, nobody: 'account id name skill place' },
  panels: { kept: untilRemoved, nobody: 'account id name url shares traits' },
  reopening: { ...settings, nobody: 'account agent_h visitor_h' },
  routing_settings: { ...settings, nobody: 'account settings' },
  search_settings: { ...settings, nobody: 'account configuration earlier through' },
  secret_keys: {
    kept: 'until 50 newer keys of the site are revoked',
    nobody: `account id site name key_hash hint created_at last_used_at revoked_at sealed_signing_key`,
  },
  sections: { kept: untilRemoved, nobody: 'account id site document created_at' },
  sites: { ...settings, nobody: 'account id settings write_key write_key_hash created_at' },
  webhooks: {
    kept: untilRemoved,
    nobody: `account id name url events state failing_since last_success_at dropped secret former_until
      created_at unmeasured facts_through facts_from`,
  },
  webhook_events: {
    kept: '14 days',
    contact: { content: 'body', identifier: 'subject' },
    nobody: `account id webhook type round state made_at ended_at due_at attempts status detail answer size`,
  },
  skills: {
    kept: untilRemoved,
    nobody: `account id name priority fallback fallback_skill fallback_after_s mode same_agent
      answered_within_s answered_share hours`,
  },
};
