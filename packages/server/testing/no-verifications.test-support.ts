// A visitor's line of which nothing is asked.
import type { PageVerifications } from '@opportune/core/ports/conversation/verification.ts';

export const noVerifications: PageVerifications = { opened() {}, answered() {} };
