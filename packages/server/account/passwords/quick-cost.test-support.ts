// What passwords cost in tests whose people only sign in: a hash of the usual cost takes 45 ms of a
// core, and thousands are computed. Tests of sign-in itself, and products apart, have the usual cost.
import type { PasswordCost } from './password.ts';

export const quickCost: PasswordCost = { memoryKiB: 64, passes: 1, lanes: 1 };
