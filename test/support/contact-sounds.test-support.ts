// Keeps sound of contacts, for tests of those who make it.
export { contactSounds } from '@opportune/server/writing/attachments/contact-sounds.ts';
