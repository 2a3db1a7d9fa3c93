// What a condition is judged against: a profile, an instant, and who is free to answer.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { Profile } from './profile.ts';

export interface Scene {
  readonly profile: Profile;
  readonly now: number;
  readonly availability: Availability;
}
