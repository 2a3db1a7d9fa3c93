// What a condition is evaluated against: a profile, an instant, and which agents are free.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { Profile } from './profile.ts';

export interface Scene {
  readonly profile: Profile;
  readonly now: number;
  readonly availability: Availability;
}
