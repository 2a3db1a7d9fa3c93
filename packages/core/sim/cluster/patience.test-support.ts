/** How long a simulated process waits for a store before it asks again. */
export const patienceMs = 800;
